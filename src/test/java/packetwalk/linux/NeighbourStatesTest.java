package packetwalk.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.linux.TwoMachines.A;
import static packetwalk.linux.TwoMachines.B;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import packetwalk.linux.socket.PingSocket;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.program.Result;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;

/** ARP's states as virtual time passes: net/core/neighbour.c. */
class NeighbourStatesTest {

    private final TwoMachines two = new TwoMachines();

    private NeighbourState state() {
        NetDevice eth0 = two.a.device("eth0").orElseThrow();
        return two.a.neighbours().find(eth0, B).orElseThrow().state();
    }

    @Test
    @DisplayName("REACHABLE for 15 to 45 s after an answer, then STALE, and stale for as long as nobody asks")
    void reachable_then_stale() {
        two.ping(B);
        assertEquals(NeighbourState.REACHABLE, state());
        two.advance(Duration.ofSeconds(14));
        assertEquals(NeighbourState.REACHABLE, state());
        two.advance(Duration.ofSeconds(32));
        assertEquals(NeighbourState.STALE, state());
        two.advance(Duration.ofHours(1));
        assertEquals(NeighbourState.STALE, state());
    }

    @Test
    @DisplayName(
            "a stale entry is used at once (DELAY), asked about after 5 s (PROBE), and reachable again if it answers")
    void delay_then_probe_then_reachable() {
        two.ping(B);
        two.advance(Duration.ofSeconds(60));
        double start = two.seconds();

        List<Step> steps = two.watch(Duration.ofSeconds(10), () -> {
            two.ping(B);
            assertEquals(NeighbourState.DELAY, state());
            two.advance(Duration.ofMillis(4900));
            assertEquals(NeighbourState.DELAY, state());
        });

        assertEquals(NeighbourState.REACHABLE, state());
        List<Double> questions = TwoMachines.sendingTimes(steps, "a", "who-has " + B);
        assertEquals(1, questions.size(), steps::toString);
        assertEquals(5.0, questions.get(0) - start, 0.001, "delay_first_probe_time");
    }

    @Test
    @DisplayName("a neighbour that is gone is asked three times, one second apart, and then FAILED")
    void probe_then_failed() {
        two.ping(B);
        two.advance(Duration.ofSeconds(60));
        two.b.device("eth0").orElseThrow().setUp(false);
        double start = two.seconds();

        List<Step> steps = two.watch(
                Duration.ofSeconds(9),
                () -> two.a.sockets().ping(TwoMachines.TEST, new IgnoredPing()).send(B, 1, 64));

        List<Double> questions = TwoMachines.sendingTimes(steps, "a", "who-has " + B);
        assertEquals(
                List.of(5.0, 6.0, 7.0),
                questions.stream().map(t -> Math.round((t - start) * 10) / 10.0).toList());
        assertEquals(NeighbourState.FAILED, state());
    }

    @Test
    @DisplayName(
            "an unknown neighbour is INCOMPLETE for three questions; then who waits is told: host unreachable, after 3 s")
    void incomplete_then_failed() {
        IpAddress nobody = IpAddress.parse("10.0.0.9");

        Result result = two.ping(nobody);

        assertEquals(Outcome.Kind.UNREACHABLE, result.outcome().kind(), result::output);
        assertTrue(result.outcome().text().contains("Destination Host Unreachable"), result.outcome()::text);
        assertEquals(3.0, two.seconds(), 0.01);
    }

    @Test
    @DisplayName("who is asked learns who asks: no second question goes the other way")
    void the_asked_learns_the_asker() {
        List<Step> steps = two.watch(Duration.ofSeconds(1), () -> two.ping(B));

        assertEquals(List.of(), TwoMachines.sendingTimes(steps, "b", "who-has " + A));
        NetDevice eth0 = two.b.device("eth0").orElseThrow();
        assertTrue(two.b.neighbours().find(eth0, A).isPresent());
    }

    @Test
    @DisplayName("a permanent entry is never asked about and never ages")
    void permanent() {
        two.a("ip neigh replace 10.0.0.2 lladdr 02:00:00:00:00:09 dev eth0 nud permanent");

        Result result = two.ping(B);

        assertEquals(Outcome.Kind.TIMED_OUT, result.outcome().kind(), "the frame goes to a station that is not there");
        two.advance(Duration.ofHours(1));
        assertEquals(NeighbourState.PERMANENT, state());
    }

    /** Hears nothing. */
    private static final class IgnoredPing implements PingSocket.Events {
        @Override
        public void replied(Packet reply, IcmpEcho echo) {}

        @Override
        public void unreachable(Packet error, int seq) {}
    }
}
