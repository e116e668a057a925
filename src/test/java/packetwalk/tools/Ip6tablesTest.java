package packetwalk.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import packetwalk.linux.NetworkNamespace;
import packetwalk.time.Simulation;
import packetwalk.trace.Trace;

/** ip6tables as typed and printed; what is expected is what Debian's 1.8.9 prints. */
class Ip6tablesTest {

    private final NetworkNamespace namespace =
            new NetworkNamespace(new Simulation(1), new Trace(), "node", "host", false);
    private final Shell shell = new Shell(namespace);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-s fd00::1 -p icmpv6 --icmpv6-type echo-request -j REJECT | -s fd00::1/128 -p ipv6-icmp -m icmp6 --icmpv6-type 128 -j REJECT --reject-with icmp6-port-unreachable",
                "-m hl --hl-lt 5 -j DROP | -m hl --hl-lt 5 -j DROP",
                "! -s fd00::/ffff:ffff:: -j ACCEPT | ! -s fd00::/32 -j ACCEPT",
                "-s fd00::1/ffff::ffff | -s fd00::1/ffff::ffff",
                "-p icmpv6 -m icmpv6 --icmpv6-type 1/3 | -p ipv6-icmp -m icmp6 --icmpv6-type 1/3",
                "-m frag --fraglast | -m frag --fraglast",
                "-m iprange --src-range fd00::1-fd00::9 | -m iprange --src-range fd00::1-fd00::9",
                "-m addrtype --dst-type LOCAL | -m addrtype --dst-type LOCAL",
                "-m ah ! --ahspi 5 --ahlen 3 --ahres -j DROP | -m ah ! --ahspi 5 --ahlen 3 --ahres -j DROP",
                "-m policy --dir in --pol ipsec --mode tunnel --tunnel-src fd00::1 --proto esp | -m policy --dir in --pol ipsec --proto esp --mode tunnel --tunnel-src fd00::1",
            })
    @DisplayName("a rule is printed as the real one prints it")
    void prints(String typed, String printed) {
        shell.run("ip6tables -A INPUT " + typed);
        assertEquals("-P INPUT ACCEPT\n-A INPUT " + printed + "\n", shell.run("ip6tables -S INPUT"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PREROUTING -p tcp --dport 80 -j DNAT --to-destination [fd00::5]:8080 | PREROUTING -p tcp -m tcp --dport 80 -j DNAT --to-destination [fd00::5]:8080",
                "PREROUTING -p tcp -j DNAT --to-destination fd00::5 | PREROUTING -p tcp -j DNAT --to-destination fd00::5",
                "POSTROUTING -p udp -j SNAT --to-source [fd00::5-fd00::9]:1000-2000 | POSTROUTING -p udp -j SNAT --to-source [fd00::5-fd00::9]:1000-2000",
                "POSTROUTING -s fd00::/64 -j MASQUERADE --random-fully | POSTROUTING -s fd00::/64 -j MASQUERADE --random-fully",
                "PREROUTING -j NETMAP --to fd00:5::/64 | PREROUTING -j NETMAP --to fd00:5::/64",
            })
    @DisplayName("translations are printed with addresses in brackets where a port follows")
    void translations(String typed, String printed) {
        shell.run("ip6tables -t nat -A " + typed);
        assertTrue(shell.run("ip6tables-save -t nat").contains("-A " + printed + "\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "ip6tables -A INPUT -f",
        "ip6tables -A INPUT -s 10.0.0.1",
        "iptables -A INPUT -s fd00::1",
        "ip6tables -A INPUT -m ttl --ttl-eq 1",
        "iptables -A INPUT -m hl --hl-eq 1",
        "ip6tables -A INPUT -p tcp -j REJECT --reject-with icmp-host-unreachable",
        "ip6tables -A INPUT -m addrtype --dst-type BROADCAST",
        "ip6tables -t nat -A PREROUTING -j DNAT --to-destination [fd00::5]:80"
    })
    @DisplayName("what only the other family has is refused, and nothing has changed")
    void refuses(String command) {
        assertThrows(IllegalArgumentException.class, () -> shell.run(command));
        assertEquals("", shell.run("ip6tables-save") + shell.run("iptables-save"));
    }

    @Test
    @DisplayName("a file for both families gives each what is marked as its own")
    void both_families() {
        String file = "*filter\n-4 -A INPUT -s 10.0.0.1/32 -j DROP\n-6 -A INPUT -s fd00::1/128 -j DROP\nCOMMIT\n";
        shell.run("iptables-restore", file);
        shell.run("ip6tables-restore", file);
        assertTrue(shell.run("iptables-save").contains("-A INPUT -s 10.0.0.1/32 -j DROP"));
        assertTrue(shell.run("ip6tables-save").contains("-A INPUT -s fd00::1/128 -j DROP"));
    }
}
