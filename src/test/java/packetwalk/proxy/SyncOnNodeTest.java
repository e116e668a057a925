package packetwalk.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.IpFamily;
import packetwalk.proxy.iptables.IptablesProxier;
import packetwalk.proxy.iptables.IptablesSync;
import packetwalk.proxy.iptables.Jump;
import packetwalk.proxy.iptables.LastSync;
import packetwalk.time.Simulation;
import packetwalk.tools.Shell;
import packetwalk.trace.At;
import packetwalk.trace.Trace;

/** The text is taken by a node's own iptables-restore; and syncing step by step ends where one sync of it all does. */
class SyncOnNodeTest {

    private static final int CLUSTERS = 60;

    @TestFactory
    List<DynamicTest> partialSyncsEndWhereAFullSyncDoes() {
        return LongStream.rangeClosed(1, CLUSTERS)
                .filter(seed -> isComparable(RandomCluster.of(seed)))
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> compare(RandomCluster.of(seed))))
                .toList();
    }

    /** A large cluster's unchanged chains keep their comments; ip6tables is not modelled. */
    private static boolean isComparable(Question question) {
        return question.node().family() == IpFamily.IPV4
                && question.syncs().stream().noneMatch(state -> IptablesProxier.isLarge(view(question, state)));
    }

    private static ProxyView view(Question question, Question.State state) {
        return ProxyView.of(question.node(), state.services(), state.slices());
    }

    private static void compare(Question question) {
        Question.State last = question.syncs().get(question.syncs().size() - 1);
        assertEquals(rules(question, List.of(last)), rules(question, question.syncs()));
    }

    /** What {@code iptables-save} shows after these syncs, sorted by chain, as new chains come last; within a chain in order. */
    private static List<String> rules(Question question, List<Question.State> states) {
        Shell shell = new Shell(new NetworkNamespace(new Simulation(1), new Trace(), "node-a", At.HOST_NETNS));
        Optional<ProxyView> before = Optional.empty();
        for (Question.State state : states) {
            Set<String> chains = natChains(shell);
            ProxyView view = view(question, state);
            sync(
                    shell,
                    IptablesProxier.sync(
                            question.node(),
                            view,
                            before.map(seen -> LastSync.of(seen, chains)).orElse(LastSync.none(chains))));
            before = Optional.of(view);
        }
        return shell.run("iptables-save")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .sorted(Comparator.comparing(SyncOnNodeTest::chain))
                .toList();
    }

    private static String chain(String line) {
        return line.startsWith("-A ") ? line.split(" ")[1] : line;
    }

    private static Set<String> natChains(Shell shell) {
        return shell.run("iptables-save -t nat")
                .lines()
                .filter(line -> line.startsWith(":"))
                .map(line -> line.substring(1, line.indexOf(' ')))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static void sync(Shell shell, IptablesSync sync) {
        if (!sync.jumps().isEmpty()) {
            shell.run("nfacct add ct_state_invalid_dropped_pkts");
            shell.run("nfacct add localhost_nps_accepted_pkts");
        }
        sync.jumps().stream().map(Jump::newChain).distinct().forEach(shell::run);
        sync.jumps().forEach(jump -> shell.run(jump.insert()));
        shell.run("iptables-restore --noflush --counters", sync.restore());
    }
}
