package packetwalk.linux.socket;

/** What a socket does about packets larger than gets through: its option {@code IP_MTU_DISCOVER}, ip(7). */
public enum PathMtuDiscovery {
    /** DF is clear: whoever comes to a narrower link may cut the packet up. {@code IP_PMTUDISC_DONT}. */
    DONT,

    /** DF is set on what fits as far as is known, and the rest is cut up before it leaves. {@code IP_PMTUDISC_WANT}, Linux' own choice. */
    WANT,

    /** DF is set, and what does not fit is not sent: EMSGSIZE. {@code IP_PMTUDISC_DO}. */
    DO
}
