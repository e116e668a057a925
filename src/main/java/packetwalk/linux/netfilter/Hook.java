package packetwalk.linux.netfilter;

/** The five places where the stack asks netfilter: linux/netfilter.h {@code enum nf_inet_hooks}. */
public enum Hook {
    PREROUTING,
    INPUT,
    FORWARD,
    OUTPUT,
    POSTROUTING
}
