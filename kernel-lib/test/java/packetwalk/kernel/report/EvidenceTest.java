package packetwalk.kernel.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The first line in which two walks differ. */
class EvidenceTest {

    private static Optional<Integer> difference(List<String> yours, List<String> right) {
        return new Evidence("", "", "", "", yours, right).difference();
    }

    @Test
    void names_that_each_network_draws_for_itself_are_no_difference() {
        assertEquals(
                Optional.of(2),
                difference(
                        List.of(
                                "node-2/cbr0: switched, 0a:58:0a:00:02:03 dev veth73b2515 master cbr0",
                                "controller-6c78cf88b4-khrb8: delivered, controller",
                                "ANSWERED: HTTP/1.1 404 Not Found"),
                        List.of(
                                "node-2/cbr0: switched, 0a:58:0a:00:02:03 dev vethdf0868d master cbr0",
                                "controller-6c78cf88b4-qwhgr: delivered, controller",
                                "controller-6c78cf88b4-qwhgr: opens a connection to 10.0.1.2:8080")));
    }

    @Test
    void a_walk_that_ends_sooner_differs_where_it_ends() {
        assertEquals(Optional.of(1), difference(List.of("a"), List.of("a", "b")));
        assertEquals(Optional.empty(), difference(List.of("a"), List.of("a")));
        assertEquals(Optional.empty(), difference(List.of(), List.of("a")));
    }

    @Test
    void another_device_or_pod_is_a_difference() {
        assertEquals(Optional.of(0), difference(List.of("node-1: dev veth0"), List.of("node-1: dev veth1")));
        assertEquals(Optional.of(0), difference(List.of("front-1: delivered"), List.of("front-2: delivered")));
    }
}
