package packetwalk.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import packetwalk.api.ApiFault;
import packetwalk.api.Manifests;
import packetwalk.time.Simulation;

/** What the real API server says to a manifest, ours says too: {@code src/test/go/apiserver} asked it. */
class ServerAgreementTest {

    static Stream<Arguments> manifests() throws IOException {
        List<String> manifests = lines("manifests.txt");
        List<String> answers = lines("answers.txt");
        assertEquals(
                manifests.size(), answers.size(), "answers.txt is not of these manifests; run the Go program again");
        return IntStream.range(0, manifests.size()).mapToObj(i -> Arguments.of(manifests.get(i), answers.get(i)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("manifests")
    void a_manifest_is_answered_as_the_api_server_answers_it(String manifest, String answer) {
        ApiServer api = new ApiServer(new Simulation(1));
        assertEquals(answer, answer(api, manifest));
    }

    private static String answer(ApiServer api, String manifest) {
        try {
            for (HasMetadata object : Manifests.read(manifest).objects()) {
                api.create(object);
            }
            return "ok";
        } catch (ApiFault refused) {
            // The handler puts this in front of what the decoder says
            return refused.getMessage().replaceFirst("^\\w+ in version \"[\\w./]+\" cannot be handled as a \\w+: ", "");
        }
    }

    private static List<String> lines(String file) throws IOException {
        try (InputStream stream = ServerAgreementTest.class.getResourceAsStream(file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        }
    }
}
