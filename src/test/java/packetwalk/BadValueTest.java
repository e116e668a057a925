package packetwalk;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static packetwalk.Packetwalk.cluster;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An address, a prefix or a port that is none is refused where it is written. */
class BadValueTest {

    static Stream<Arguments> values() {
        return Stream.of(
                arguments(named("a node's address with too few numbers", value(c -> c.node("10.100.2"))), "10.100.2"),
                arguments(named("a number above 255", value(c -> c.node("10.100.0.256"))), "10.100.0.256"),
                arguments(named("a leading zero", value(c -> c.node("10.100.0.02"))), "10.100.0.02"),
                arguments(named("a name for an address", value(c -> c.node("node-1"))), "\"node-1\""),
                arguments(named("an empty address", value(c -> c.dockerHost(""))), "\"\""),
                arguments(named("a blank in an address", value(c -> c.node("10.100.0.2 "))), "\"10.100.0.2 \""),
                arguments(named("a prefix too long", value(c -> c.clusterCidr("10.0.0.0/33"))), "use 0 to 32"),
                arguments(
                        named("bits after the prefix", value(c -> c.clusterCidr("10.0.0.1/14"))), "write 10.0.0.0/14"),
                arguments(named("a prefix without number", value(c -> c.serviceCidr("10.0.0.0/"))), "10.0.1.0/24"),
                arguments(named("a prefix with a word", value(c -> c.outside("10.0.0.0/x"))), "address/length"),
                arguments(named("a router without sense", value(c -> c.router("10.100.0.1/99"))), "10.100.0.1/99"),
                arguments(named("port 0", value(c -> c.node("10.100.0.2").listen(0))), "1 to 65535"),
                arguments(
                        named(
                                "port 65536",
                                value(c -> c.node("10.100.0.2").pod("a").listen(65536))),
                        "65536"),
                arguments(
                        named(
                                "a negative port",
                                value(c -> c.dockerHost("10.100.0.2").listen(-1))),
                        "-1"),
                arguments(
                        named(
                                "a node port of no port",
                                value(c -> c.service("web").nodePort(30080).port(80))),
                        "nodePort(30080) of service web says something of the port described last, and there is none"),
                arguments(
                        named("UDP for no port", value(c -> c.service("web").udp())),
                        "udp() of service web says something of the port described last, and there is none"));
    }

    private static Consumer<ClusterScope> value(Consumer<ClusterScope> action) {
        return action;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    @DisplayName("a malformed value is refused where it is written")
    void a_malformed_value_is_refused(Consumer<ClusterScope> action, String word) {
        ClusterScope scope = cluster();

        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> action.accept(scope));

        assertTrue(refused.getMessage().contains(word), refused::getMessage);
    }
}
