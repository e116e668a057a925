package packetwalk.kernel.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where two walks part. */
class EvidenceTest {

    private static final String SWITCHED = "node-1/cbr0: switched, 0a:58:0a:00:01:03 dev %s master cbr0";
    private static final String DROPPED = "shop: dropped, NO_SOCKET";
    private static final String DELIVERED = "shop: delivered, log";

    private static Optional<Integer> difference(List<String> yours, List<String> right) {
        return new Evidence("", "", "", "", yours, right).difference();
    }

    @Test
    void a_cable_that_has_another_name_is_no_difference() {
        List<String> yours = List.of(String.format(SWITCHED, "veth13e0402"), DROPPED);
        List<String> right = List.of(String.format(SWITCHED, "veth11760a5"), DELIVERED);

        assertEquals(Optional.of(1), difference(yours, right));
        assertEquals(Optional.of(0), difference(yours, List.of(String.format(SWITCHED, "eth0"), DROPPED)));
    }

    @Test
    void a_walk_that_ends_sooner_parts_where_it_ends() {
        assertEquals(Optional.of(1), difference(List.of(DROPPED), List.of(DROPPED, DELIVERED)));
        assertEquals(Optional.empty(), difference(List.of(), List.of(DELIVERED)));
    }
}
