package packetwalk.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.linux.TwoMachines.B;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.net.IpAddress;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;

/** Who answers ARP for whom, and with which address one asks: net/ipv4/arp.c. */
class NeighboursOfOthersTest {

    private final TwoMachines two = new TwoMachines();

    private boolean answered(String address) {
        return two.ping(IpAddress.parse(address)).outcome().kind() == Outcome.Kind.ANSWERED;
    }

    private List<String> questions(Runnable action) {
        return two.watch(Duration.ofSeconds(4), action).stream()
                .filter(Step.Transmitted.class::isInstance)
                .filter(step -> step.at().host().equals("a"))
                .map(step -> step.before().summary())
                .filter(summary -> summary.contains("who-has"))
                .toList();
    }

    @Test
    @DisplayName("arp_ignore 0 answers for any address of the host, 1 for the device's own, 8 for none")
    void arp_ignore() {
        two.a("ip route add 10.7.0.0/24 dev eth0");
        two.b("ip addr add 10.7.0.1/32 dev lo");
        two.b("ip addr add 10.7.0.2/32 dev lo");
        two.b("ip addr add 10.7.0.3/32 dev eth0");
        two.b("ip addr add 10.7.0.4/32 dev eth0");
        assertTrue(answered("10.7.0.1"));

        two.b("sysctl -w net.ipv4.conf.eth0.arp_ignore=1");
        assertFalse(answered("10.7.0.2"));
        assertTrue(answered("10.7.0.3"));

        two.b("sysctl -w net.ipv4.conf.all.arp_ignore=8");
        assertFalse(answered("10.7.0.4"));
    }

    @Test
    @DisplayName(
            "arp_announce 0 asks from the packet's source, 1 only if both are in one network, 2 from the device's first")
    void arp_announce() {
        two.a("ip addr add 10.7.0.1/32 dev lo");
        two.a("ip route add 10.5.0.0/24 dev eth0 src 10.7.0.1");
        IpAddress target = IpAddress.parse("10.5.0.9");

        assertTrue(questions(() -> two.ping(target)).get(0).contains("tell 10.7.0.1"));

        two.a("sysctl -w net.ipv4.conf.eth0.arp_announce=1");
        assertTrue(questions(() -> two.ping(target)).get(0).contains("tell 10.0.0.1"));
    }

    @Test
    @DisplayName(
            "with proxy_arp a router answers for what it would forward elsewhere, after a random part of proxy_delay")
    void proxy_arp() {
        two.a("ip route add 10.8.0.0/24 dev eth0");
        two.b("ip link add other type veth peer name end");
        two.b("ip link set other up");
        two.b("ip link set end up");
        two.b("ip addr add 10.8.0.1/24 dev other");
        two.b("sysctl -w net.ipv4.ip_forward=1");
        IpAddress target = IpAddress.parse("10.8.0.9");
        assertEquals(3, questions(() -> two.ping(target)).size(), "nobody stands in");

        two.b("sysctl -w net.ipv4.conf.eth0.proxy_arp=1");
        assertEquals(1, questions(() -> two.ping(target)).size());
        assertTrue(two.a("ip neigh").contains("10.8.0.9 dev eth0 lladdr"));
    }

    @Test
    @DisplayName("mcast_solicit and retrans_time_ms say how often and how fast is asked")
    void settings_of_questions() {
        two.a("sysctl -w net.ipv4.neigh.eth0.mcast_solicit=2 net.ipv4.neigh.eth0.retrans_time_ms=500");
        two.b.device("eth0").orElseThrow().setUp(false);
        double start = two.seconds();

        List<Step> steps = two.watch(Duration.ofSeconds(4), () -> two.ping(B));

        List<Double> times = TwoMachines.sendingTimes(steps, "a", "who-has");
        assertEquals(2, times.size());
        assertEquals(0.5, times.get(1) - start, 0.001);
    }
}
