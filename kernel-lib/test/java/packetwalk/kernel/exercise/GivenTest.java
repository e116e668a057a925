package packetwalk.kernel.exercise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import packetwalk.net.Cidr;

/** What a method reads of its situation. */
class GivenTest {

    private final Given given = new Given(Map.of(
            "dst",
            "10.0.2.7",
            "port",
            8080,
            "ready",
            true,
            "routes",
            List.of("10.0.0.0/16", "10.0.2.0/24"),
            "packet",
            Map.of("ip.ttl", 64)));

    private static void refuses(String message, Executable reading) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, reading).getMessage());
    }

    @Test
    void each_kind_has_its_reader() {
        assertEquals("10.0.2.7", given.address("dst").toString());
        assertEquals(8080, given.number("port"));
        assertTrue(given.truth("ready"));
        assertEquals(List.of(Cidr.parse("10.0.0.0/16"), Cidr.parse("10.0.2.0/24")), given.cidrs("routes"));
        assertEquals(Map.of("ip.ttl", "64"), given.fields("packet"));
    }

    @Test
    void another_kind_is_refused_with_what_is_there() {
        refuses("dst is no number here, but 10.0.2.7", () -> given.number("dst"));
        refuses("port is no yes or no here, but 8080", () -> given.truth("port"));
        refuses("dst is no list here, but 10.0.2.7", () -> given.texts("dst"));
        refuses("port has no fields here; it is 8080", () -> given.fields("port"));
    }

    @Test
    void a_name_that_is_not_there_is_told_which_are() {
        Given one = new Given(Map.of("dst", "10.0.2.7"));

        refuses("there is no destination here; there is [dst]", () -> one.text("destination"));
    }
}
