package packetwalk.tools.iptables;

import java.util.Locale;
import java.util.Map;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.match.UnknownMatch;

/** Matches that ask what the engine has none of, read and printed as iptables does, so that rules keep their form. */
final class FarMatches {

    private static final String CLUSTER =
            "cluster-total-nodes 1 !cluster-local-node 1 !cluster-local-nodemask 1 cluster-hash-seed 1";

    static final Map<String, Syntax<? extends Match>> ALL = Map.of(
            "cpu", Syntax.of("!cpu 1", FarMatches::cpu),
            "cluster", Syntax.of(CLUSTER, FarMatches::cluster));

    private FarMatches() {}

    private static Match cpu(Options options) {
        Extension.Option option = options.required("--cpu");
        long cpu = options.number("--cpu", 0, Numbers.UINT32).orElseThrow();
        String not = option.negated() ? "! " : "";
        return new UnknownMatch("cpu", "-m cpu " + not + "--cpu " + cpu, " cpu " + not + cpu);
    }

    private static Match cluster(Options options) {
        options.requireAtMostOne("--cluster-local-node", "--cluster-local-nodemask");
        options.required("--cluster-total-nodes");
        options.required("--cluster-hash-seed");
        int total = options.number("--cluster-total-nodes", 1, 32, 1);
        Extension.Option local = options.find("--cluster-local-node", "--cluster-local-nodemask")
                .orElseThrow(() -> new IllegalArgumentException("cluster match: `--cluster-local-node' or"
                        + "`--cluster-local-nodemask' is missing; add one of them"));
        boolean node = local.name().equals("--cluster-local-node");
        long mask = node
                ? 1L << (options.number(local.name(), 1, total, 1) - 1)
                : options.number(local.name(), 0, Numbers.UINT32).orElseThrow();
        long seed = options.number("--cluster-hash-seed", 0, Numbers.UINT32).orElseThrow();
        String words = String.format(
                Locale.ROOT,
                "-m cluster %s--cluster-local-nodemask 0x%08x --cluster-total-nodes %d --cluster-hash-seed 0x%08x",
                local.negated() ? "! " : "",
                mask,
                total,
                seed);
        String list = String.format(
                Locale.ROOT,
                " cluster %snode_mask=0x%08x total_nodes=%d hash_seed=0x%08x",
                local.negated() ? "!" : "",
                mask,
                total,
                seed);
        return new UnknownMatch("cluster", words, list);
    }
}
