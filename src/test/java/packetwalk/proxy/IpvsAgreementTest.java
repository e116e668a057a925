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
 * Our proxier of ipvs mode makes what the real kube-proxy made; {@code agree --kube-proxy --mode ipvs --keep FILE} made
 * the data anew.
 */
class IpvsAgreementTest {

    private static final String KEPT = "kube-proxy-ipvs.jsonl.gz";

    @TestFactory
    Stream<DynamicTest> makesVirtualServersSetsAddressesAndRulesAsTheRealOneDoes() throws IOException {
        List<String> kept = Kept.read(IpvsAgreementTest.class, KEPT);
        return IntStream.range(0, kept.size() / 2)
                .mapToObj(at -> DynamicTest.dynamicTest(
                        kept.get(0) + " case " + at,
                        () -> assertEquals(
                                Optional.empty(),
                                OurIpvsProxy.difference(kept.get(2 * at + 1), kept.get(2 * at + 2)))));
    }

    @Test
    void theKeptAnswersHaveEverythingThatAProxierCanMake() throws IOException {
        String kept = String.join("\n", Kept.read(IpvsAgreementTest.class, KEPT));
        for (String part : List.of(
                "-A KUBE-IPVS-OUT-FILTER -s",
                "KUBE-LOAD-BALANCER-SOURCE-CIDR hash:ip,port,net",
                "KUBE-LOAD-BALANCER-SOURCE-IP hash:ip,port,ip",
                "KUBE-EXTERNAL-IP-LOCAL hash",
                "KUBE-NODE-PORT-LOCAL-SCTP-HASH",
                "KUBE-HEALTH-CHECK-NODE-PORT bitmap:port",
                "KUBE-6-LOOP-BACK",
                "mh flags 17 timeout",
                "src,dst -j KUBE-MARK-MASQ",
                "! -s 10.0.0.0/8 -j KUBE-MARK-MASQ")) {
            assertTrue(kept.contains(part), part);
        }
    }
}
