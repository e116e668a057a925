package packetwalk.linux.sysctl;

/**
 * Settings of connection tracking, {@code net.netfilter.nf_conntrack_*}: Documentation/networking/nf_conntrack-sysctl.rst.
 * Times are in seconds. Each namespace has its own, but for {@link #MAX} and {@link #BUCKETS}, which are the machine's.
 */
public enum ConntrackSysctl implements Setting {
    /** Whether packets and bytes are counted; a rule with {@code -m connbytes} turns it on. */
    ACCT("acct", 0, 0, 1),
    /** How many entries the table is spread over; where it is full, decides who may be evicted for whom. */
    BUCKETS("buckets", 262_144, 1, Integer.MAX_VALUE),
    /** Connections that the table holds before it evicts or refuses. */
    MAX("max", 262_144, 0, Integer.MAX_VALUE),
    GENERIC_TIMEOUT("generic_timeout", 600),
    ICMP_TIMEOUT("icmp_timeout", 30),
    /** Of an association that one side has asked for, no more. */
    SCTP_TIMEOUT_COOKIE_WAIT("sctp_timeout_cookie_wait", 3),
    /** Whether only resets out of window are INVALID. */
    TCP_BE_LIBERAL("tcp_be_liberal", 0, 0, 1),
    /** Whether a reset out of sequence does not count as INVALID. */
    TCP_IGNORE_INVALID_RST("tcp_ignore_invalid_rst", 0, 0, 1),
    /** Whether a connection may be picked up in its middle. */
    TCP_LOOSE("tcp_loose", 1, 0, 1),
    /** How often a segment may come again before the connection is thought to be dead. */
    TCP_MAX_RETRANS("tcp_max_retrans", 3, 0, 255),
    TCP_TIMEOUT_SYN_SENT("tcp_timeout_syn_sent", 120),
    TCP_TIMEOUT_SYN_RECV("tcp_timeout_syn_recv", 60),
    TCP_TIMEOUT_ESTABLISHED("tcp_timeout_established", 432_000),
    TCP_TIMEOUT_FIN_WAIT("tcp_timeout_fin_wait", 120),
    TCP_TIMEOUT_CLOSE_WAIT("tcp_timeout_close_wait", 60),
    TCP_TIMEOUT_LAST_ACK("tcp_timeout_last_ack", 30),
    TCP_TIMEOUT_TIME_WAIT("tcp_timeout_time_wait", 120),
    TCP_TIMEOUT_CLOSE("tcp_timeout_close", 10),
    TCP_TIMEOUT_MAX_RETRANS("tcp_timeout_max_retrans", 300),
    TCP_TIMEOUT_UNACKNOWLEDGED("tcp_timeout_unacknowledged", 300),
    ICMPV6_TIMEOUT("icmpv6_timeout", 30),
    UDP_TIMEOUT("udp_timeout", 30),
    UDP_TIMEOUT_STREAM("udp_timeout_stream", 120);

    static final String PREFIX = "net.netfilter.nf_conntrack_";

    private final String name;
    private final int initial;
    private final int least;
    private final int most;

    /** A time. */
    ConntrackSysctl(String name, int seconds) {
        this(name, seconds, 0, Integer.MAX_VALUE);
    }

    ConntrackSysctl(String name, int initial, int least, int most) {
        this.name = name;
        this.initial = initial;
        this.least = least;
        this.most = most;
    }

    /** Whether it is one for all namespaces of a machine. */
    boolean ofMachine() {
        return this == MAX || this == BUCKETS;
    }

    @Override
    public String key() {
        return PREFIX + name;
    }

    @Override
    public int initial() {
        return initial;
    }

    @Override
    public int least() {
        return least;
    }

    @Override
    public int most() {
        return most;
    }

    /** Its full name, as {@code sysctl} prints it. */
    @Override
    public String toString() {
        return key();
    }
}
