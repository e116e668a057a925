package packetwalk.proxy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.proxy.Objects.NODE;
import static packetwalk.proxy.Objects.slice;
import static packetwalk.proxy.Objects.web;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import org.junit.jupiter.api.Test;
import packetwalk.net.IpAddress;

class StaleFlowsTest {

    private static final IpAddress CLUSTER_IP = IpAddress.parse("172.30.0.10");
    private static final IpAddress NODE_IP = IpAddress.parse("192.168.0.2");
    private static final IpAddress STAYS = IpAddress.parse("10.0.0.1");
    private static final IpAddress GONE = IpAddress.parse("10.0.0.9");

    private static StaleFlows stale(String protocol, EndpointSlice... slices) {
        var service = web(protocol)
                .editSpec()
                .withType("NodePort")
                .editFirstPort()
                .withNodePort(30_000)
                .endPort()
                .endSpec()
                .build();
        return StaleFlows.of(ProxyView.of(NODE, List.of(service), List.of(slices)));
    }

    @Test
    void aConnectionToAnEndpointThatHasGoneIsStale() {
        assertTrue(stale("UDP", slice("UDP", "10.0.0.1")).contains(CLUSTER_IP, 80, GONE, 8080));
    }

    @Test
    void aConnectionToAnEndpointThatServesStays() {
        assertFalse(stale("UDP", slice("UDP", "10.0.0.1")).contains(CLUSTER_IP, 80, STAYS, 8080));
    }

    @Test
    void tcpIsLeftToFindOutByItself() {
        assertFalse(stale("TCP", slice("TCP", "10.0.0.1")).contains(CLUSTER_IP, 80, GONE, 8080));
    }

    @Test
    void withoutEndpointsTheServicesAddressIsClearedButNotANodePortsNumber() {
        assertTrue(stale("UDP").contains(CLUSTER_IP, 80, GONE, 8080));
        assertFalse(stale("UDP").contains(NODE_IP, 30_000, GONE, 8080));
        assertTrue(stale("UDP", slice("UDP", "10.0.0.1")).contains(NODE_IP, 30_000, GONE, 8080));
    }

    @Test
    void anothersConnectionIsLeftAlone() {
        assertFalse(stale("UDP", slice("UDP", "10.0.0.1")).contains(NODE_IP, 53, GONE, 53));
    }
}
