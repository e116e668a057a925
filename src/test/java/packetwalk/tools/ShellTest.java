package packetwalk.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.xtables.Rule;
import packetwalk.linux.xtables.Table;
import packetwalk.tools.line.CommandLine;
import packetwalk.tools.line.Word;

class ShellTest {

    private final NetworkNamespace host = new SimulatedNode().host();
    private final Shell shell = new Shell(host);

    @BeforeEach
    void setUp() {
        shell.run("ip link set eth0 up");
        shell.run("ip addr add 10.100.0.2/24 dev eth0");
        shell.run("ip route add default via 10.100.0.1");
        shell.run("iptables -t nat -A POSTROUTING -j MASQUERADE");
    }

    private List<String> state() {
        return List.of(
                shell.run("ip addr"),
                shell.run("ip route show table all"),
                shell.run("ip rule"),
                shell.run("ip neigh"),
                shell.run("bridge link"),
                shell.run("sysctl -a"),
                shell.run("iptables-save"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ip addr add 10.100.0.7/24 dev nosuch",
                "ip addr add 10.100.0.7/24 dev eth0 frobnicate",
                "ip link set eth0 down mtu 10",
                "ip link set eth0 down frobnicate",
                "ip link set eth0 down master nosuch",
                "ip route add 10.0.1.0/24 via 10.100.0.1 src 9.9.9.9",
                "ip route replace default via 99.1.1.1",
                "ip route add 10.0.1.0/24 via 10.100.0.1 table 77 frobnicate",
                "ip rule add fwmark five table 7",
                "ip neigh add 10.100.0.9 lladdr nonsense dev eth0",
                "sysctl -w net.ipv4.ip_forward=1 net.ipv4.ip_default_ttl=999",
                "iptables -t nat -A PREROUTING -s 1.1.1.1,2.2.2.2 -j MASQUERADE",
                "iptables -A FORWARD -s 1.1.1.1,2.2.2.2 -j NOSUCH",
                "iptables -t mangle -A FORWARD -j DNAT --to-destination 1.2.3.4",
                "iptables -t nat -F NOSUCH",
                "brctl show",
                "ip link show \"eth0"
            })
    void what_is_refused_has_changed_nothing_and_says_what_to_do(String command) {
        List<String> before = state();

        var refusal = assertThrows(IllegalArgumentException.class, () -> shell.run(command));

        assertTrue(refusal.getMessage().matches("(?s).{10,}[;:,] .{5,}"), refusal::getMessage);
        assertEquals(before, state());
    }

    @Test
    void an_unmodelled_match_or_target_is_kept_word_by_word_and_known_by_name() {
        String rule = "-A FORWARD -m cpu ! --cpu 3 -j AUDIT --type accept";

        shell.run("iptables " + rule);

        assertEquals("-P FORWARD ACCEPT\n" + rule + "\n", shell.run("iptables -S FORWARD"));
        Rule read =
                host.netfilter().rules().chain(Table.FILTER, "FORWARD").rules().get(0);
        assertEquals("AUDIT", read.target().orElseThrow().name());
    }

    @Test
    void quotes_and_backslashes_keep_words_together() {
        assertEquals(
                List.of("a b", "it's", "c\"d", "e f", ""),
                CommandLine.split("'a b' \"it's\" c\\\"d e\\ f ''").stream()
                        .map(Word::text)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ip addr | grep eth0",
                "ip addr|grep eth0",
                "ip addr > file",
                "ip addr >> file",
                "ip addr && ss",
                "ip addr; ss",
                "iptables-restore < rules",
                "ss &"
            })
    void a_line_that_needs_a_shell_is_refused_as_a_whole(String line) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> shell.run(line));

        assertTrue(refusal.getMessage().contains("this prompt runs one command"), refusal::getMessage);
    }

    @Test
    void a_sign_in_quotes_is_text() {
        shell.run("iptables -A FORWARD -m comment --comment 'a | b; c' -j ACCEPT");

        assertEquals(
                "-P FORWARD ACCEPT\n-A FORWARD -m comment --comment \"a | b; c\" -j ACCEPT\n",
                shell.run("iptables -S FORWARD"));
    }

    @Test
    void help_names_the_objects_and_no_refusal_sends_in_a_circle() {
        assertTrue(shell.run("ip help").contains("OBJECT := { address | link | neigh | route | rule }"));
        assertTrue(shell.run("bridge help").contains("OBJECT := { fdb | link }"));

        var refusal = assertThrows(IllegalArgumentException.class, () -> shell.run("ip route help"));
        assertEquals(
                "Command \"help\" is unknown; ip route knows list, show, lst, get, add, replace, change, append, prepend, delete, flush",
                refusal.getMessage());
    }

    @Test
    void reading_makes_no_tables() {
        shell.run("iptables -t mangle -L -n");
        shell.run("iptables -t raw -S");

        assertEquals(List.of(Table.NAT), List.copyOf(host.netfilter().rules().tables()));
    }

    @Test
    void an_empty_line_prints_nothing() {
        assertEquals("", shell.run("  "));
    }
}
