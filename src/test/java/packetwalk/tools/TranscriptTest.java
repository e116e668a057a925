package packetwalk.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What commands print is what the real tools printed: recorded once, and where there is root, asked again.
 *
 * <p>{@code -Dpacketwalk.record=DIRECTORY} writes what the real tools print there, to be reviewed and kept.
 */
class TranscriptTest {

    private static Stream<String> transcripts() {
        return Stream.of(
                "addresses",
                "devices",
                "routes",
                "policy",
                "neighbours",
                "vxlan",
                "sockets",
                "settings",
                "connections",
                "connection-rules",
                "rules",
                "matches-core",
                "matches-packet",
                "counting",
                "targets",
                "matches-header",
                "matches-icmp",
                "matches-host",
                "matches-ipsec",
                "matches-sctp",
                "matches-payload",
                "matches-unmodelled");
    }

    @ParameterizedTest(name = "{0}.txt")
    @MethodSource("transcripts")
    void commands_print_what_the_real_tools_printed(String name) {
        Transcript transcript = Transcript.named(name);
        String recorded = String.join("\n", transcript.lines()) + "\n";

        assertEquals(recorded, transcript.replay(new SimulatedNode()));
    }

    @Tag("kernel")
    @ParameterizedTest(name = "{0}.txt")
    @MethodSource("transcripts")
    void the_real_tools_of_this_machine_print_the_same(String name) throws IOException {
        assumeTrue(RealNode.missing().isEmpty(), "real tools not asked: " + RealNode.missing());
        Transcript transcript = Transcript.named(name);
        try (RealNode node = new RealNode()) {
            String real = transcript.replay(node);
            String directory = System.getProperty("packetwalk.record", "");
            if (!directory.isEmpty()) {
                Files.writeString(Path.of(directory, name + ".txt"), real);
            }

            assertEquals(String.join("\n", transcript.lines()) + "\n", real);
        }
    }
}
