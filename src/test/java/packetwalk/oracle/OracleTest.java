package packetwalk.oracle;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a packet meets in the engine, it meets in the Linux kernel of this machine. Needs root and the tools. */
@Tag("oracle")
@DisplayName("Agreement with the Linux kernel")
class OracleTest {

    private static Judge judge;
    private static int probes;
    private static int agreed;

    @BeforeAll
    static void findTheKernel() {
        String obstacle = KernelWorld.obstacle();
        if (!obstacle.isEmpty()) {
            System.out.println("Agreement with the kernel: skipped, " + obstacle + ".");
        }
        assumeTrue(obstacle.isEmpty(), obstacle);
        judge = new Judge();
    }

    @AfterAll
    static void tellTheSum() {
        if (judge != null) {
            judge.close();
            System.out.println("Agreement with the kernel: agreed " + agreed + " of " + probes + " probes.");
        }
    }

    static List<Path> files() throws IOException {
        return CaseFile.written();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void a_written_case_agrees(Path file) throws IOException {
        agree(CaseFile.parse(file.getFileName().toString(), Files.readString(file)));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void a_generated_case_agrees(long seed) {
        agree(Generator.of(seed, Agree.PROBES));
    }

    @ParameterizedTest(name = "cluster, seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_generated_cluster_agrees(long seed) {
        agree(ClusterGenerator.of(seed, Agree.PROBES));
    }

    @ParameterizedTest(name = "cluster in IPv6, seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void a_generated_cluster_in_IPv6_agrees(long seed) {
        agree(ClusterGenerator.ofIpv6(seed, Agree.PROBES));
    }

    @ParameterizedTest(name = "seed {0} in IPv6")
    @ValueSource(longs = {2, 3, 4, 5, 6, 7})
    void a_generated_case_said_in_IPv6_agrees(long seed) {
        agree(Inet6Translation.of(Generator.of(seed, Agree.PROBES)));
    }

    @ParameterizedTest(name = "tunnels, seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_generated_case_with_tunnels_agrees(long seed) {
        agree(VxlanGenerator.of(seed, Agree.PROBES));
    }

    private static void agree(CaseFile file) {
        Judgement judgement = judge.of(file);
        probes += judgement.comparable();
        agreed += judgement.agreed();
        if (!judgement.disagreements().isEmpty()) {
            fail(file.name() + ": "
                    + judgement.disagreements().stream()
                            .map(Disagreement::toString)
                            .collect(Collectors.joining("\n")));
        }
    }
}
