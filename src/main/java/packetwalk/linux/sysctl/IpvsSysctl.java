package packetwalk.linux.sysctl;

import java.util.Optional;

/**
 * Settings of the virtual server, {@code net.ipv4.vs.*}: Documentation/networking/ipvs-sysctl.rst. Each namespace has
 * its own.
 *
 * <p>Left out, and so refused by name: those of connection synchronization, of defence against floods
 * ({@code drop_entry}, {@code drop_packet}, {@code secure_tcp}) and of caches ({@code cache_bypass}).
 */
public enum IpvsSysctl implements Setting {
    /** Whether connection tracking keeps the connections that IPVS forwards; kube-proxy sets it to 1. */
    CONNTRACK("conntrack", 0),
    /** What a new SYN on the ports of an old connection means: 0 the old one, bit 0 a new one if the old has ended. */
    CONN_REUSE_MODE("conn_reuse_mode", 1),
    /** Whether connections to a real server that was taken away end at once; else their packets are dropped. */
    EXPIRE_NODEST_CONN("expire_nodest_conn", 0),
    /** Whether a persistence template to a real server of weight 0 counts no longer. */
    EXPIRE_QUIESCENT_TEMPLATE("expire_quiescent_template", 0),
    /** Whether a real server is told by ICMP that a packet of its belongs to no connection. */
    NAT_ICMP_SEND("nat_icmp_send", 0),
    /** Whether ICMP errors, too, are scheduled. */
    SCHEDULE_ICMP("schedule_icmp", 0),
    /** Whether a TCP connection may begin with any segment. */
    SLOPPY_TCP("sloppy_tcp", 0),
    /** Whether what goes back to a client is routed again, with the virtual address as its source. */
    SNAT_REROUTE("snat_reroute", 1);

    private static final String PREFIX = "net.ipv4.vs.";

    private final String name;
    private final int initial;

    IpvsSysctl(String name, int initial) {
        this.name = name;
        this.initial = initial;
    }

    static Optional<IpvsSysctl> named(String key) {
        if (key.startsWith(PREFIX)) {
            for (IpvsSysctl each : values()) {
                if (each.key().equals(key)) {
                    return Optional.of(each);
                }
            }
        }
        return Optional.empty();
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
        return Integer.MIN_VALUE;
    }

    @Override
    public int most() {
        return Integer.MAX_VALUE;
    }

    /** Its full name, as {@code sysctl} prints it. */
    @Override
    public String toString() {
        return key();
    }
}
