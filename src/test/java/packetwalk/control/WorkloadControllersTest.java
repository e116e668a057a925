package packetwalk.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import packetwalk.api.ApiFault;

/** Deployments, ReplicaSets, DaemonSets and StatefulSets, as objects that come to be and go. */
class WorkloadControllersTest {

    private final ControlWorld world = new ControlWorld("a", "b", "c");

    private static String workload(String kind, String spec, String image) {
        return """
                apiVersion: apps/v1
                kind: %s
                metadata: {name: web}
                spec:
                  %s
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: c, image: %s}]}
                """.formatted(kind, spec, image);
    }

    private List<Pod> web() {
        return world.pods("app", "web");
    }

    private static String name(Pod pod) {
        return pod.getMetadata().getName();
    }

    private Stream<String> images() {
        return web().stream().map(pod -> pod.getSpec().getContainers().get(0).getImage());
    }

    @Test
    void a_replica_set_lets_go_of_a_pod_that_loses_its_label_and_makes_another() {
        world.apply(workload("ReplicaSet", "replicas: 2", "v1"));
        Pod strange = web().get(0);

        world.kubectl("label pod " + name(strange) + " app=debug --overwrite");

        assertEquals(2, web().size());
        assertEquals(
                List.of(), world.get(Pod.class, name(strange)).getMetadata().getOwnerReferences());
        world.kubectl("delete replicaset web");
        assertEquals(
                List.of(name(strange)),
                world.pods("app", "debug").stream()
                        .map(WorkloadControllersTest::name)
                        .toList());
    }

    @Test
    void a_replica_set_takes_a_pod_that_fits_and_belongs_to_nobody() {
        world.pod("lonely", Map.of("app", "web"));
        world.apply(workload("ReplicaSet", "replicas: 2", "v1"));
        assertEquals(2, web().size());
        world.pod("late", Map.of("app", "web"));
        assertEquals(2, web().size(), "one is too many");
        assertTrue(web().stream()
                .allMatch(pod -> pod.getMetadata().getOwnerReferences().size() == 1));
    }

    @Test
    void a_deployment_made_again_takes_back_what_it_left_behind() {
        world.apply(workload("Deployment", "replicas: 2", "v1"));
        List<Pod> before = web();
        world.kubectl("delete deployment web --cascade=orphan");
        world.apply(workload("Deployment", "replicas: 2", "v1"));

        assertEquals(
                before.stream().map(WorkloadControllersTest::name).toList(),
                web().stream().map(WorkloadControllersTest::name).toList());
        assertEquals(2, world.get(Deployment.class, "web").getStatus().getAvailableReplicas());
    }

    @Test
    void who_goes_back_to_an_earlier_template_gets_its_replica_set_under_the_next_revision() {
        world.apply(workload("Deployment", "replicas: 2", "v1"));
        world.apply(workload("Deployment", "replicas: 2", "v2"));
        world.apply(workload("Deployment", "replicas: 2", "v1"));

        assertEquals(2, world.api.list(ReplicaSet.class, "default").size());
        assertEquals(
                "3",
                world.get(Deployment.class, "web")
                        .getMetadata()
                        .getAnnotations()
                        .get("deployment.kubernetes.io/revision"));
        assertEquals(List.of("v1", "v1"), images().toList());
        String described = world.kubectl("describe deployment web");
        assertTrue(described.contains("(2/2 replicas created)"), described);
    }

    @Test
    void a_rollout_that_stands_still_is_late_after_its_deadline_and_says_so() {
        world.apply(workload("Deployment", "replicas: 2", "v1"));
        world.sick("v2");
        world.apply(workload("Deployment", "replicas: 2", "v2"));
        assertEquals(2, images().filter("v1"::equals).count());
        world.advance(Duration.ofSeconds(599));
        assertFalse(world.kubectl("rollout status deployment/web").contains("deadline"));

        world.advance(Duration.ofSeconds(5));

        ApiFault late = assertThrows(ApiFault.class, () -> world.kubectl("rollout status deployment/web"));
        assertEquals("deployment \"web\" exceeded its progress deadline", late.getMessage());
        world.apply(workload("Deployment", "replicas: 2", "v1"));
        assertEquals("deployment \"web\" successfully rolled out", world.kubectl("rollout status deployment/web"));
    }

