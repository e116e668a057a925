package packetwalk.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import packetwalk.trace.Load;

/**
 * Random schedules of node and pod failures behind a balancer, of each mode, of one's own and of a cloud: no request is lost
 * that a real one would not lose. What those are, {@link LegitimateLosses} says without looking at the simulator.
 */
class BalancerFaultsTest {

    private static final int SCHEDULES = 200;

    private static List<Load.Request> inexcusable(FaultSchedule schedule, Load load) {
        return load.requests().stream()
                .filter(request -> !request.answered())
                .filter(request -> schedule.losses().excuse(request).isEmpty())
                .toList();
    }

    @Test
    void no_request_is_lost_that_a_real_balancer_would_not_lose_and_every_loss_has_its_cause() {
        Map<String, Integer> causes = new TreeMap<>();
        int requests = 0;
        for (long seed = 1; seed <= SCHEDULES; seed++) {
            FaultSchedule schedule = new FaultSchedule(seed, true);
            Load load = schedule.run();
            requests += load.requests().size();
            List<Load.Request> wrong = inexcusable(schedule, load);
            assertTrue(wrong.isEmpty(), () -> wrong + "\n" + schedule);
            for (Load.Request request : load.requests()) {
                assertEquals(request.answered(), request.failure().isEmpty());
                if (!request.answered()) {
                    String cause =
                            schedule.losses().excuse(request).orElseThrow().cause();
                    causes.merge(cause.substring(cause.indexOf(' ')), 1, Integer::sum);
                }
            }
        }
        int lost = causes.values().stream().mapToInt(Integer::intValue).sum();
        assertTrue(
                lost > 1000 && lost < requests / 10,
                () -> "the schedules are neither harmless nor all there is: " + causes);
        assertEquals(6, causes.size(), () -> "each kind of cause is met: " + causes);
    }

    @Test
    void the_model_sees_what_a_balancer_without_health_checks_loses() {
        List<Load.Request> wrong = new ArrayList<>();
        for (long seed = 1; seed <= 10; seed++) {
            FaultSchedule schedule = new FaultSchedule(seed, false);
            wrong.addAll(inexcusable(schedule, schedule.run()));
        }
        assertFalse(wrong.isEmpty());
    }

    @Test
    void one_seed_gives_one_run() {
        assertEquals(
                new FaultSchedule(4, true).run().text(),
                new FaultSchedule(4, true).run().text());
    }
}
