package packetwalk.oracle;

/**
 * Makes a case from a seed: the hosts and routers of {@link Generator}, between whose networks there is no way but through
 * tunnels ({@link RandomTunnels}), with any rules on the routers, which see inner and outer packets.
 */
final class VxlanGenerator {

    private VxlanGenerator() {}

    /** The case of {@code seed}, with {@code probes} probes. */
    static CaseFile of(long seed, int probes) {
        Draft draft = new Draft(seed);
        RandomTopology topology = new RandomTopology(draft, 2);
        topology.build();
        new RandomSettings(draft, topology).set();
        RandomTunnels tunnels = new RandomTunnels(draft, topology);
        tunnels.build();
        RandomConditions conditions = new RandomConditions(draft);
        conditions.prepare();
        new RandomRules(draft, conditions).write();
        tunnels.rules();
        new RandomNat(draft, topology, conditions).write();
        int large = draft.number(4);
        new RandomProbes(draft).ask(probes - large);
        tunnels.ask(large);
        return draft.file("vxlan seed " + seed);
    }
}
