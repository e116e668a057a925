package packetwalk.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule files go in and come out as the same rules, here and in the real tools. */
class RuleFileTest {

    private static Shell shell() {
        return new Shell(new SimulatedNode().host());
    }

    private static String printed(String file) {
        Shell shell = shell();
        RandomRules.preparations().forEach(shell::run);
        shell.run("iptables-restore", file);
        return rules(shell.run("iptables-save"));
    }

    /** What {@code iptables-save} printed, without what differs from run to run. */
    static String rules(String saved) {
        return saved.replaceAll("(?m)^#.*\n", "").replaceAll("\\[\\d+:\\d+]", "[0:0]");
    }

    /** Compares line by line; a failure prints the lines that differ and not the whole file. */
    static void assertSameLines(String real, String printed, String name) {
        if (!real.equals(printed)) {
            List<String> there = real.lines().toList();
            List<String> here = printed.lines().toList();
            StringBuilder differences = new StringBuilder(name);
            for (int i = 0; i < Math.max(there.size(), here.size()); i++) {
                String one = i < there.size() ? there.get(i) : "";
                String other = i < here.size() ? here.get(i) : "";
                differences.append(one.equals(other) ? "" : "\nreal: " + one + "\nhere: " + other);
            }
            fail(differences.toString());
        }
    }

    @Test
    void what_is_printed_loads_again_and_prints_the_same() {
        for (long seed = 0; seed < 200; seed++) {
            String once = printed(new RandomRules(seed).file());

            assertEquals(once, printed(once), "seed " + seed);
        }
    }

    @Tag("kernel")
    @Test
    void the_real_tools_print_random_rules_as_they_are_printed_here() {
        assumeTrue(RealNode.missing().isEmpty(), "real tools not asked: " + RealNode.missing());
        try (RealNode node = new RealNode()) {
            RandomRules.preparations().forEach(node::inside);
            for (long seed = 0; seed < Long.getLong("packetwalk.ruleFiles", 200); seed++) {
                String file = new RandomRules(seed).file();
                node.restore(file);
                String real = rules(node.run("iptables-save"));

                assertSameLines(real, printed(file), "seed " + seed);
                assertSameLines(real, printed(real), "seed " + seed + ", read back");
                node.restore(real);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-A INPUT -j ACCEPT",
                "*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -j ACCEPT",
                "*filter\n-A INPUT -j NOSUCH\nCOMMIT",
                "*filter\n*nat\nCOMMIT",
                "*nosuch\nCOMMIT",
                "*filter\n:OWN\nCOMMIT",
                "*filter\nfrobnicate\nCOMMIT",
                "*filter\n-A INPUT -m comment --comment \"open\nCOMMIT",
                "*nat\n-A PREROUTING -j MASQUERADE\nCOMMIT",
                "*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 99999 -j ACCEPT\nCOMMIT"
            })
    void a_broken_file_is_refused_with_its_line_and_changes_nothing(String file) {
        Shell shell = shell();
        shell.run("iptables -A INPUT -s 10.0.0.0/8 -j DROP");
        String before = shell.run("iptables-save");

        var refusal = assertThrows(IllegalArgumentException.class, () -> shell.run("iptables-restore", file));

        assertTrue(
                refusal.getMessage().matches("iptables-restore: .*line \\d+.*nothing was loaded"), refusal::getMessage);
        assertEquals(before, shell.run("iptables-save"));
    }

    @Test
    void noflush_keeps_what_is_there_but_empties_the_chains_it_names() {
        Shell shell = shell();
        shell.run("iptables-restore", "*filter\n:A - [0:0]\n:B - [0:0]\n-A A -j DROP\n-A B -j DROP\nCOMMIT\n");

        shell.run("iptables-restore --noflush", "*filter\n:A - [0:0]\n-A A -j RETURN\nCOMMIT\n");

        assertEquals("-N A\n-A A -j RETURN\n", shell.run("iptables -S A"));
        assertEquals("-N B\n-A B -j DROP\n", shell.run("iptables -S B"));
    }

    @Test
    void a_file_of_a_hundred_thousand_rules_in_forty_thousand_chains_loads_and_takes_one_rule_more() {
        StringBuilder file = new StringBuilder("*filter\n");
        for (int i = 0; i < 40_000; i++) {
            file.append(":CHAIN-").append(i).append(" - [0:0]\n");
        }
        for (int i = 0; i < 100_000; i++) {
            String chain = i < 60_000 ? "FORWARD" : "CHAIN-" + (i - 60_000);
            file.append("-A " + chain + " -d 10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255));
            file.append("/32 -p tcp -m tcp --dport 80 -j ").append(i < 40_000 ? "CHAIN-" + i : "ACCEPT");
            file.append('\n');
        }
        Shell shell = shell();
        shell.run("iptables-restore", file.append("COMMIT\n").toString());

        shell.run("iptables -I FORWARD 30000 -j DROP");

        assertEquals(
                100_001,
                shell.run("iptables-save")
                        .lines()
                        .filter(line -> line.startsWith("-A "))
                        .count());
        assertEquals("-A FORWARD -j DROP\n", shell.run("iptables -S FORWARD 30000"));
    }
}
