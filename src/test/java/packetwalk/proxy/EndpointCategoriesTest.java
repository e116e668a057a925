package packetwalk.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import packetwalk.net.IpAddress;

class EndpointCategoriesTest {

    private static final NodeConfig NODE =
            Objects.NODE.withTopologyLabels(Map.of("topology.kubernetes.io/zone", "zone-a"));

    private static ProxyEndpoint endpoint(String ip, String state, Set<String> zones, Set<String> nodes) {
        Set<String> words = new HashSet<>(List.of(state.split(" ")));
        return new ProxyEndpoint(
                IpAddress.parse(ip),
                80,
                words.contains("local"),
                words.contains("ready"),
                words.contains("ready") || words.contains("serving"),
                words.contains("terminating"),
                zones,
                nodes);
    }

    private static ProxyEndpoint endpoint(String ip, String state) {
        return endpoint(ip, state, Set.of(), Set.of());
    }

    private static ServicePort port(int nodePort, boolean externalLocal, boolean internalLocal) {
        IpAddress clusterIp = IpAddress.parse("172.30.0.10");
        return new ServicePort(
                clusterIp,
                80,
                "TCP",
                nodePort,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                0,
                externalLocal,
                internalLocal);
    }

    private static List<String> texts(List<ProxyEndpoint> endpoints) {
        return endpoints.stream().map(endpoint -> endpoint.ip().toString()).toList();
    }

    @Test
    void withoutAReadyOneThoseThatLeaveAndServeAreUsed() {
        EndpointCategories of = EndpointCategories.of(
                List.of(endpoint("10.0.0.1", "serving terminating"), endpoint("10.0.0.2", "terminating")),
                port(0, false, false),
                NODE);
        assertEquals(List.of("10.0.0.1"), texts(of.cluster()));
        assertTrue(of.anywhere());
    }

    @Test
    void oneReadyAnywhereKeepsTheLeavingOnesOut() {
        EndpointCategories of = EndpointCategories.of(
                List.of(endpoint("10.0.0.1", "serving terminating"), endpoint("10.0.1.1", "ready")),
                port(0, false, false),
                NODE);
        assertEquals(List.of("10.0.1.1"), texts(of.cluster()));
    }

    @Test
    void localAndClusterFallBackEachByItself() {
        EndpointCategories of = EndpointCategories.of(
                List.of(endpoint("10.0.0.1", "local serving terminating"), endpoint("10.0.1.1", "ready")),
                port(30_000, true, false),
                NODE);
        assertEquals(List.of("10.0.1.1"), texts(of.cluster()));
        assertEquals(List.of("10.0.0.1"), texts(of.local()));
        assertEquals(List.of("10.0.1.1", "10.0.0.1"), texts(of.allReachable()));
    }

    @Test
    void aPolicyLocalReachesNobodyWhereOthersDo() {
        EndpointCategories of =
                EndpointCategories.of(List.of(endpoint("10.0.1.1", "ready")), port(0, false, true), NODE);
        assertEquals(List.of(), of.allReachable());
        assertTrue(of.anywhere());
    }

    @Test
    void hintsForThisZoneNarrowTheChoice() {
        EndpointCategories of = EndpointCategories.of(
                List.of(
                        endpoint("10.0.0.1", "ready", Set.of("zone-a"), Set.of()),
                        endpoint("10.0.1.1", "ready", Set.of("zone-b"), Set.of())),
                port(0, false, false),
                NODE);
        assertEquals(List.of("10.0.0.1"), texts(of.cluster()));
    }

    @Test
    void oneEndpointWithoutAHintUndoesThem() {
        EndpointCategories of = EndpointCategories.of(
                List.of(endpoint("10.0.0.1", "ready", Set.of("zone-a"), Set.of()), endpoint("10.0.1.1", "ready")),
                port(0, false, false),
                NODE);
        assertEquals(2, of.cluster().size());
    }

    @Test
    void hintsForThisNodeGoBeforeThoseForItsZone() {
        EndpointCategories of = EndpointCategories.of(
                List.of(
                        endpoint("10.0.0.1", "ready", Set.of("zone-a"), Set.of("node-b")),
                        endpoint("10.0.0.2", "ready", Set.of("zone-b"), Set.of("node-a"))),
                port(0, false, false),
                NODE);
        assertEquals(List.of("10.0.0.2"), texts(of.cluster()));
    }

    @Test
    void nobodyIsNobody() {
        assertFalse(
                EndpointCategories.of(List.of(), port(0, false, false), NODE).anywhere());
    }
}
