package packetwalk.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** All vectors of the kinds that are built pass; the files lie beside the project, in {@code shared/vectors}. */
class VectorsTest {

    @TestFactory
    Stream<DynamicTest> whatKubernetesOwnTestsExpectIsSo() {
        Optional<Path> folder = folder();
        assumeTrue(folder.isPresent(), "no shared/vectors beside the project");
        VectorFolder vectors = VectorFolder.read(folder.get());
        return vectors.files().entrySet().stream()
                .flatMap(file -> VectorKind.of(file.getValue()).stream()
                        .flatMap(kind -> kind.run(file.getValue(), vectors).stream())
                        .map(outcome -> test(file.getKey(), outcome)));
    }

    @TestFactory
    Stream<DynamicTest> whatTheyExpectOfAFlowOfIpv4IsSoInIpv6() {
        Optional<Path> folder = folder();
        assumeTrue(folder.isPresent(), "no shared/vectors beside the project");
        return VectorFolder.read(folder.get()).files().entrySet().stream()
                .flatMap(file -> VectorKind.of(file.getValue()).flatMap(VectorKind::flows).stream()
                        .flatMap(mode -> FlowVectors.run(Inet6Twin.of(file.getValue()), mode).stream())
                        .map(outcome -> test(file.getKey(), outcome)));
    }

    private static DynamicTest test(String file, Outcome outcome) {
        return DynamicTest.dynamicTest(
                file + ": " + outcome.what(), () -> assertEquals(List.of(), outcome.differences()));
    }

    private static Optional<Path> folder() {
        return Stream.iterate(Path.of("").toAbsolutePath(), at -> at != null, Path::getParent)
                .map(at -> at.resolve("shared/vectors"))
                .filter(Files::isDirectory)
                .findFirst();
    }
}
