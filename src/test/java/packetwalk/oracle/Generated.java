package packetwalk.oracle;

/** What the generated topologies are made of. */
enum Generated {
    /** Hosts, routers and bridges with any rules. */
    HOSTS {
        @Override
        CaseFile of(long seed, int probes) {
            return Generator.of(seed, probes);
        }
    },

    /** Nodes with kube-proxy's and portmap's rules, called by every way in. */
    CLUSTERS {
        @Override
        CaseFile of(long seed, int probes) {
            return ClusterGenerator.of(seed, probes);
        }
    },

    /** The same in IPv6. */
    CLUSTERS_IPV6 {
        @Override
        CaseFile of(long seed, int probes) {
            return ClusterGenerator.ofIpv6(seed, probes);
        }
    },

    /** The hosts, said again in IPv6. */
    IPV6 {
        @Override
        CaseFile of(long seed, int probes) {
            return Inet6Translation.of(Generator.of(seed, probes));
        }
    },

    /** Hosts and routers with any rules, and VXLAN tunnels between the routers. */
    VXLAN {
        @Override
        CaseFile of(long seed, int probes) {
            return VxlanGenerator.of(seed, probes);
        }
    };

    abstract CaseFile of(long seed, int probes);

    /**
     * The same in IPv6.
     *
     * @throws IllegalArgumentException if there is no such thing
     */
    Generated inIpv6() {
        return switch (this) {
            case HOSTS, IPV6 -> IPV6;
            case CLUSTERS, CLUSTERS_IPV6 -> CLUSTERS_IPV6;
            case VXLAN ->
                throw new IllegalArgumentException(
                        "--vxlan goes without --ipv6: tunnels are over IPv4; leave one of the two out");
        };
    }
}
