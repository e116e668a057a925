package packetwalk.tools.iptables;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.match.UnknownMatch;
import packetwalk.net.Protocol;

/** Matches that are read and printed as iptables does, but ask for what no host here has. */
final class UnmodelledMatches {

    private static final Set<Hook> ARRIVING = Set.of(Hook.PREROUTING, Hook.INPUT, Hook.FORWARD);
    private static final Set<Hook> WITH_SOCKET = Set.of(Hook.INPUT, Hook.OUTPUT, Hook.POSTROUTING);

    private static final String CLUSTER =
            "cluster-total-nodes 1 !cluster-local-node 1 !cluster-local-nodemask 1" + " cluster-hash-seed 1";

    static final Map<String, Syntax<? extends Match>> ALL = Map.of(
            "bpf", Syntax.of("bytecode 1 object-pinned 1", UnmodelledMatches::bpf),
            "cgroup", Syntax.of("!path 1 !cgroup 1", UnmodelledMatches::cgroup),
            "cluster", Syntax.of(CLUSTER, UnmodelledMatches::cluster),
            "cpu", Syntax.of("!cpu 1", UnmodelledMatches::cpu),
            "osf", Syntax.of("!genre 1 ttl 1 log 1", UnmodelledMatches::osf));

    private UnmodelledMatches() {}

    private static Match unknown(Options options, String words, String listing) {
        return new UnknownMatch(options.name(), "-m " + options.name() + words, listing);
    }

    private static Match bpf(Options options) {
        if (options.has("--object-pinned")) {
            throw new IllegalArgumentException("bpf: failed to get bpf object "
                    + options.value("--object-pinned").orElse("") + "; nothing is pinned here, use --bytecode");
        }
        String code = options.value("--bytecode")
                .orElseThrow(() -> new IllegalArgumentException("bpf: one of --bytecode or --pinned is required"));
        String[] parts = code.split(",");
        String length = parts[0].strip();
        boolean wellFormed = parts.length > 1 && length.equals(String.valueOf(parts.length - 1));
        for (int i = 1; wellFormed && i < parts.length; i++) {
            parts[i] = parts[i].strip();
            wellFormed = parts[i].matches("[0-9]+ [0-9]+ [0-9]+ [0-9]+");
        }
        // the last instruction returns: net/core/filter.c bpf_check_classic()
        if (!wellFormed || (Integer.parseInt(parts[parts.length - 1].split(" ")[0]) & 7) != 6) {
            throw new IllegalArgumentException("bpf: error parsing program \"" + code
                    + "\"; write the number of instructions and then each as CODE JT JF K, the last one a return");
        }
        String program = Stream.of(parts).skip(1).collect(Collectors.joining(","));
        return unknown(options, " --bytecode \"" + length + "," + program + "\"", "match bpf " + program);
    }

    private static Match cgroup(Options options) {
        if (options.given().size() != 1) {
            throw new IllegalArgumentException(
                    "cgroup: either --path or --cgroup must be specified (Invalid argument)");
        }
        Extension.Option option = options.given().get(0);
        String not = option.negated() ? " !" : "";
        String value = option.name().equals("--path")
                ? option.value()
                : options.number("--cgroup", 0, Numbers.UINT32).orElseThrow().toString();
        String quoted = option.name().equals("--path") ? "\"" + value + "\"" : value;
        return new UnknownMatch(
                "cgroup",
                "-m cgroup" + not + " " + option.name() + " " + quoted,
                " cgroup" + not + " " + value,
                WITH_SOCKET);
    }

    private static Match cluster(Options options) {
        options.requireAtMostOne("--cluster-local-node", "--cluster-local-nodemask");
        Extension.Option local = options.find("--cluster-local-node", "--cluster-local-nodemask")
                .orElseThrow(() -> new IllegalArgumentException(
                        "cluster match: `--cluster-local-node' or `--cluster-local-nodemask' is missing"));
        options.required("--cluster-total-nodes");
        options.required("--cluster-hash-seed");
        long total = options.number("--cluster-total-nodes", 1, 32).orElseThrow();
        long seed = options.number("--cluster-hash-seed", 0, Numbers.UINT32).orElseThrow();
        boolean node = local.name().equals("--cluster-local-node");
        long number =
                options.number(local.name(), 1, node ? 32 : Numbers.UINT32).orElseThrow();
        long mask = node ? 1L << (number - 1) : number;
        if (mask >= 1L << total) {
            throw new IllegalArgumentException("cluster match: `" + local.name() + "' " + number
                    + " is too big for `--cluster-total-nodes' " + total);
        }
        String not = local.negated() ? " !" : " ";
        return unknown(
                options,
                not
                        + (local.negated() ? " " : "")
                        + "--cluster-local-nodemask 0x%08x --cluster-total-nodes %d --cluster-hash-seed 0x%08x"
                                .formatted(mask, total, seed),
                " cluster" + not + "node_mask=0x%08x total_nodes=%d hash_seed=0x%08x".formatted(mask, total, seed));
    }

    private static Match cpu(Options options) {
        Extension.Option option = options.required("--cpu");
        long cpu = options.number("--cpu", 0, Numbers.UINT32).orElseThrow();
        String not = option.negated() ? " !" : "";
        return unknown(options, not + " --cpu " + cpu, " cpu" + not + " " + cpu);
    }

    private static Match osf(Options options) {
        options.requireProtocol(Protocol.TCP);
        Extension.Option option = options.required("--genre");
        String genre = option.value().substring(0, Math.min(option.value().length(), 31));
        String ttl = options.number("--ttl", 0, 2).map(each -> " --ttl " + each).orElse("");
        String log = options.number("--log", 0, 2).map(each -> " --log " + each).orElse("");
        String not = option.negated() ? " !" : "";
        return new UnknownMatch(
                "osf",
                "-m osf" + not + " --genre " + genre + ttl + log,
                " OS fingerprint match" + not + " " + genre,
                ARRIVING);
    }
}
