package packetwalk.linux.sysctl;

/** Settings that a namespace has once: Documentation/networking/ip-sysctl.rst. */
public enum Sysctl implements Setting {
    /** Another name of {@code net.ipv4.conf.all.forwarding}; a change is one for every device. */
    IP_FORWARD("net.ipv4.ip_forward", 0, Integer.MIN_VALUE, Integer.MAX_VALUE),
    /** Whether routers, too, do as ICMP taught them about path MTUs. */
    IP_FORWARD_USE_PMTU("net.ipv4.ip_forward_use_pmtu", 0, 0, 1),
    IP_DEFAULT_TTL("net.ipv4.ip_default_ttl", 64, 1, 255),
    ICMP_ECHO_IGNORE_ALL("net.ipv4.icmp_echo_ignore_all", 0, 0, 1),
    ICMP_ECHO_IGNORE_BROADCASTS("net.ipv4.icmp_echo_ignore_broadcasts", 1, 0, 1),
    /** Whether bridged IPv4 frames pass iptables; 1 from the moment that the module br_netfilter is loaded. */
    BRIDGE_NF_CALL_IPTABLES("net.bridge.bridge-nf-call-iptables", 1, 0, 1),
    /** The same for bridged IPv6 frames and ip6tables. */
    BRIDGE_NF_CALL_IP6TABLES("net.bridge.bridge-nf-call-ip6tables", 1, 0, 1),
    ICMPV6_ECHO_IGNORE_ALL("net.ipv6.icmp.echo_ignore_all", 0, 0, 1),
    /** Whether a socket bound to {@code ::} takes IPv6 alone, unless it says otherwise. */
    BINDV6ONLY("net.ipv6.bindv6only", 0, 0, 1),
    /** 0: by addresses, 1: by addresses, protocol and ports; what 2 and 3 ask of packets is not modelled. */
    FIB_MULTIPATH_HASH_POLICY("net.ipv4.fib_multipath_hash_policy", 0, 0, 1),
    FIB_MULTIPATH_HASH_SEED("net.ipv4.fib_multipath_hash_seed", 0, 0, Integer.MAX_VALUE),
    FIB_MULTIPATH_USE_NEIGH("net.ipv4.fib_multipath_use_neigh", 0, 0, 1);

    private final String key;
    private final int initial;
    private final int least;
    private final int most;

    Sysctl(String key, int initial, int least, int most) {
        this.key = key;
        this.initial = initial;
        this.least = least;
        this.most = most;
    }

    @Override
    public String key() {
        return key;
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
        return key;
    }
}
