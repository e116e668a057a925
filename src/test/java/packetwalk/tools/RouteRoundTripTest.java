package packetwalk.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@code ip} prints of routes and rules, {@code ip -batch -} takes. */
class RouteRoundTripTest {

    private static final String DEVICES = """
            link set eth0 up
            link set docker0 up     # has no ports
            addr add 10.100.0.2/24 dev eth0
            addr add 172.17.0.1/24 dev docker0
            """;

    private static final String ROUTES = """
            route add default via 10.100.0.1
            route append default via 10.100.0.3 metric 7
            route add 10.9.0.0/16 nexthop via 10.100.0.1 weight 2 \\
                                  nexthop via 192.168.5.5 dev docker0 onlink
            route add 10.8.0.0/16 tos 0x10 via 10.100.0.1
            route add 10.8.0.0/16 via 10.100.0.1
            route append 10.8.0.0/16 via 10.100.0.9
            route add 10.7.0.0/24 via 10.100.0.1 mtu lock 1300 proto bird
            route add unreachable 10.6.0.0/16 metric 77
            """;

    private static final String RULES = """
            rule add not from 10.0.0.0/24 to 10.1.0.0/16 fwmark 0x10/0xff iif eth0 tos 0x10 table 101 pref 50
            rule add ipproto udp sport 5000-6000 dport 53 table default pref 62
            rule add table main suppress_prefixlength 0 pref 64
            rule add goto 32766 pref 69
            rule add prohibit to 1.2.3.5 pref 70 proto static
            """;

    private static Shell node(String lines) {
        Shell shell = new Shell(new SimulatedNode().host());
        assertEquals("", shell.run("ip -batch -", DEVICES + lines));
        return shell;
    }

    @Test
    @DisplayName("the lines of ip -o route, each appended to an empty table, make the same table")
    void routes() {
        Shell shell = node(ROUTES);
        String before = shell.run("ip route");
        String lines = shell.run("ip -o route")
                .lines()
                .filter(line -> !line.contains("proto kernel"))
                .map(line -> "route append " + line.replace('\\', ' ') + "\n")
                .collect(Collectors.joining());

        assertEquals(before, node(lines).run("ip route"));
    }

    @Test
    @DisplayName("the lines of ip rule make the same rules")
    void rules() {
        Shell shell = node(RULES);
        String before = shell.run("ip rule");
        String lines = before.lines()
                .map(line -> line.split(":\t", 2))
                .filter(parts -> !parts[0].matches("0|3276[67]"))
                .map(parts -> "rule add pref " + parts[0] + " " + parts[1] + "\n")
                .collect(Collectors.joining());

        assertEquals(before, node(lines).run("ip rule"));
    }

    @Test
    @DisplayName("a batch ends at the first line that is refused and names it; with -force it goes on")
    void batch() {
        Shell shell = node("");
        String lines =
                "route add 10.9.0.0/16 dev eth0\n\n# no such device\nroute add 10.8.0.0/16 dev x\nroute show 10.9.0.0/16\n";

        var refused = assertThrows(IllegalArgumentException.class, () -> shell.run("ip -batch -", lines));
        assertTrue(refused.getMessage().startsWith("Command failed -:4"), refused.getMessage());

        shell.run("ip route del 10.9.0.0/16");
        assertTrue(shell.run("ip -force -batch -", lines)
                .endsWith("Command failed -:4\n10.9.0.0/16 dev eth0 scope link \n"));
    }
}
