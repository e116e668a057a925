package packetwalk.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchedulerTest {

    private final ControlWorld world = new ControlWorld("a", "b", "c");

    private static String deployment(String name, int replicas) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s}
                spec:
                  replicas: %2$d
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec: {containers: [{name: c, image: c}]}
                """.formatted(name, replicas);
    }

    private List<Integer> spread() {
        return List.of(world.on("a").size(), world.on("b").size(), world.on("c").size());
    }

    @Test
    void an_owners_pods_are_spread_even_where_that_fills_the_fullest_node() {
        world.kubectl("cordon b");
        world.kubectl("cordon c");
        world.apply(deployment("first", 4));
        world.kubectl("uncordon b");
        world.kubectl("uncordon c");
        world.apply(deployment("second", 3));

        assertEquals(List.of(5, 1, 1), spread());
    }

    @Test
    void pods_of_nobody_go_where_the_fewest_are() {
        world.apply(deployment("web", 2));
        world.pod("x", Map.of());
        world.pod("y", Map.of());

        assertEquals(List.of(2, 1, 1), spread());
        assertEquals("c", world.get(Pod.class, "x").getSpec().getNodeName());
    }

    @Test
    void a_pod_that_is_gone_leaves_its_place() {
        world.apply(deployment("web", 6));
        world.kubectl("scale deployment web --replicas=0");
        world.apply(deployment("other", 30));

        assertEquals(List.of(10, 10, 10), spread());
    }

    @Test
    void what_fits_nowhere_says_why_and_is_placed_when_a_node_comes() {
        world.kubectl("cordon a");
        world.kubectl("label node b disk=ssd");
        world.apply(deployment("big", 1)
                .replace("image: c", "image: c, resources: {requests: {cpu: '3'}}")
                .replace("spec: {containers", "spec: {nodeSelector: {disk: ssd}, containers"));

        Pod pod = world.pods("app", "big").get(0);
        assertNull(pod.getSpec().getNodeName());
        String why = world.events(pod.getMetadata().getName()).get(0);
        assertEquals(
                "FailedScheduling: 0/3 nodes are available: 1 Insufficient cpu,"
                        + " 1 node(s) didn't match Pod's node affinity/selector, 1 node(s) were unschedulable."
                        + " preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
                why);

        world.api.editStatus(
                Node.class,
                "",
                "b",
                node -> node.edit()
                        .editStatus()
                        .addToAllocatable("cpu", new Quantity("4"))
                        .endStatus()
                        .build());
        world.settle();
        assertEquals("b", world.pods("app", "big").get(0).getSpec().getNodeName());
    }

    @Test
    void gates_hold_a_pod_back_and_another_schedulers_pods_are_left_to_it() {
        world.apply(
                deployment("held", 1).replace("spec: {containers", "spec: {schedulingGates: [{name: x}], containers"));
        world.apply(deployment("theirs", 1).replace("spec: {containers", "spec: {schedulerName: theirs, containers"));
        world.advance(Duration.ofMinutes(1));

        assertEquals(List.of(0, 0, 0), spread());
        assertTrue(world.kubectl("get pods -l app=held").contains("SchedulingGated"));
        Pod held = world.pods("app", "held").get(0);
        world.api.edit(
                Pod.class,
                "default",
                held.getMetadata().getName(),
                pod -> pod.edit().editSpec().withSchedulingGates().endSpec().build());
        world.settle();
        assertEquals(List.of(1, 0, 0), spread());
    }
}
