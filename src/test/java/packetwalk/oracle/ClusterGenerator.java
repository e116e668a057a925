package packetwalk.oracle;

import java.util.List;
import packetwalk.net.IpFamily;

/**
 * Makes a case from a seed: two nodes with pods, kube-proxy's rules for random Services, the plugin portmap's for host ports, and
 * everybody's calls by every way in.
 *
 * <p>{@link ClusterTopology} is the machines, {@link ClusterServices} what the API server holds, {@link NodeRules} what that makes of
 * a node, {@link ClusterProbes} the calls. The dice of a Service's choice are forced in both worlds, one way on each node, since a kernel's own cannot be
 * compared.
 */
final class ClusterGenerator {

    private ClusterGenerator() {}

    /** The case of {@code seed}, with {@code probes} probes; after half of them the Services may become others. */
    static CaseFile of(long seed, int probes) {
        return of(seed, probes, IpFamily.IPV4);
    }

    /** The same machines and Services in IPv6, with the rules that kube-proxy and portmap write for that. */
    static CaseFile ofIpv6(long seed, int probes) {
        return Inet6Translation.of(of(seed, probes, IpFamily.IPV6));
    }

    private static CaseFile of(long seed, int probes, IpFamily family) {
        Draft draft = new Draft(seed);
        ClusterTopology topology = new ClusterTopology(draft);
        topology.build();
        List<NodeRules> nodes =
                List.of(new NodeRules(draft, topology, 1, family), new NodeRules(draft, topology, 2, family));
        int before = draft.chance(40) ? probes / 2 : probes;
        ask(draft, topology, nodes, before, family);
        if (before < probes) {
            ask(draft, topology, nodes, probes - before, family);
        }
        return draft.file("cluster seed " + seed);
    }

    private static void ask(Draft draft, ClusterTopology topology, List<NodeRules> nodes, int probes, IpFamily family) {
        ClusterServices services = new ClusterServices(draft, topology, family);
        nodes.forEach(node -> node.write(services));
        services.route();
        new ClusterProbes(draft, topology, services, family).ask(probes);
    }
}
