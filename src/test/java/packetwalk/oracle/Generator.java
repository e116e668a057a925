package packetwalk.oracle;

/**
 * Makes a case from a seed: a random topology, its routes, settings and rules, and probes between any two addresses.
 *
 * <p>What is tried is in one class for each subject: {@link RandomTopology}, {@link RandomRouting},
 * {@link RandomSettings}, {@link RandomRules} with {@link RandomConditions}, {@link RandomNat}, {@link RandomNft},
 * {@link RandomProbes}.
 */
final class Generator {

    private Generator() {}

    /** The case of {@code seed}, with {@code probes} probes. */
    static CaseFile of(long seed, int probes) {
        Draft draft = new Draft(seed);
        RandomTopology topology = new RandomTopology(draft);
        topology.build();
        new RandomSettings(draft, topology).set();
        new RandomRouting(draft, topology).route();
        RandomConditions conditions = new RandomConditions(draft);
        conditions.prepare();
        RandomNft nft = new RandomNft(draft);
        if (draft.chance(50)) {
            nft.write();
        }
        new RandomRules(draft, conditions).write();
        new RandomNat(draft, topology, conditions).write();
        if (draft.chance(50)) {
            nft.write();
        }
        new RandomProbes(draft).ask(probes);
        return draft.file("seed " + seed);
    }
}
