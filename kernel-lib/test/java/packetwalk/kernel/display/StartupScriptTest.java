package packetwalk.kernel.display;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code ./packetwalk shell} starts with {@code startup.jsh}; the notebook kernels with {@link Imports}. */
class StartupScriptTest {
    @Test
    void a_shell_and_a_notebook_start_with_the_same_imports() throws IOException {
        String imports = Stream.of(Imports.JDK, Imports.LIBRARY)
                .flatMap(List::stream)
                .map(name -> "import " + name + ";\n")
                .collect(Collectors.joining());
        try (var script = Objects.requireNonNull(Imports.class.getResourceAsStream("/packetwalk/startup.jsh"))) {
            assertEquals(imports, new String(script.readAllBytes(), UTF_8));
        }
    }
}