    @Test
    void a_paused_deployment_is_scaled_and_not_rolled() {
        world.apply(workload("Deployment", "replicas: 2", "v1"));
        world.apply(workload("Deployment", "paused: true", "v2"));
        world.kubectl("scale deployment web --replicas=4");

        assertEquals(List.of("v1", "v1", "v1", "v1"), images().toList());
        assertTrue(world.kubectl("describe deployment web").contains("DeploymentPaused"));
    }

    @Test
    void a_daemon_stays_where_no_new_pods_may_come_and_goes_where_none_may_stay() {
        world.apply(workload("DaemonSet", "minReadySeconds: 0", "v1"));
        world.kubectl("patch node a -p '{\"spec\":{\"taints\":[{\"key\":\"x\",\"effect\":\"NoSchedule\"}]}}'");
        world.kubectl("patch node b -p '{\"spec\":{\"taints\":[{\"key\":\"x\",\"effect\":\"NoExecute\"}]}}'");
        world.kubectl("cordon c");

        assertEquals(1, world.on("a").size());
        assertEquals(0, world.on("b").size());
        assertEquals(1, world.on("c").size());
        var status = world.get(DaemonSet.class, "web").getStatus();
        assertEquals(1, status.getDesiredNumberScheduled());
        assertEquals(1, status.getNumberMisscheduled());
    }

    @Test
    void a_daemon_set_replaces_sick_pods_at_once_and_others_as_many_as_may_be_missing() {
        world.sick("v1");
        world.apply(workload("DaemonSet", "minReadySeconds: 0", "v1"));
        world.apply(workload("DaemonSet", "minReadySeconds: 0", "v2"));
        assertEquals(List.of("v2", "v2", "v2"), images().toList());

        world.sick("v3");
        world.apply(workload("DaemonSet", "updateStrategy: {rollingUpdate: {maxUnavailable: 2}}", "v3"));
        assertEquals(2, images().filter("v3"::equals).count());
    }

    @Test
    void a_stateful_set_has_two_revisions_while_it_rolls() {
        world.apply(workload("StatefulSet", "replicas: 3", "v1"));
        world.sick("v2");
        world.apply(workload("StatefulSet", "replicas: 3", "v2"));

        var status = world.get(StatefulSet.class, "web").getStatus();
        assertFalse(status.getCurrentRevision().equals(status.getUpdateRevision()));
        assertEquals(2, status.getCurrentReplicas());
        assertEquals(1, status.getUpdatedReplicas());
    }

    @Test
    void a_stateful_set_whose_pods_name_is_taken_says_so() {
        world.pod("web-0", Map.of("app", "somebody"));
        world.apply(workload("StatefulSet", "replicas: 1", "v1"));

        assertEquals(
                List.of(
                        "FailedCreate: create Pod web-0 in StatefulSet web failed error: pods \"web-0\" already exists"),
                world.events("web"));
    }

    @Test
    void a_pod_leaves_a_node_that_it_cannot_bear_at_once_or_when_its_patience_ends() {
        world.apply(workload("ReplicaSet", "replicas: 3", "v1"));
        String patient = world.on("a").get(0);
        world.kubectl("patch node a -p '{\"spec\":{\"taints\":"
                + "[{\"key\":\"node.kubernetes.io/unreachable\",\"effect\":\"NoExecute\"}]}}'");
        world.advance(Duration.ofSeconds(299));
        assertEquals(List.of(patient), world.on("a"));
        world.kubectl("patch node a -p '{\"spec\":{\"taints\":null}}'");
        assertTrue(
                world.events(patient).contains("TaintManagerEviction: Cancelling deletion of Pod default/" + patient));
        world.advance(Duration.ofSeconds(10));
        assertEquals(List.of(patient), world.on("a"));

        world.kubectl("patch node a -p '{\"spec\":{\"taints\":[{\"key\":\"x\",\"effect\":\"NoExecute\"}]}}'");

        assertEquals(List.of(), world.on("a"));
        assertEquals(3, web().size());
    }
}
