package packetwalk.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import packetwalk.linux.socket.SocketFault;
import packetwalk.net.Bytes;
import packetwalk.net.Frame;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;
import packetwalk.net.Packet;
import packetwalk.net.Udp;
import packetwalk.net.VxlanFrame;
import packetwalk.net.Wire;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;

/** VXLAN devices of two machines, {@code vx} 192.168.42.1 and 192.168.42.2, that learn. */
class VxlanTest {

    private static final IpAddress FAR = IpAddress.parse("192.168.42.2");

    private final TwoMachines machines = new TwoMachines();

    private void build(String options) {
        machines.a("ip link add vx address 5e:00:00:00:00:0a type vxlan id 42 dstport 4789 remote 10.0.0.2" + options);
        machines.b("ip link add vx address 5e:00:00:00:00:0b type vxlan id 42 dstport 4789" + options);
        machines.a("ip addr add 192.168.42.1/24 dev vx");
        machines.b("ip addr add 192.168.42.2/24 dev vx");
        machines.a("ip link set vx up");
        machines.b("ip link set vx up");
    }

    private boolean answers() {
        return machines.ping(FAR).outcome().kind() == Outcome.Kind.ANSWERED;
    }

    private List<DropReason> drops(Runnable action) {
        return machines.watch(Duration.ofSeconds(5), action).stream()
                .filter(Step.Dropped.class::isInstance)
                .map(step -> ((Step.Dropped) step).dropReason())
                .toList();
    }

    @Test
    void who_has_heard_from_somebody_knows_behind_which_tunnel_he_is() {
        build("");

        assertTrue(answers());

        assertEquals(
                "5e:00:00:00:00:0a dst 10.0.0.1 self \n",
                machines.b("bridge fdb show dev vx"),
                "learnt from a's question");
        assertEquals(
                List.of("00:00:00:00:00:00 dst 10.0.0.2 self permanent", "5e:00:00:00:00:0b dst 10.0.0.2 self "),
                machines.a("bridge fdb show dev vx").lines().toList());
    }

    @Test
    void what_was_learnt_is_forgotten_after_the_ageing_time_and_when_the_device_goes_down() {
        build(" ageing 60");
        answers();

        machines.advance(Duration.ofSeconds(90));
        assertEquals("", machines.b("bridge fdb show dev vx"));

        answers();
        assertFalse(machines.b("bridge fdb show dev vx").isEmpty());
        machines.b("ip link set vx down");
        assertEquals("", machines.b("bridge fdb show dev vx"));
    }

    @Test
    void a_device_that_learns_nothing_cannot_answer_what_nobody_told_it() {
        build(" nolearning");

        assertFalse(answers());
        machines.b("bridge fdb append 5e:00:00:00:00:0a dev vx dst 10.0.0.1");
        assertTrue(answers());
    }

    @Test
    void an_entry_made_by_hand_is_believed_more_than_what_comes_in() {
        build("");
        machines.b("bridge fdb add 5e:00:00:00:00:0a dev vx dst 10.0.0.77");

        assertTrue(drops(this::answers).contains(DropReason.VXLAN_ENTRY_EXISTS));
    }

    @Test
    void another_identifier_is_another_network() {
        build("");
        machines.b("ip link del vx");
        machines.b("ip link add vx type vxlan id 43 dstport 4789");
        machines.b("ip link set vx up");

        List<DropReason> drops = drops(this::answers);

        assertTrue(drops.contains(DropReason.VXLAN_VNI_NOT_FOUND), drops::toString);
    }

