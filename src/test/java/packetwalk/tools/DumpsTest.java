package packetwalk.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import packetwalk.Shared;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.netfilter.Chain;
import packetwalk.linux.netfilter.RuleSet;
import packetwalk.linux.xtables.Rule;
import packetwalk.linux.xtables.Table;

/** Rules that real nodes had are read, kept and printed as the real tools print them. */
class DumpsTest {

    private final NetworkNamespace host = new SimulatedNode().host();
    private final Shell shell = new Shell(host);

    private String loaded(RuleTexts dump) {
        RuleTexts.preparations(dump.text()).forEach(this::prepare);
        shell.run("iptables-restore", dump.text());
        return RuleFileTest.rules(shell.run("iptables-save"));
    }

    private void prepare(String command) {
        try {
            shell.run(command);
        } catch (IllegalArgumentException e) {
            assertTrue(e.getMessage().matches("(?s).*(already exist|File exists).*"), e::getMessage);
        }
    }

    @Test
    void at_most_one_rule_in_a_hundred_is_unknown() {
        int rules = 0;
        int unknown = 0;
        for (RuleTexts dump : RuleTexts.dumps()) {
            if (!dump.broken()) {
                loaded(dump);
                List<Rule> read = rules(host.netfilter().rules());
                Map<String, Long> names = read.stream()
                        .flatMap(rule -> rule.unknown().stream())
                        .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
                System.out.printf("%4d rules, unknown %s: %s%n", read.size(), names, dump);
                rules += read.size();
                unknown += names.values().stream().mapToInt(Long::intValue).sum();
                shell.run("iptables-restore", "*mangle\nCOMMIT\n*raw\nCOMMIT\n*security\nCOMMIT\n*nat\nCOMMIT\n");
            }
        }
        System.out.printf("%4d rules, %d unknown%n", rules, unknown);

        assertTrue(unknown * 100 <= rules, unknown + " of " + rules + " rules are unknown");
    }

    private static List<Rule> rules(RuleSet set) {
        return set.tables().stream()
                .flatMap((Table table) -> set.chains(table).stream())
                .flatMap((Chain chain) -> chain.rules().stream())
                .toList();
    }

    @Test
    void what_the_real_tool_refuses_is_refused_with_its_line_and_changes_nothing() {
        String before = shell.run("iptables-save");
        for (RuleTexts dump : RuleTexts.dumps()) {
            if (dump.broken()) {
                var refusal = assertThrows(IllegalArgumentException.class, () -> loaded(dump), dump.name());

                assertTrue(
                        refusal.getMessage().matches("(?s)iptables-restore: .*line \\d+.*[;:] .*"),
                        () -> "" + refusal.getMessage());
                assertEquals(before, shell.run("iptables-save"), dump.name());
            }
        }
    }

    @Test
    void what_iptables_S_printed_makes_the_same_rules_line_by_line() {
        for (Path folder : Shared.files(Shared.directory("dumps"))) {
            for (String table : List.of("nat", "filter")) {
                Path specification = folder.resolve("iptables-S-" + table + ".txt");
                if (specification.toFile().exists()) {
                    SimulatedNode typed = new SimulatedNode();
                    Shared.text(specification)
                            .lines()
                            .filter(line -> line.startsWith("-"))
                            .forEach(line -> typed.run("iptables -t " + table + " " + line));
                    Shell restored = new Shell(new SimulatedNode().host());
                    restored.run("iptables-restore", Shared.text(folder.resolve("iptables-save.txt")));

                    assertEquals(
                            restored.run("iptables-save -t " + table),
                            typed.run("iptables-save -t " + table),
                            specification::toString);
                }
            }
        }
    }

    private static List<Path> ofIpv6() {
        return Shared.files(Shared.directory("dumps")).stream()
                .map(folder -> folder.resolve("ip6tables-save.txt"))
                .filter(file -> file.toFile().exists())
                .toList();
    }

    private static String loadedInIpv6(String rules) {
        Shell node = new Shell(new SimulatedNode().host());
        node.run("ip6tables-restore", rules);
        return RuleFileTest.rules(node.run("ip6tables-save"));
    }

    @Test
    void rules_of_ip6tables_are_read_and_make_the_same_rules_again() {
        for (Path file : ofIpv6()) {
            String printed = loadedInIpv6(Shared.text(file));
            assertEquals(printed, loadedInIpv6(printed), file::toString);
            RuleFileTest.assertSameLines(
                    sorted(RuleFileTest.rules(Shared.text(file))), sorted(printed), file.toString());
        }
    }

    /** The rules, whatever the order of tables, without chains that nobody has mentioned. */
    private static String sorted(String rules) {
        return rules.lines().filter(line -> line.startsWith("-A")).sorted().collect(Collectors.joining("\n"));
    }

    @Tag("kernel")
    @Test
    void the_real_ip6tables_prints_dumps_as_they_are_printed_here() {
        assumeTrue(RealNode.missing().isEmpty(), "real tools not asked: " + RealNode.missing());
        for (Path file : ofIpv6()) {
            String printed = loadedInIpv6(Shared.text(file));
            String real = RealNode.apart("ip6tables-restore && ip6tables-save", printed)
                    .text();
            RuleFileTest.assertSameLines(RuleFileTest.rules(real), printed, file.toString());
        }
    }

    @Tag("kernel")
    @Test
    void the_real_tools_print_dumps_as_they_are_printed_here() {
        roundTrips(RuleTexts.dumps());
    }

    @Tag("kernel")
    @Test
    void the_real_tools_print_what_kube_proxy_writes_as_it_is_printed_here() {
        roundTrips(RuleTexts.kubeProxy());
    }

    private static void roundTrips(List<RuleTexts> files) {
        assumeTrue(RealNode.missing().isEmpty(), "real tools not asked: " + RealNode.missing());
        for (RuleTexts file : files) {
            if (!file.broken()) {
                try (RealNode node = new RealNode()) {
                    RuleTexts.preparations(file.text()).forEach(node::inside);
                    String printed = new DumpsTest().loaded(file);
                    node.restore(printed);
                    String real = RuleFileTest.rules(node.run("iptables-save"));

                    RuleTexts again = new RuleTexts(file.name(), real, false);
                    RuleFileTest.assertSameLines(real, printed, file.name());
                    RuleFileTest.assertSameLines(real, new DumpsTest().loaded(again), file + ", read back");
                }
            }
        }
    }
}
