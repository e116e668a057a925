package packetwalk.control;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import packetwalk.agent.NodeStatuses;
import packetwalk.apiserver.ApiServer;
import packetwalk.apiserver.EventRecorder;
import packetwalk.apiserver.Watcher;
import packetwalk.time.Simulation;

/**
 * What becomes of a node whose kubelet falls silent: not ready after the grace period, its pods unready at once, tainted,
 * so that {@link TaintEviction} sends them away in the end. A node that takes no new pods is tainted, too.
 * pkg/controller/nodelifecycle.
 *
 * <p>{@link Heartbeats} are not sent one by one: whoever stops a machine says so here, and what follows comes at its time.
 */
public final class NodeLifecycle {

    /** {@code --node-monitor-grace-period}, 50 s since Kubernetes 1.32. */
    private static final Duration GRACE = Duration.ofSeconds(50);

    private static final String UNREACHABLE = "node.kubernetes.io/unreachable";
    private static final String UNSCHEDULABLE = "node.kubernetes.io/unschedulable";

    private final ApiServer api;
    private final Simulation simulation;
    private final EventRecorder events;
    private final Heartbeats heartbeats;
    private final Map<String, Simulation.Timer> silent = new LinkedHashMap<>();

    NodeLifecycle(ControlPlane plane) {
        this.api = plane.api();
        this.simulation = plane.simulation();
        this.events = new EventRecorder(api, "node-controller", "");
        this.heartbeats = new Heartbeats(api);
        api.watch(Node.class, Watcher.<Node>of(this::taintCordoned, gone -> {}));
    }

    /** {@code doNoScheduleTaintingPass()}. */
    private void taintCordoned(Node heardOf) {
        Node node = api.find(Node.class, "", heardOf.getMetadata().getName()).orElse(heardOf);
        boolean cordoned = Boolean.TRUE.equals(node.getSpec().getUnschedulable());
        if (cordoned != isTainted(node, UNSCHEDULABLE)) {
            NodeBuilder tainted = new NodeBuilder(node)
                    .editSpec()
                    .removeMatchingFromTaints(taint -> UNSCHEDULABLE.equals(taint.getKey()))
                    .endSpec();
            if (cordoned) {
                tainted.editSpec()
                        .addNewTaint("NoSchedule", UNSCHEDULABLE, api.timestamp(), null)
                        .endSpec();
            }
            api.update(tainted.build());
        }
    }

    /** When nodes were last heard of. */
    public Heartbeats heartbeats() {
        return heartbeats;
    }

    /** The node's kubelet will not be heard of from now on. */
    public void lost(String node) {
        heartbeats.end(node);
        silent.computeIfAbsent(node, any -> simulation.after(GRACE.toNanos(), () -> notReady(node)));
    }

    /** It is heard of again. */
    public void heardOf(String node) {
        heartbeats.begin(node);
        Simulation.Timer timer = silent.remove(node);
        if (timer == null) {
            return;
        }
        timer.cancel();
        api.find(Node.class, "", node)
                .filter(each -> isTainted(each, UNREACHABLE))
                .ifPresent(present -> {
                    api.update(new NodeBuilder(present)
                            .editSpec()
                            .removeMatchingFromTaints(taint -> UNREACHABLE.equals(taint.getKey()))
                            .endSpec()
                            .build());
                    conditions(node, each -> NodeStatuses.well(each.getType(), api.timestamp()));
                    new EventRecorder(api, "kubelet", node)
                            .normal(present, "NodeReady", "Node " + node + " status is now: NodeReady");
                });
    }

    private static boolean isTainted(Node node, String taint) {
        return node.getSpec().getTaints().stream().anyMatch(each -> taint.equals(each.getKey()));
    }

    private void notReady(String name) {
        api.find(Node.class, "", name).ifPresent(node -> {
            Node lastReported = heartbeats.reported(node);
            api.editStatus(Node.class, "", name, any -> lastReported);
            conditions(name, each -> Optional.of(unknown(each)));
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
            api.podsOn(name).forEach(this::strand);
        });
    }

    /** Changes those conditions that the kubelet writes. */
    private void conditions(String node, Function<NodeCondition, Optional<NodeCondition>> change) {
        api.editStatus(
                Node.class,
                "",
                node,
                present -> new NodeBuilder(present)
                        .editStatus()
                        .withConditions(present.getStatus().getConditions().stream()
                                .map(each -> Heartbeats.isOfKubelet(each)
                                        ? change.apply(each).orElse(each)
                                        : each)
                                .toList())
                        .endStatus()
                        .build());
    }

    private NodeCondition unknown(NodeCondition condition) {
        return new NodeConditionBuilder(condition)
                .withStatus("Unknown")
                .withReason("NodeStatusUnknown")
                .withMessage("Kubelet stopped posting node status.")
                .withLastTransitionTime(api.timestamp())
                .build();
    }

    /** {@code MarkPodsNotReady()}. */
    private void strand(Pod pod) {
        if (!PodFacts.isReady(pod)) {
            return;
        }
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
        events.warning(pod, "NodeNotReady", "Node is not ready");
    }
}
