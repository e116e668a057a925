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
    };

    abstract CaseFile of(long seed, int probes);

    /** What the options ask for. */
    static Generated of(boolean clusters, boolean ipv6) {
        if (clusters) {
            return ipv6 ? CLUSTERS_IPV6 : CLUSTERS;
        }
        return ipv6 ? IPV6 : HOSTS;
    }
}
