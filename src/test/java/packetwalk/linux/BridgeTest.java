package packetwalk.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.net.ArpMessage;
import packetwalk.net.Bytes;
import packetwalk.net.Frame;
import packetwalk.net.IcmpEcho;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.MacAddress;
import packetwalk.net.Packet;
import packetwalk.trace.DropReason;
import packetwalk.trace.Step;

/** A bridge with three ports: learning, flooding, ageing, hairpin. */
class BridgeTest {

    private static final MacAddress X = MacAddress.parse("02:00:00:00:00:0a");
    private static final MacAddress Y = MacAddress.parse("02:00:00:00:00:0b");

    private final TwoMachines two = new TwoMachines();
    private final Bridge bridge = new Bridge(two.a, "br0", MacAddress.parse("02:00:00:00:00:ff"));
    private final List<Veth> ports = List.of(port(1), port(2), port(3));

    BridgeTest() {
        bridge.setUp(true);
    }

    private Veth port(int number) {
        MacAddress near = MacAddress.parse("02:00:00:00:01:0" + number);
        MacAddress far = MacAddress.parse("02:00:00:00:02:0" + number);
        NetworkNamespace other = two.a.sibling("n" + number);
        Veth veth = Veth.pair(two.a, "p" + number, near, other, "eth0", far);
        bridge.attach(veth);
        veth.setUp(true);
        veth.peer().setUp(true);
        return veth;
    }

    /** Sends a frame into port {@code number} (from 1) and gives the ports that it left by. */
    private List<String> send(int number, MacAddress src, MacAddress dst) {
        ArpMessage payload = ArpMessage.request(src, IpAddress.parse("10.9.0.1"), IpAddress.parse("10.9.0.2"));
        two.fabric.trace().start();
        ports.get(number - 1).peer().transmit(two.fabric.simulation().nextPacket(), new Frame(src, dst, payload));
        two.fabric.simulation().settle();
        List<String> left = new ArrayList<>();
        for (Step step : two.fabric.trace().stop()) {
            if (step instanceof Step.Transmitted && step.at().device().startsWith("p")) {
                left.add(step.at().device());
            }
        }
        return left;
    }

    @Test
    @DisplayName("an unknown address is flooded to every other port; a learnt one goes out of its port alone")
    void learns() {
        assertEquals(List.of("p2", "p3"), send(1, X, Y));
        assertEquals(List.of("p1"), send(2, Y, X), "X was learnt behind port 1");
        assertEquals(List.of("p2"), send(3, X, Y), "Y behind port 2");
        assertEquals(List.of("p3"), send(2, Y, X), "X has moved to port 3 meanwhile");
    }

    @Test
    @DisplayName("a broadcast goes to every other port, whatever is learnt")
    void floods_broadcast() {
        send(2, Y, X);

        assertEquals(List.of("p2", "p3"), send(1, X, MacAddress.BROADCAST));
    }

    @Test
    @DisplayName("what is learnt is forgotten 300 s after its last frame, and not a moment before")
    void ages() {
        send(1, X, Y);
        two.advance(Duration.ofSeconds(200));
        send(1, X, Y);
        two.advance(Duration.ofSeconds(299));
        assertEquals(List.of("p1"), send(2, Y, X));

        two.advance(Duration.ofSeconds(1));

        assertEquals(List.of("p1", "p3"), send(2, Y, X));
    }

    @Test
    @DisplayName("a port that leaves the bridge takes what was learnt behind it along")
    void forgets_with_the_port() {
        send(1, X, Y);
        two.a("ip link set p1 nomaster");

        assertEquals(List.of("p3"), send(2, Y, X));
        assertFalse(two.a("bridge fdb show").contains(X.toString()));
    }

    @Test
    @DisplayName("a frame never goes back out of the port that it came in by, unless hairpin mode is on there")
    void hairpin() {
        send(1, X, MacAddress.BROADCAST);

        assertEquals(List.of(), send(1, Y, X));
        two.fabric.trace().start();
        ports.get(0).peer().transmit(99, new Frame(Y, X, ArpMessage.request(Y, TwoMachines.A, TwoMachines.B)));
        two.fabric.simulation().settle();
        assertTrue(two.fabric.trace().stop().stream()
                .anyMatch(step -> step instanceof Step.Dropped drop
                        && drop.dropReason() == DropReason.BRIDGE_SAME_PORT
                        && drop.reason().contains("hairpin mode is off")));

        two.a("bridge link set dev p1 hairpin on");
        assertEquals(List.of("p1"), send(1, Y, X));

        two.a("bridge link set dev p1 hairpin off");
        assertEquals(List.of(), send(1, Y, X));
    }

    @Test
    @DisplayName("with hairpin mode on, a flooded frame comes back by its own port as well")
    void hairpin_floods_back() {
        two.a("bridge link set dev p1 hairpin on");

        assertEquals(List.of("p1", "p2", "p3"), send(1, X, MacAddress.BROADCAST));
        assertEquals(List.of("p1", "p2", "p3"), send(1, X, Y));
        assertEquals(List.of("p1", "p3"), send(2, Y, MacAddress.BROADCAST), "port 2 has it off");
    }

    @Test
    @DisplayName("what is addressed to a port's own MAC address is for the host, as what is addressed to the bridge's")
    void ports_addresses_are_the_hosts() {
        bridge.addAddress(InterfaceAddress.parse("10.9.0.1/24"));
        for (MacAddress own : List.of(bridge.mac(), ports.get(1).mac())) {
            IcmpEcho echo = new IcmpEcho(false, IpFamily.IPV4, 7, 1, Bytes.EMPTY);
            Packet packet = Packet.of(IpAddress.parse("10.9.0.2"), IpAddress.parse("10.9.0.1"), echo);
            two.fabric.trace().start();
            ports.get(0).peer().transmit(two.fabric.simulation().nextPacket(), new Frame(X, own, packet));
            two.fabric.simulation().settle();
            assertTrue(two.fabric.trace().stop().stream().anyMatch(Step.Delivered.class::isInstance), own::toString);
        }
    }
}
