package packetwalk.control;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import packetwalk.apiserver.Watcher;

/**
 * Keeps one pod of a template on each node that it fits on: pkg/controller/daemon. It names the node itself, which stands
 * for the node affinity that Kubernetes has the scheduler read.
 *
 * <p>A new template replaces pods one node at a time ({@code RollingUpdate} with {@code maxUnavailable} 1) or as they are
 * deleted ({@code OnDelete}); {@code maxSurge} is left out.
 */
final class DaemonSetController extends Controller<DaemonSet> {

    private static final String HASH_LABEL = "controller-revision-hash";

    /** {@code AddOrUpdateDaemonPodTolerations()}: what befalls a node does not send its daemons away. */
    private static final List<Toleration> TOLERATIONS = List.of(
            new Toleration("NoExecute", "node.kubernetes.io/not-ready", "Exists", null, null),
            new Toleration("NoExecute", "node.kubernetes.io/unreachable", "Exists", null, null),
            new Toleration("NoSchedule", "node.kubernetes.io/disk-pressure", "Exists", null, null),
            new Toleration("NoSchedule", "node.kubernetes.io/memory-pressure", "Exists", null, null),
            new Toleration("NoSchedule", "node.kubernetes.io/pid-pressure", "Exists", null, null),
            new Toleration("NoSchedule", "node.kubernetes.io/unschedulable", "Exists", null, null));

    DaemonSetController(ControlPlane plane) {
        super(plane, DaemonSet.class, "daemonset-controller");
        watchOwned(Pod.class);
        api().watch(
                        Node.class,
                        Watcher.<Node>ofAny(
                                node -> api().list(DaemonSet.class).forEach(set -> queue().add(Key.of(set)))));
    }

    @Override
    void reconcile(DaemonSet set) {
        List<Node> nodes = api().list(Node.class);
        if (!isLeaving(set)) {
            nodes.forEach(node -> reconcile(set, node));
            update(set);
        }
        report(set, nodes);
    }

    private void reconcile(DaemonSet set, Node node) {
        List<Pod> here = podsOn(set, node);
        if (!fits(set, node)) {
            here.forEach(this::delete);
        } else if (here.isEmpty()) {
            Pod pod = api().create(template(set, node));
            events().normal(
                            set,
                            "SuccessfulCreate",
                            "Created pod: " + pod.getMetadata().getName());
        } else {
            here.subList(1, here.size()).forEach(this::delete);
            here.stream().filter(PodFacts::isTerminal).limit(1).forEach(this::delete);
        }
    }

    /** Whether a pod of this set may be there; whether there is room, the node itself finds out. */
    private static boolean fits(DaemonSet set, Node node) {
        return NodeFit.objection(template(set, node), node, List.of()).isEmpty();
    }

    private static Pod template(DaemonSet set, Node node) {
        PodBuilder pod = PodTemplates.pod(set.getSpec().getTemplate(), set);
        List<Toleration> tolerations =
                new ArrayList<>(set.getSpec().getTemplate().getSpec().getTolerations());
        tolerations.addAll(TOLERATIONS);
        return pod.editMetadata()
                .addToLabels(HASH_LABEL, hash(set))
                .endMetadata()
                .editSpec()
                .withTolerations(tolerations)
                .withNodeName(node.getMetadata().getName())
                .endSpec()
                .build();
    }

    private static String hash(DaemonSet set) {
        return TemplateHash.of(set.getSpec().getTemplate(), 0);
    }

    private List<Pod> podsOn(DaemonSet set, Node node) {
        return owned(set, Pod.class).stream()
                .filter(pod ->
                        node.getMetadata().getName().equals(PodFacts.node(pod).orElse("")))
                .toList();
    }

    /** Replaces one pod of an older template, once all others are well. */
    private void update(DaemonSet set) {
        boolean rolling = Optional.ofNullable(set.getSpec().getUpdateStrategy())
                .map(strategy -> !"OnDelete".equals(strategy.getType()))
                .orElse(true);
        List<Pod> pods = owned(set, Pod.class);
        if (rolling && pods.stream().allMatch(pod -> PodFacts.isReady(pod) && !PodFacts.isTerminating(pod))) {
            pods.stream()
                    .filter(pod ->
                            !hash(set).equals(pod.getMetadata().getLabels().get(HASH_LABEL)))
                    .findFirst()
                    .ifPresent(this::delete);
        }
    }

    private void delete(Pod pod) {
        if (!PodFacts.isTerminating(pod)) {
            api().delete(
                            Pod.class,
                            pod.getMetadata().getNamespace(),
                            pod.getMetadata().getName());
        }
    }

    private void report(DaemonSet set, List<Node> nodes) {
        List<Pod> pods = owned(set, Pod.class);
        int desired = (int) nodes.stream().filter(node -> fits(set, node)).count();
        int minReady = Objects.requireNonNullElse(set.getSpec().getMinReadySeconds(), 0);
        int available =
                (int) pods.stream().filter(pod -> isAvailable(pod, minReady)).count();
        api().updateStatus(new DaemonSetBuilder(set)
                .editOrNewStatus()
                .withDesiredNumberScheduled(desired)
                .withCurrentNumberScheduled(Math.min(desired, pods.size()))
                .withUpdatedNumberScheduled((int) pods.stream()
                        .filter(pod ->
                                hash(set).equals(pod.getMetadata().getLabels().get(HASH_LABEL)))
                        .count())
                .withNumberReady((int) pods.stream().filter(PodFacts::isReady).count())
                .withNumberAvailable(available)
                .withNumberUnavailable(Math.max(0, desired - available))
                .withObservedGeneration(set.getMetadata().getGeneration())
                .endStatus()
                .build());
    }
}
