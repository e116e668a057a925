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

/**
 * Our proxier of nftables mode runs the transactions that the real kube-proxy ran, and leaves the same tables; {@code agree
 * --kube-proxy --mode nftables --keep FILE} made the data anew.
 */
class NftablesAgreementTest {

    private static final String KEPT = "kube-proxy-nftables.jsonl.gz";

    @TestFactory
    Stream<DynamicTest> runsTheTransactionsThatTheRealOneDoes() throws IOException {
        List<String> kept = Kept.read(NftablesAgreementTest.class, KEPT);
        return IntStream.range(0, kept.size() / 2)
                .mapToObj(at -> DynamicTest.dynamicTest(
                        kept.get(0) + " case " + at,
                        () -> assertEquals(
                                Optional.empty(),
                                OurNftablesProxy.difference(kept.get(2 * at + 1), kept.get(2 * at + 2)))));
    }

    @Test
    void theKeptAnswersHaveEverythingThatAProxierCanWrite() throws IOException {
        String kept = String.join("\n", Kept.read(NftablesAgreementTest.class, KEPT));
        for (String part : List.of(
                "delete chain ip kube-proxy service-",
                "delete set ip kube-proxy affinity-",
                "flush chain ip6 kube-proxy external-",
                "delete element ip kube-proxy service-ips",
                "goto reject-chain }",
                ": drop }",
                "numgen random mod 2 vmap",
                "dnat ip6 addr . port to numgen random mod",
                "dnat to [fd00",
                "Drop traffic to unallocated ClusterIPs",
                "ip daddr @nodeport-ips",
                "fib daddr type local ip6 daddr != ::1",
                "iifname != veth*",
                "iifname cni0 goto",
                "masquerade all clusterIP traffic",
                "flags dynamic,timeout ; timeout 10800s")) {
            assertTrue(kept.contains(part), part);
        }
    }
}
