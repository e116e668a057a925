package packetwalk.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever is typed or loaded: it is done, or refused with a clear message and nothing has changed.
 *
 * <p>Inputs are made from seeds, 0 and up; {@code -Dpacketwalk.fuzz.seconds=60} goes on for so long, from
 * {@code -Dpacketwalk.fuzz.seed}. A failure prints its seed and its input.
 */
@Tag("fuzz")
class FuzzTest {

    private static final int INPUTS = 200;
    private static final int INPUTS_OF_A_NODE = 50;

    private static List<String> corpus(String name) {
        try (InputStream file = FuzzTest.class.getResourceAsStream("fuzz/" + name)) {
            byte[] bytes = Objects.requireNonNull(file, name).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What one input is tried by; gives whether the input was taken. */
    private interface Trial {
        boolean run(Node node, Mutations chance);
    }

    private static void fuzz(Trial trial) {
        long first = Long.getLong("packetwalk.fuzz.seed", 0);
        long seconds = Long.getLong("packetwalk.fuzz.seconds", 0);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        Node node = new Node();
        long seed = first;
        int taken = 0;
        while (seed < first + INPUTS || System.nanoTime() < end) {
            if (seed % INPUTS_OF_A_NODE == 0) {
                node = new Node();
            }
            node.seed = seed;
            taken += trial.run(node, new Mutations(seed)) ? 1 : 0;
            seed++;
        }
        System.out.println("fuzzed: " + (seed - first) + " inputs from seed " + first + ", " + taken + " taken");
    }

    @Test
    void rule_files() {
        List<String> rules = new ArrayList<>(corpus("rules.txt"));
        fuzz((node, chance) -> {
            String file = chance.text(rules);
            boolean taken = node.takes("iptables-restore" + (node.seed % 2 == 0 ? "" : " --noflush -c"), file);
            if (taken) {
                String saved = node.shell.run("iptables-save -c");
                node.takes("iptables-restore -c", saved);
                assertEquals(saved, node.shell.run("iptables-save -c"), () -> node.about("iptables-restore", file));
            }
            return taken;
        });
    }

    @Test
    void rules_by_chance() {
        fuzz((node, chance) -> {
            List<String> rules = new RandomRules(node.seed % 40).file().lines().toList();
            return node.takes("iptables-restore", chance.text(rules));
        });
    }

    @Test
    void commands() {
        List<String> commands = corpus("commands.txt");
        fuzz((node, chance) -> node.takes(chance.line(commands), ""));
    }

    @Test
    void set_files() {
        fuzz((node, chance) -> {
            List<String> sets = new RandomSets(node.seed % 40).file().lines().toList();
            String file = chance.text(sets);
            node.takes("ipset flush", "");
            node.takes("ipset destroy", "");
            boolean taken = node.takes("ipset -exist restore", file);
            if (taken) {
                String saved = node.shell.run("ipset save");
                node.takes("ipset flush", "");
                node.takes("ipset destroy", "");
                node.takes("ipset restore", saved);
                assertEquals(saved, node.shell.run("ipset save"), () -> node.about("ipset restore", file));
            }
            return taken;
        });
    }

    @Test
    void set_commands() {
        fuzz((node, chance) -> {
            List<String> sets = new RandomSets(node.seed % 40).file().lines().toList();
            return node.takes("ipset " + chance.line(sets), "");
        });
    }

    @Test
    void virtual_servers() {
        List<String> lines = corpus("ipvsadm.txt");
        fuzz((node, chance) -> {
            boolean taken = node.takes("ipvsadm " + chance.line(lines), "");
            if (taken) {
                String saved = node.shell.run("ipvsadm -S -n");
                node.takes("ipvsadm -C", "");
                node.takes("ipvsadm -R", saved);
                assertEquals(saved, node.shell.run("ipvsadm -S -n"), () -> node.about("ipvsadm -R", saved));
            }
            return taken;
        });
    }

    @Test
    void tables_of_nftables() {
        List<String> lines = corpus("../nft-kube-proxy.nft");
        fuzz((node, chance) -> {
            String file = "flush ruleset\n" + chance.text(lines);
            boolean taken = node.takes("nft -f -", file);
            if (taken) {
                String listed = node.shell.run("nft list ruleset");
                node.takes("nft -f -", "flush ruleset\n" + listed);
                assertEquals(listed, node.shell.run("nft list ruleset"), () -> node.about("nft -f -", file));
            }
            return taken;
        });
    }

    @Test
    void rules_of_nftables() {
        List<String> rows = corpus("../nft-statements.txt");
        List<String> rules = IntStream.range(0, rows.size())
                .filter(at -> at % 3 == 2)
                .mapToObj(rows::get)
                .toList();
        String tables = String.join("\n", corpus("../nft-preamble.nft")).replace("FAMILY", "inet");
        fuzz((node, chance) -> {
            node.takes("nft -f -", "flush ruleset\n" + tables + "\n");
            return node.takes("nft -f -", "table inet t {\nchain one {\n" + chance.line(rules) + "\n}\n}\n");
        });
    }

    @Test
    void rules_as_commands() {
        List<String> rules = corpus("rules.txt").stream()
                .filter(line -> line.startsWith("-A"))
                .toList();
        fuzz((node, chance) -> {
            String table = List.of("filter", "nat", "mangle", "raw").get((int) (node.seed % 4));
            String rule = chance.line(rules).replaceFirst("-A [A-Z-]+", "-A FORWARD");
            return node.takes("iptables -t " + table + " " + rule, "");
        });
    }

    /** A node that inputs are tried on, and what it was before each. */
    private static final class Node {

        private static final List<String> QUESTIONS = List.of(
                "iptables-save -c",
                "ip addr",
                "ip route show table all",
                "ip rule",
                "ip neigh",
                "bridge link",
                "bridge fdb",
                "sysctl -a",
                "nfacct list",
                "ipset save",
                "nft -a list ruleset",
                "ipvsadm -S -n",
                "ipvsadm -L --timeout");

        private final Shell shell = new Shell(new SimulatedNode().host());
        private long seed;
        private List<String> before;

        Node() {
            RandomRules.preparations().forEach(shell::run);
            shell.run("ip link set eth0 up");
            shell.run("ip addr add 10.100.0.2/24 dev eth0");
            shell.run("ip route add default via 10.100.0.1");
            before = state();
        }

        private List<String> state() {
            return QUESTIONS.stream().map(shell::run).toList();
        }

        /** Whether the input is taken; if not, it must have been refused well. */
        boolean takes(String command, String input) {
            try {
                shell.run(command, input);
                before = state();
                return true;
            } catch (IllegalArgumentException e) {
                String message = String.valueOf(e.getMessage());
                // its subclasses come from the JDK and know nothing of rules and remedies
                assertEquals(IllegalArgumentException.class, e.getClass(), () -> about(command, input));
                assertTrue(message.matches("(?s).{6,}[;:,] .{5,}"), () -> about(command, input) + ": " + message);
                assertEquals(before, state(), () -> about(command, input) + ": " + message);
                return false;
            } catch (RuntimeException | StackOverflowError | AssertionError e) {
                return fail(about(command, input), e);
            }
        }

        String about(String command, String input) {
            return "seed " + seed + ": " + command + (input.isEmpty() ? "" : "\n" + input);
        }
    }
}
