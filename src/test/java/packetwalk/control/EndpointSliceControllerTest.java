package packetwalk.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EndpointSliceControllerTest {

    private static final Map<String, String> WEB = Map.of("app", "web");

    private final ControlWorld world = new ControlWorld("a", "b");

    @BeforeEach
    void a_service_with_two_pods() {
        world.apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec: {selector: {app: web}, ports: [{port: 80}]}
                """);
        world.pod("one", WEB);
        world.pod("two", WEB);
    }

    private EndpointSlice slice() {
        List<EndpointSlice> slices = world.slices("web");
        assertEquals(1, slices.size());
        return slices.get(0);
    }

    private List<String> endpoints() {
        return slice().getEndpoints().stream()
                .map(each -> each.getTargetRef().getName())
                .toList();
    }

    @Test
    void a_node_that_learns_its_zone_tells_it_to_its_endpoints_and_another_label_to_nobody() {
        String version = slice().getMetadata().getResourceVersion();
        world.kubectl("label node a colour=red");
        assertEquals(version, slice().getMetadata().getResourceVersion());

        world.kubectl("label node a topology.kubernetes.io/zone=east");

        assertEquals(
                Arrays.asList("east", null),
                slice().getEndpoints().stream().map(Endpoint::getZone).toList());
    }

    @Test
    void a_pod_that_loses_the_label_is_no_endpoint_and_one_that_gets_it_is() {
        world.pod("three", Map.of("app", "other"));
        world.kubectl("label pod one app=other --overwrite");
        assertEquals(List.of("two"), endpoints());
        world.kubectl("label pod three app=web --overwrite");
        assertEquals(List.of("two", "three"), endpoints());
    }

    @Test
    void a_service_that_selects_others_has_others() {
        world.pod("three", Map.of("app", "other"));
        world.kubectl("patch service web -p '{\"spec\":{\"selector\":{\"app\":\"other\"}}}'");
        assertEquals(List.of("three"), endpoints());
        world.pod("four", Map.of("app", "other"));
        world.pod("five", WEB);
        assertEquals(List.of("three", "four"), endpoints());
    }

    @Test
    void what_a_person_does_to_a_slice_is_put_right() {
        world.kubectl("delete endpointslice " + slice().getMetadata().getName());
        assertEquals(List.of("one", "two"), endpoints());
        world.kubectl("patch endpointslice " + slice().getMetadata().getName() + " -p '{\"endpoints\":null}'");
        assertEquals(List.of("one", "two"), endpoints());
    }

    @Test
    void a_pod_is_no_endpoint_while_its_node_does_not_exist() {
        world.api.delete(Node.class, "", "a");
        world.kubectl("label pod two touched=yes");
        assertEquals("a", world.get(Pod.class, "one").getSpec().getNodeName());
        assertEquals(List.of("two"), endpoints());
        world.node("a");
        world.settle();
        assertEquals(List.of("two", "one"), endpoints());
    }
}
