package packetwalk.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import packetwalk.Kept;

/** Our proxier says what the real kube-proxy said; {@code agree --kube-proxy --keep FILE} made the data anew. */
class KubeProxyAgreementTest {

    private static final String KEPT = "kube-proxy.jsonl.gz";

    @TestFactory
    Stream<DynamicTest> feedsIptablesRestoreWhatTheRealOneDoes() throws IOException {
        List<String> kept = Kept.read(KubeProxyAgreementTest.class, KEPT);
        return IntStream.range(0, kept.size() / 2)
                .mapToObj(at -> DynamicTest.dynamicTest(
                        kept.get(0) + " case " + at, () -> agree(kept.get(2 * at + 1), kept.get(2 * at + 2))));
    }

    private static void agree(String question, String answer) {
        Optional<String> difference = Answer.parse(answer).difference(OurKubeProxy.answer(Question.parse(question)));
        assertEquals(Optional.empty(), difference);
    }

    @Test
    void theKeptAnswersHaveEverythingThatAProxierCanWrite() throws IOException {
        String kept = String.join("\n", Kept.read(KubeProxyAgreementTest.class, KEPT));
        for (String part : List.of(
                "KUBE-FW-",
                "KUBE-SVL-",
                "has no local endpoints",
                "-j REJECT",
                "--rcheck",
                "-X KUBE-SEP-",
                "nfacct-name",
                "! -d ::1/128",
                "route LOCAL traffic",
                "pod traffic for",
                "health check node port",
                "-m sctp",
                "-i cni0")) {
            assertTrue(kept.contains(part), part);
        }
    }

    @Test
    void aQuestionIsTheSameAfterItWasWrittenAndRead() {
        String question = RandomCluster.of(1).toJson();
        assertEquals(question, Question.parse(question).toJson());
    }
}
