package packetwalk.oracle;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a packet meets in the engine, it meets in the Linux kernel of this machine. Needs root and the tools. */
@Tag("oracle")
@DisplayName("Agreement with the Linux kernel")
class OracleTest {

    /** Probes of a generated topology. */
    private static final int PROBES = 25;

    private static KernelWorld kernel;
    private static int probes;
    private static int agreed;

    @BeforeAll
    static void findTheKernel() {
        String obstacle = KernelWorld.obstacle();
        if (!obstacle.isEmpty()) {
            System.out.println("Agreement with the kernel: skipped, " + obstacle + ".");
        }
        assumeTrue(obstacle.isEmpty(), obstacle);
        kernel = KernelWorld.start();
    }

    @AfterAll
    static void tellTheSum() {
        if (kernel != null) {
            kernel.close();
            System.out.println("Agreement with the kernel: agreed " + agreed + " of " + probes + " probes.");
        }
    }

    static List<Path> files() throws IOException, URISyntaxException {
        Path folder = Path.of(OracleTest.class.getResource("kernel.py").toURI()).getParent();
        String only = System.getProperty("packetwalk.oracle.case", "");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(path -> path.toString().endsWith(only + ".case"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void a_written_case_agrees(Path file) throws IOException {
        agree(CaseFile.parse(file.getFileName().toString(), Files.readString(file)));
    }

    static LongStream seeds() {
        long first = Long.getLong("packetwalk.oracle.seed", 1);
        return LongStream.range(first, first + Integer.getInteger("packetwalk.oracle.topologies", 10));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_generated_case_agrees(long seed) throws IOException {
        String text = Generator.text(seed, PROBES);
        try {
            agree(CaseFile.parse("seed " + seed, text));
        } catch (AssertionError | IllegalArgumentException e) {
            Path kept = Files.writeString(Path.of("target", "oracle-seed-" + seed + ".case"), text);
            throw new AssertionError("seed " + seed + ", kept as " + kept + ": " + e.getMessage(), e);
        }
    }

    private static void agree(CaseFile file) {
        kernel.reset();
        try (EngineWorld engine = new EngineWorld(1)) {
            Agreement agreement = new Agreement(engine, kernel);
            try {
                agreement.run(file);
            } finally {
                probes += agreement.probes();
                agreed += agreement.agreed();
            }
            List<String> disagreements = agreement.disagreements();
            if (!disagreements.isEmpty()) {
                fail(file.name() + ": " + disagreements.size() + " disagreements\n" + String.join("\n", disagreements));
            }
        }
    }
}
