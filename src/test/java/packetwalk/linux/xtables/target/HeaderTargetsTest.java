package packetwalk.linux.xtables.target;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import packetwalk.linux.TwoMachines;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;
import packetwalk.program.TcpClient;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;

/** Targets that change fields of the header, and those that end a packet by doing nothing with it. */
class HeaderTargetsTest {

    private final TwoMachines net = new TwoMachines();

    /** The first packet that b gets. */
    private Packet received(Runnable action) {
        List<Step> steps = net.watch(Duration.ofSeconds(1), action);
        return steps.stream()
                .filter(step ->
                        step instanceof Step.Received && step.at().host().equals("b"))
                .filter(step -> step.before() instanceof Packet)
                .map(step -> (Packet) step.before())
                .findFirst()
                .orElseThrow();
    }

    private Packet ping() {
        return received(() -> net.ping(TwoMachines.B));
    }

    private int mss() {
        Packet syn = received(() -> TcpClient.connect(net.a, TwoMachines.B, 80));
        return ((Tcp) syn.transport()).options().mss();
    }

    @Test
    void ttl_is_set_lowered_and_raised_but_never_past_its_ends() {
        net.a("iptables -t mangle -A POSTROUTING -j TTL --ttl-set 10");
        assertEquals(10, ping().ttl());
        net.a("iptables -t mangle -A POSTROUTING -j TTL --ttl-dec 3");
        assertEquals(7, ping().ttl());
        net.a("iptables -t mangle -A POSTROUTING -j TTL --ttl-inc 255");
        assertEquals(255, ping().ttl());
    }

    @Test
    void tos_dscp_and_ecn_change_their_own_bits_only() {
        net.a("iptables -t mangle -A POSTROUTING -j TOS --set-tos 0xff");
        assertEquals(0xff, ping().tos());
        net.a("iptables -t mangle -A POSTROUTING -j DSCP --set-dscp-class AF11");
        assertEquals((0x0a << 2) | 3, ping().tos());
        net.a("iptables -t mangle -A POSTROUTING -j ECN --ecn-ip-ect 1");
        assertEquals((0x0a << 2) | 1, ping().tos());
        net.a("iptables -t mangle -A POSTROUTING -j TOS --xor-tos 0x0f");
        assertEquals(((0x0a << 2) | 1) ^ 0x0f, ping().tos());
    }

    @Test
    void tcpmss_lowers_what_a_segment_announces_and_never_raises_it() {
        net.a("iptables -t mangle -A POSTROUTING -p tcp --syn -j TCPMSS --set-mss 500");
        assertEquals(500, mss());
        net.a("iptables -t mangle -A POSTROUTING -p tcp --syn -j TCPMSS --set-mss 400");
        net.a("iptables -t mangle -A POSTROUTING -p tcp --syn -j TCPMSS --set-mss 450");
        assertEquals(400, mss());
    }

    @Test
    void tcpmss_clamps_to_the_way_out() {
        net.a("ip link set eth0 mtu 500");
        net.a("iptables -t mangle -A POSTROUTING -p tcp --syn -j TCPMSS --clamp-mss-to-pmtu");

        assertEquals(460, mss());
    }

    @Test
    void a_queue_that_nobody_reads_swallows_packets_unless_it_may_be_bypassed() {
        net.b("iptables -A INPUT -p icmp -j NFQUEUE --queue-num 3");
        assertEquals(Outcome.Kind.TIMED_OUT, net.ping(TwoMachines.B).outcome().kind());

        net.b("iptables -R INPUT 1 -p icmp -j NFQUEUE --queue-num 3 --queue-bypass");
        net.b("iptables -A INPUT -j DROP");
        assertEquals(Outcome.Kind.ANSWERED, net.ping(TwoMachines.B).outcome().kind());
    }

    @Test
    void reject_resets_no_segment_that_was_for_everybody() {
        net.b("iptables -A INPUT -p tcp -j REJECT --reject-with tcp-reset");
        Tcp syn = new Tcp(7_000, 99, 1, 0, Set.of(Tcp.Flag.SYN), Bytes.EMPTY);

        assertEquals(List.of("a"), senders(Packet.of(TwoMachines.A, IpAddress.parse("10.0.0.255"), syn)));
        assertEquals(List.of("a", "b"), senders(Packet.of(TwoMachines.A, TwoMachines.B, syn)));
    }

    /** Whose TCP segments are on the wire when a sends {@code packet}. */
    private List<String> senders(Packet packet) {
        Runnable send = () -> net.a.ipv4().send(net.fabric.simulation().nextPacket(), packet, Optional.empty());
        return net.watch(Duration.ofSeconds(1), send).stream()
                .filter(Step.Transmitted.class::isInstance)
                .filter(step -> step.before() instanceof Packet sent && sent.transport() instanceof Tcp)
                .filter(step -> step.at().device().equals("eth0"))
                .map(step -> step.at().host())
                .toList();
    }

    @Test
    void what_works_aside_of_the_packet_lets_it_go_on() {
        net.b("iptables -A INPUT -j AUDIT --type accept");
        net.b("iptables -A INPUT -j IDLETIMER --timeout 10 --label idle");
        net.b("iptables -t mangle -A POSTROUTING -j CHECKSUM --checksum-fill");
        net.b("iptables -t mangle -A POSTROUTING -j CLASSIFY --set-class 1:10");

        assertEquals(Outcome.Kind.ANSWERED, net.ping(TwoMachines.B).outcome().kind());
    }

    @Test
    void what_is_not_modelled_is_unknown_by_name() {
        net.b("iptables -t mangle -A PREROUTING -p icmp -j TEE --gateway 10.0.0.9");

        List<Step> steps = net.watch(Duration.ofSeconds(1), () -> net.ping(TwoMachines.B));

        assertEquals(
                List.of("UNKNOWN (-j TEE)"),
                steps.stream()
                        .filter(Step.Dropped.class::isInstance)
                        .map(Step::decision)
                        .toList());
    }
}
