package packetwalk.kubectl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import packetwalk.Kept;

/** Ours prints what the real kubectl printed of the same objects; {@code agree --kubectl --keep FILE} made the data anew. */
class KubectlAgreementTest {

    private static final String KEPT = "kubectl.jsonl.gz";

    @TestFactory
    Stream<DynamicTest> prints_what_the_real_one_does() throws IOException {
        List<String> kept = Kept.read(KubectlAgreementTest.class, KEPT);
        return IntStream.range(0, kept.size() / 2)
                .boxed()
                .flatMap(at -> tests(Situation.parse(kept.get(2 * at + 1)), Situation.answers(kept.get(2 * at + 2))));
    }

    private static Stream<DynamicTest> tests(Situation situation, List<String> real) {
        List<String> ours = situation.answers();
        return IntStream.range(0, ours.size())
                .mapToObj(i -> DynamicTest.dynamicTest(
                        situation.commands().get(i), () -> assertEquals(real.get(i), ours.get(i))));
    }

    @Test
    void the_kept_answers_have_all_that_a_cluster_can_look_like() throws IOException {
        String kept = String.join("\n", Kept.read(KubectlAgreementTest.class, KEPT));
        for (String part : List.of(
                "CrashLoopBackOff",
                "Liveness probe failed",
                "Terminating (lasts",
                "Ready,SchedulingDisabled",
                "NotReady",
                "<pending>",
                "OldReplicaSets:",
                "Host Ports:",
                "Persistent Volume Claim Retention Policy",
                "Number of Nodes Misscheduled",
                "Last State:",
                "LoadBalancer Ingress",
                "(x2 over")) {
            assertTrue(kept.contains(part), part);
        }
    }
}