    @Test
    void a_process_and_a_tunnel_cannot_have_one_port() {
        build("");
        SocketFault fault = assertThrows(
                SocketFault.class,
                () -> machines.a
                        .sockets()
                        .udp()
                        .bind(TwoMachines.TEST, IpAddress.ANY_V4, 4789, (socket, from, packet, data) -> {}));
        assertEquals("EADDRINUSE", fault.errno().name());

        machines.a("ip link set vx down");
        machines.a.sockets().udp().bind(TwoMachines.TEST, IpAddress.ANY_V4, 4789, (socket, from, packet, data) -> {});
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> machines.a("ip link set vx up"));
        assertTrue(refused.getMessage().contains("Address already in use"), refused::getMessage);
        assertFalse(machines.a("ip link show vx").contains(",UP"), "nothing has changed");
    }

    @Test
    void the_outer_header_has_what_the_device_was_made_with() {
        build(" ttl 9 tos 0x10 df set srcport 50000 50001");

        Packet outer = machines.watch(Duration.ofSeconds(1), this::answers).stream()
                .filter(step -> step.event().equals("encapsulated"))
                .map(step -> (Packet) step.after())
                .findFirst()
                .orElseThrow();

        assertEquals(9, outer.ttl());
        assertEquals(0x10, outer.tos());
        assertTrue(outer.dontFragment());
        assertEquals(50000, ((Udp) outer.transport()).srcPort());
    }

    @Test
    void all_packets_of_a_flow_have_one_source_port() {
        build("");

        List<Integer> ports = machines
                .watch(Duration.ofSeconds(1), () -> {
                    answers();
                    answers();
                })
                .stream()
                .filter(step -> step.event().equals("encapsulated")
                        && step.at().host().equals("a")
                        && step.before() instanceof Packet)
                .map(step -> ((Udp) ((Packet) step.after()).transport()).srcPort())
                .distinct()
                .toList();

        assertEquals(1, ports.size(), ports::toString);
        assertTrue(ports.get(0) >= 32768 && ports.get(0) < 60999);
    }

    @Test
    void a_tunnel_with_a_lower_device_goes_with_it_and_fits_into_it() {
        machines.a("ip link add low type bridge");
        machines.a("ip link add vx type vxlan id 1 dev low dstport 4789");

        assertTrue(machines.a("ip link show vx").contains(" mtu 1450 "));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> machines.a("ip link set vx mtu 1451"));
        assertTrue(refused.getMessage().contains("use up to 1450"), refused::getMessage);
        machines.a("ip link del low");
        assertTrue(machines.a.device("vx").isEmpty());
    }

    @Test
    void what_is_not_modelled_is_refused_by_name() {
        for (String options : List.of(
                "id 1 group 239.1.1.1 dev eth0",
                "id 1 remote 239.1.1.1",
                "id 1 remote 2001:db8::1",
                "id 1 proxy",
                "id 1 l3miss",
                "id 1 noudpcsum",
                "id 1 external")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> machines.a("ip link add vx type vxlan dstport 4789 " + options),
                    options);
            assertTrue(machines.a.device("vx").isEmpty(), options);
        }
    }

    @Test
    void on_the_wire_it_is_a_header_of_eight_bytes_and_the_frame() {
        MacAddress src = MacAddress.parse("5e:00:00:00:00:0a");
        MacAddress dst = MacAddress.parse("5e:00:00:00:00:0b");
        Packet inner = Packet.of(FAR, FAR, new Udp(1, 2, Bytes.of("x")));
        VxlanFrame frame = new VxlanFrame(42, new Frame(src, dst, inner));

        Bytes wire = Udp.tunnelling(50000, 4789, frame).data();

        assertEquals(frame.length(), wire.length());
        assertEquals(0x0800_0000L, wire.uint32(0));
        assertEquals(42L << 8, wire.uint32(4));
        assertEquals(0x5e00L, wire.uint16(8));
        assertEquals(0x0800, wire.uint16(20));
        assertEquals(Wire.of(inner), wire.slice(22, wire.length()));
    }

    @Test
    void a_device_over_one_that_leaves_too_little_room_gets_the_least_mtu() {
        machines.a("ip link set eth0 mtu 100");
        machines.a("ip link add vx type vxlan id 42 dev eth0 dstport 4789");

        assertTrue(machines.a("ip link show vx").contains(" mtu 68 "));
    }

    @Test
    void a_tos_of_1_is_the_inner_packets_own_as_in_Linux() {
        machines.a("ip link add vx type vxlan id 42 dstport 4789 tos 1");

        assertTrue(machines.a("ip -d link show vx").contains(" tos inherit "));
    }

    @Test
    void an_entry_for_a_port_or_a_VNI_that_cannot_be_is_refused() {
        machines.a("ip link add vx type vxlan id 42 dstport 4789");
        String entry = "bridge fdb append 02:00:00:00:00:01 dev vx dst 10.0.0.1 ";

        assertThrows(IllegalArgumentException.class, () -> machines.a(entry + "port 99999"));
        assertThrows(IllegalArgumentException.class, () -> machines.a(entry + "vni 99999999"));
        assertFalse(machines.a("bridge fdb show dev vx").contains("10.0.0.1"));
    }
}
