package packetwalk.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointSliceMirroringControllerTest {

    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: db}
            spec: {ports: [{port: 5432}]}
            """;

    private static final String ENDPOINTS = """
            apiVersion: v1
            kind: Endpoints
            metadata: {name: db, labels: {tier: back}, annotations: {note: ours}}
            subsets:
            - addresses: [{ip: 203.0.113.10}]
              notReadyAddresses: [{ip: 203.0.113.11}]
              ports: [{port: 5432}]
            """;

    private final ControlWorld world = new ControlWorld("a");

    private EndpointSlice slice() {
        List<EndpointSlice> slices = world.slices("db");
        assertEquals(1, slices.size(), slices::toString);
        return slices.get(0);
    }

    /** Each slice as its family, its ports and its endpoints, unready ones with a mark. */
    private List<String> slices() {
        return world.slices("db").stream()
                .map(slice -> slice.getAddressType() + " "
                        + slice.getPorts().stream().map(port -> port.getPort()).toList() + " "
                        + slice.getEndpoints().stream()
                                .map(each -> each.getAddresses().get(0)
                                        + (each.getConditions().getReady() ? "" : "!"))
                                .toList())
                .sorted()
                .toList();
    }

    @Test
    void endpoints_of_a_service_without_a_selector_become_a_slice() {
        world.apply(SERVICE);
        world.apply(ENDPOINTS);

        assertEquals(List.of("IPv4 [5432] [203.0.113.10, 203.0.113.11!]"), slices());
        assertEquals(
                Map.of(
                        "tier",
                        "back",
                        "kubernetes.io/service-name",
                        "db",
                        "endpointslice.kubernetes.io/managed-by",
                        "endpointslicemirroring-controller.k8s.io"),
                slice().getMetadata().getLabels());
        assertEquals(Map.of("note", "ours"), slice().getMetadata().getAnnotations());
        assertEquals(
                "Endpoints", slice().getMetadata().getOwnerReferences().get(0).getKind());
    }

    @Test
    void whichever_is_there_first() {
        world.apply(ENDPOINTS);
        assertEquals(List.of(), slices());
        world.apply(SERVICE);
        assertEquals(List.of("IPv4 [5432] [203.0.113.10, 203.0.113.11!]"), slices());
    }

    @Test
    void a_change_keeps_the_slice_and_each_family_has_its_own() {
        world.apply(SERVICE);
        world.apply(ENDPOINTS);
        String name = slice().getMetadata().getName();

        world.apply(ENDPOINTS.replace("[{ip: 203.0.113.10}]", "[{ip: 203.0.113.12}, {ip: '2001:db8::12'}]"));

        assertEquals(List.of("IPv4 [5432] [203.0.113.12, 203.0.113.11!]", "IPv6 [5432] [2001:db8::12]"), slices());
        assertTrue(world.slices("db").stream()
                .anyMatch(slice -> slice.getMetadata().getName().equals(name)));
    }

    @Test
    void subsets_that_overlap_are_told_apart_by_their_ports() {
        world.apply(SERVICE);
        world.apply("""
                apiVersion: v1
                kind: Endpoints
                metadata: {name: db}
                subsets:
                - addresses: [{ip: 203.0.113.10}, {ip: 203.0.113.11}]
                  ports: [{name: a, port: 1}, {name: b, port: 2}]
                - addresses: [{ip: 203.0.113.12}]
                  notReadyAddresses: [{ip: 203.0.113.10}]
                  ports: [{name: b, port: 2}]
                """);
        assertEquals(
                List.of(
                        "IPv4 [1] [203.0.113.10, 203.0.113.11]",
                        "IPv4 [2] [203.0.113.11, 203.0.113.12, 203.0.113.10!]"),
                slices());
    }

    @Test
    void who_says_so_is_not_mirrored_nor_is_a_service_that_selects() {
        world.apply(SERVICE);
        world.apply(ENDPOINTS);
        world.kubectl("label endpoints db endpointslice.kubernetes.io/skip-mirror=true");
        assertEquals(List.of(), slices());
        world.kubectl("label endpoints db endpointslice.kubernetes.io/skip-mirror-");
        assertEquals(1, slices().size());

        world.pod("one", Map.of("app", "db"));
        world.kubectl("patch svc db -p '{\"spec\":{\"selector\":{\"app\":\"db\"}}}'");

        assertEquals(
                "endpointslice-controller.k8s.io",
                slice().getMetadata().getLabels().get("endpointslice.kubernetes.io/managed-by"));
    }

    @Test
    void what_a_person_does_to_a_mirrored_slice_is_put_right() {
        world.apply(SERVICE);
        world.apply(ENDPOINTS);
        world.kubectl("delete endpointslice " + slice().getMetadata().getName());
        assertEquals(List.of("IPv4 [5432] [203.0.113.10, 203.0.113.11!]"), slices());
    }

    @Test
    void a_service_takes_its_endpoints_along_and_endpoints_their_slices() {
        world.apply(SERVICE);
        world.apply(ENDPOINTS);
        world.kubectl("delete endpoints db");
        assertEquals(List.of(), slices());

        world.apply(ENDPOINTS);
        world.kubectl("delete svc db");

        assertEquals(List.of(), slices());
        assertEquals("", world.kubectl("get endpoints -o jsonpath={.items[?(@.metadata.name=='db')].metadata.name}"));
    }

    @Test
    void more_than_a_thousand_are_too_many_and_an_event_says_so() {
        world.apply(SERVICE);
        StringBuilder addresses = new StringBuilder("{ip: 203.0.0.1}");
        for (int i = 2; i <= 1003; i++) {
            addresses
                    .append(", {ip: 203.0.")
                    .append(i / 250)
                    .append('.')
                    .append(i % 250 + 1)
                    .append('}');
        }
        world.apply("""
                apiVersion: v1
                kind: Endpoints
                metadata: {name: db}
                subsets: [{addresses: [%s], ports: [{port: 5432}]}]
                """.formatted(addresses));
        assertEquals(1000, slice().getEndpoints().size());
        assertTrue(world.kubectl("get events")
                .contains("A max of 1000 addresses can be mirrored to EndpointSlices per"
                        + " Endpoints subset. 3 addresses were skipped"));
    }
}
