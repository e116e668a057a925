package packetwalk.control;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import packetwalk.apiserver.ApiServer;
import packetwalk.apiserver.EventRecorder;
import packetwalk.time.Simulation;

/**
 * What becomes of a node whose kubelet falls silent: not ready after the grace period, tainted, its pods unready at once
 * and evicted when they no longer tolerate it. pkg/controller/nodelifecycle and tainteviction.
 *
 * <p>Heartbeats are not sent one by one: whoever stops a machine says so here, and what follows comes at its time.
 */
public final class NodeLifecycle {

    /** {@code --node-monitor-grace-period}, 50 s since Kubernetes 1.32. */
    private static final Duration GRACE = Duration.ofSeconds(50);

    private static final String UNREACHABLE = "node.kubernetes.io/unreachable";

    private final ApiServer api;
    private final Simulation simulation;
    private final EventRecorder events;
    private final Map<String, Simulation.Timer> silent = new LinkedHashMap<>();

    NodeLifecycle(ControlPlane plane) {
        this.api = plane.api();
        this.simulation = plane.simulation();
        this.events = new EventRecorder(api, "node-controller", "");
    }

    /** The node's kubelet will not be heard of from now on. */
    public void lost(String node) {
        silent.computeIfAbsent(node, any -> simulation.after(GRACE.toNanos(), () -> notReady(node)));
    }

    /** It is heard of again. */
    public void heardOf(String node) {
        Simulation.Timer timer = silent.remove(node);
        if (timer == null) {
            return;
        }
        timer.cancel();
        api.find(Node.class, "", node).filter(NodeLifecycle::isTainted).ifPresent(present -> {
            api.update(new NodeBuilder(present)
                    .editSpec()
                    .removeMatchingFromTaints(taint -> UNREACHABLE.equals(taint.getKey()))
                    .endSpec()
                    .build());
            condition(node, "True", "KubeletReady", "kubelet is posting ready status");
        });
    }

    private static boolean isTainted(Node node) {
        return node.getSpec().getTaints().stream().anyMatch(taint -> UNREACHABLE.equals(taint.getKey()));
    }

    private void notReady(String name) {
        api.find(Node.class, "", name).ifPresent(node -> {
            condition(name, "Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status.");
            api.edit(
                    Node.class,
                    "",
                    name,
                    present -> new NodeBuilder(present)
                            .editSpec()
                            .addNewTaint("NoSchedule", UNREACHABLE, api.timestamp(), null)
                            .addNewTaint("NoExecute", UNREACHABLE, api.timestamp(), null)
                            .endSpec()
                            .build());
            events.normal(node, "NodeNotReady", "Node " + name + " status is now: NodeNotReady");
            api.podsOn(name).forEach(pod -> strand(name, pod));
        });
    }

    private void condition(String node, String status, String reason, String message) {
        api.editStatus(
                Node.class,
                "",
                node,
                present -> new NodeBuilder(present)
                        .editStatus()
                        .removeMatchingFromConditions(each -> "Ready".equals(each.getType()))
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus(status)
                        .withReason(reason)
                        .withMessage(message)
                        .withLastHeartbeatTime(api.timestamp())
                        .withLastTransitionTime(api.timestamp())
                        .endCondition()
                        .endStatus()
                        .build());
    }

    /** {@code MarkPodsNotReady()}, and the eviction to come. */
    private void strand(String node, Pod pod) {
        api.updateStatus(new PodBuilder(pod)
                .editStatus()
                .removeMatchingFromConditions(each -> "Ready".equals(each.getType()))
                .addNewCondition()
                .withType("Ready")
                .withStatus("False")
                .withLastTransitionTime(api.timestamp())
                .endCondition()
                .endStatus()
                .build());
        OptionalLong patience = patience(pod);
        Simulation.Timer since = silent.get(node);
        if (patience.isPresent()) {
            simulation.after(Duration.ofSeconds(patience.getAsLong()).toNanos(), () -> {
                if (silent.get(node) == since) {
                    evict(pod);
                }
            });
        }
    }

    /** How long it stays on a node with that taint; empty for ever. 0 s where it does not tolerate it at all. */
    private static OptionalLong patience(Pod pod) {
        Taint taint = new Taint("NoExecute", UNREACHABLE, null, null);
        var tolerations = pod.getSpec().getTolerations().stream()
                .filter(each -> NodeFit.tolerates(each, taint))
                .toList();
        if (tolerations.stream().anyMatch(each -> each.getTolerationSeconds() == null)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(tolerations.stream()
                .mapToLong(Toleration::getTolerationSeconds)
                .min()
                .orElse(0));
    }

    private void evict(Pod pod) {
        if (api.findByUid(pod.getMetadata().getUid()).isPresent()) {
            events.normal(
                    pod,
                    "TaintManagerEviction",
                    "Marking for deletion Pod " + pod.getMetadata().getNamespace() + "/"
                            + pod.getMetadata().getName());
            api.delete(
                    Pod.class,
                    pod.getMetadata().getNamespace(),
                    pod.getMetadata().getName());
        }
    }
}
