package packetwalk;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static packetwalk.Packetwalk.cluster;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be asked of host ports and the host's network, and in whose words it is refused. */
class HostSpecTest {

    private static Arguments row(String what, Supplier<ClusterScope> spec, String... words) {
        return arguments(named(what, spec), List.of(words));
    }

    private static NodeScope node() {
        return cluster().node("10.100.0.2");
    }

    private static DockerHostScope host() {
        return cluster().dockerHost("10.100.0.2");
    }

    static Stream<Arguments> descriptions() {
        return Stream.of(
                row("a host port out of range", () -> node().pod("a").hostPort(80, 70_000), "70000", "1 to 65535"),
                row("a container port out of range", () -> node().pod("a").hostPort(0, 80), "0", "1 to 65535"),
                row(
                        "another port on the host's network",
                        () -> node().pod("a").hostNetwork().hostPort(8080, 80),
                        "spec.containers[0].ports[0].hostPort: Invalid value: 80",
                        "must match `containerPort` when `hostNetwork` is true"),
                row(
                        "one host port twice in a pod",
                        () -> node().pod("a")
                                .container("one")
                                .hostPort(8080, 80)
                                .container("other")
                                .hostPort(8081, 80),
                        "spec.containers[1].ports[0].hostPort: Duplicate value",
                        "80"),
                row(
                        "a Docker container in two namespaces",
                        () -> host().container("a").container("b").join("a").hostNetwork(),
                        "container b of host 10.100.0.2 joins a and the host's network",
                        "say one of both"),
                row(
                        "two Docker containers on one port of their host",
                        () -> host().container("a")
                                .hostNetwork()
                                .listen(80)
                                .container("b")
                                .hostNetwork()
                                .listen(80),
                        "port 80/tcp of container b in host 10.100.0.2 is taken by container a (EADDRINUSE)"),
                row(
                        "a Docker container that joins one on the host's network, on its port",
                        () -> host().container("a")
                                .hostNetwork()
                                .listen(80)
                                .container("b")
                                .join("a")
                                .listen(80),
                        "port 80/tcp of container b in host 10.100.0.2 is taken by container a (EADDRINUSE)"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("descriptions")
    @DisplayName("what does not fit is refused with the value and the rule")
    void what_does_not_fit_is_refused(Supplier<ClusterScope> spec, List<String> words) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> spec.get().up());
        words.forEach(word -> assertTrue(refused.getMessage().contains(word), refused::getMessage));
    }
}
