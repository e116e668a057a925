package packetwalk.linux.xtables.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.TwoMachines;
import packetwalk.linux.Veth;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;
import packetwalk.program.Ping;
import packetwalk.program.PingLine;
import packetwalk.program.TcpClient;
import packetwalk.tools.Shell;
import packetwalk.trace.Step;

/** Targets that report a packet and let it go on. */
class ReportingTargetsTest {

    private final TwoMachines net = new TwoMachines();

    private List<Step> watchPing() {
        return net.watch(Duration.ofSeconds(1), () -> net.ping(TwoMachines.B));
    }

    private static List<String> logged(List<Step> steps) {
        return steps.stream()
                .filter(Step.Logged.class::isInstance)
                .map(step -> step.decision() + " | " + step.reason())
                .toList();
    }

    @Test
    void log_writes_the_line_of_the_kernel() {
        net.b("iptables -A INPUT -j LOG --log-prefix \"in: \"");
        net.b("iptables -t mangle -A OUTPUT -j MARK --set-mark 7");
        net.b("iptables -A OUTPUT -j LOG --log-prefix out");

        net.ping(TwoMachines.B);

        String[] lines = net.b("dmesg -t").split("\n");
        assertTrue(
                lines[0].matches("in: IN=eth0 OUT= MAC=([0-9a-f]{2}:){6}([0-9a-f]{2}:){6}08:00 SRC=10\\.0\\.0\\.1"
                        + " DST=10\\.0\\.0\\.2 LEN=84 TOS=0x00 PREC=0x00 TTL=64 ID=\\d+ DF PROTO=ICMP TYPE=8 CODE=0"
                        + " ID=\\d+ SEQ=1 "),
                lines[0]);
        assertTrue(
                lines[1].matches(
                        "outIN= OUT=eth0 SRC=10\\.0\\.0\\.2 DST=10\\.0\\.0\\.1 LEN=84 TOS=0x00 PREC=0x00 TTL=64"
                                + " ID=\\d+ PROTO=ICMP TYPE=0 CODE=0 ID=\\d+ SEQ=1 MARK=0x7 "),
                lines[1]);
    }

    @Test
    void log_writes_segments_and_errors_too() {
        net.a("iptables -A OUTPUT -p tcp -j LOG --log-tcp-sequence --log-macdecode");
        net.a("iptables -A INPUT -p icmp -j LOG");
        net.b("iptables -A INPUT -p tcp -j REJECT");

        TcpClient.connect(net.a, TwoMachines.B, 81);

        String[] lines = net.a("dmesg -t").split("\n");
        assertTrue(
                lines[0].matches("IN= OUT=eth0 SRC=10\\.0\\.0\\.1 DST=10\\.0\\.0\\.2 LEN=\\d+ TOS=0x00 PREC=0x00 TTL=64"
                        + " ID=\\d+ DF PROTO=TCP SPT=\\d+ DPT=81 SEQ=\\d+ ACK=0 WINDOW=\\? RES=0x00 SYN URGP=0 "),
                lines[0]);
        assertTrue(
                lines[1].matches(
                        "IN=eth0 OUT= MAC=\\S+ SRC=10\\.0\\.0\\.2 DST=10\\.0\\.0\\.1 LEN=\\d+ TOS=0x00 PREC=0xC0"
                                + " TTL=64 ID=\\d+ PROTO=ICMP TYPE=3 CODE=3 \\[SRC=10\\.0\\.0\\.1 DST=10\\.0\\.0\\.2 .*"
                                + "URGP=0 ] "),
                lines[1]);
    }

    @Test
    void a_walk_shows_the_line_where_it_was_written() {
        net.b("iptables -A INPUT -j LOG");

        List<String> logged = logged(watchPing());

        assertEquals(1, logged.size());
        assertTrue(logged.get(0).startsWith("IN=eth0 OUT= "), logged.get(0));
        assertTrue(logged.get(0).endsWith(" | dmesg shows it"), logged.get(0));
    }

    @Test
    void only_the_machines_own_namespace_may_write_to_its_log() {
        NetworkNamespace pod = net.a.sibling("pod");
        Veth.pair(
                pod,
                "eth0",
                MacAddress.parse("02:00:00:00:01:01"),
                net.a,
                "veth0",
                MacAddress.parse("02:00:00:00:01:02"));
        Shell inPod = new Shell(pod);
        inPod.run("ip link set eth0 up");
        inPod.run("ip addr add 10.1.0.2/24 dev eth0");
        inPod.run("iptables -A OUTPUT -j LOG");
        net.a("ip link set veth0 up");
        net.a("ip addr add 10.1.0.1/24 dev veth0");

        List<Step> steps = net.watch(
                Duration.ofSeconds(1), () -> Ping.run(pod, IpAddress.parse("10.1.0.1"), PingLine.parse("10.1.0.1")));

        assertEquals("", net.a("dmesg"));
        assertTrue(logged(steps).get(0).contains("nobody can read it"), logged(steps)::toString);
    }

    @Test
    void a_prefix_is_cut_and_the_log_can_be_cleared() {
        net.b("iptables -A INPUT -j LOG --log-prefix 123456789012345678901234567890");
        net.ping(TwoMachines.B);

        assertTrue(net.b("dmesg").matches("\\[ +\\d+\\.\\d{6}] 12345678901234567890123456789IN=eth0 [^\n]*\n"));
        assertEquals("", net.b("dmesg -C"));
        assertEquals("", net.b("dmesg"));
    }

    @Test
    void nflog_and_trace_let_the_packet_go_on_and_say_so() {
        net.b("iptables -t raw -A PREROUTING -j TRACE");
        net.b("iptables -A INPUT -j NFLOG --nflog-group 5 --nflog-prefix hello");
        net.b("iptables -A INPUT -j ACCEPT");

        assertEquals(
                List.of(
                        "traced | xtables-monitor --trace shows the rules that follow",
                        "group 5, prefix \"hello\" | nobody listens to the group"),
                logged(watchPing()));
    }
}
