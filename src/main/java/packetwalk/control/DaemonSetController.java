package packetwalk.control;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import packetwalk.apiserver.Watcher;

/**
 * Keeps one pod of a template on each node that it fits on: pkg/controller/daemon. It names the node itself, which stands
 * for the node affinity that Kubernetes has the scheduler read; whether there is room, the node finds out.
 *
 * <p>A new template replaces pods as {@code maxUnavailable} allows ({@code RollingUpdate}) or as they are deleted ({@code
 * OnDelete}); {@code maxSurge} is left out.
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
        watchOrphans(set -> set.getSpec().getSelector());
        api().watch(
                        Node.class,
                        Watcher.<Node>ofAny(
                                node -> api().list(DaemonSet.class).forEach(set -> queue().add(Key.of(set)))));
    }

    @Override
    void reconcile(DaemonSet set) {
        List<Node> nodes = api().list(Node.class);
        Pod template = template(set);
        if (!isLeaving(set)) {
            Map<String, List<Pod>> pods =
                    byNode(claimed(set, Pod.class, set.getSpec().getSelector()));
            for (Node node : nodes) {
                String name = node.getMetadata().getName();
                reconcile(set, template, node, pods.getOrDefault(name, List.of()));
            }
            update(set, hash(template));
        }
        report(set, template, nodes);
    }

    private static Map<String, List<Pod>> byNode(List<Pod> pods) {
        return pods.stream()
                .collect(Collectors.groupingBy(
                        pod -> PodFacts.node(pod).orElse(""), LinkedHashMap::new, Collectors.toList()));
    }

    private void reconcile(DaemonSet set, Pod template, Node node, List<Pod> here) {
        if (!mayStay(template, node)) {
            here.forEach(pod -> delete(set, pod));
        } else if (!here.isEmpty()) {
            here.stream().filter(PodFacts::isTerminal).forEach(pod -> fail(set, node, pod));
            here.stream().filter(PodFacts::isActive).skip(1).forEach(pod -> delete(set, pod)); // the oldest stays
        } else if (mayCome(template, node)) {
            PodBuilder pod = new PodBuilder(template);
            create(
                    set,
                    pod.editSpec()
                            .withNodeName(node.getMetadata().getName())
                            .endSpec()
                            .build());
        }
    }

    private void fail(DaemonSet set, Node node, Pod pod) {
        if (!isLeaving(pod)) {
            String message = "Found failed daemon pod %s/%s on node %s, will try to kill it"
                    .formatted(
                            pod.getMetadata().getNamespace(),
                            pod.getMetadata().getName(),
                            node.getMetadata().getName());
            events().warning(set, "FailedDaemonPod", message);
            delete(set, pod);
        }
    }

    /** {@code NodeShouldRunDaemonPod()}: whether a pod of this set is to be made there. */
    private static boolean mayCome(Pod template, Node node) {
        return NodeFit.affinity(template, node).isEmpty()
                && NodeFit.taints(template, node).isEmpty();
    }

    /** Whether one that is there may stay: of taints, only those with {@code NoExecute} send it away. */
    private static boolean mayStay(Pod template, Node node) {
        return NodeFit.affinity(template, node).isEmpty()
                && node.getSpec().getTaints().stream()
                        .filter(taint -> "NoExecute".equals(taint.getEffect()))
                        .allMatch(taint -> template.getSpec().getTolerations().stream()
                                .anyMatch(each -> NodeFit.tolerates(each, taint)));
    }

    private static Pod template(DaemonSet set) {
        List<Toleration> tolerations =
                new ArrayList<>(set.getSpec().getTemplate().getSpec().getTolerations());
        tolerations.addAll(TOLERATIONS);
        return PodTemplates.pod(set.getSpec().getTemplate(), set)
                .editMetadata()
                .addToLabels(HASH_LABEL, TemplateHash.of(set.getSpec().getTemplate(), 0))
                .endMetadata()
                .editSpec()
                .withTolerations(tolerations)
                .endSpec()
                .build();
    }

    private static String hash(Pod pod) {
        return pod.getMetadata().getLabels().getOrDefault(HASH_LABEL, "");
    }

    /** {@code rollingUpdate()}: replaces old pods that are not available, and as many others as may be missing. */
    private void update(DaemonSet set, String hash) {
        var strategy = Optional.ofNullable(set.getSpec().getUpdateStrategy());
        if (strategy.filter(each -> "OnDelete".equals(each.getType())).isPresent()) {
            return;
        }
        int minReady = Objects.requireNonNullElse(set.getSpec().getMinReadySeconds(), 0);
        List<Pod> replaceable = new ArrayList<>();
        int unavailable = 0;
        Map<String, List<Pod>> pods = byNode(owned(set, Pod.class));
        for (List<Pod> here : pods.values()) {
            Optional<Pod> staying =
                    here.stream().filter(pod -> !PodFacts.isTerminating(pod)).findFirst();
            if (staying.filter(pod -> isAvailable(pod, minReady)).isEmpty()) {
                unavailable++;
                staying.filter(pod -> !hash(pod).equals(hash)).ifPresent(pod -> delete(set, pod));
            } else if (!hash(staying.get()).equals(hash)) {
                replaceable.add(staying.get());
            }
        }
        int most = Rollout.count(
                strategy.map(each -> each.getRollingUpdate())
                        .map(rolling -> rolling.getMaxUnavailable())
                        .orElse(new IntOrString(1)),
                pods.size(),
                true);
        replaceable.stream().limit(Math.max(0, most - unavailable)).forEach(pod -> delete(set, pod));
    }

    private void report(DaemonSet set, Pod template, List<Node> nodes) {
        Map<String, List<Pod>> pods = byNode(owned(set, Pod.class));
        List<Pod> wanted = new ArrayList<>();
        int desired = 0;
        int astray = 0;
        for (Node node : nodes) {
            List<Pod> here = pods.getOrDefault(node.getMetadata().getName(), List.of());
            if (mayCome(template, node)) {
                desired++;
                here.stream().limit(1).forEach(wanted::add);
            } else if (!here.isEmpty()) {
                astray++;
            }
        }
        int available = available(set, wanted, set.getSpec().getMinReadySeconds());
        api().updateStatus(new DaemonSetBuilder(set)
                .editOrNewStatus()
                .withDesiredNumberScheduled(desired)
                .withCurrentNumberScheduled(wanted.size())
                .withNumberMisscheduled(astray)
                .withUpdatedNumberScheduled((int) wanted.stream()
                        .filter(pod -> hash(pod).equals(hash(template)))
                        .count())
                .withNumberReady((int) wanted.stream().filter(PodFacts::isReady).count())
                .withNumberAvailable(available)
                .withNumberUnavailable(Math.max(0, desired - available))
                .withObservedGeneration(set.getMetadata().getGeneration())
                .endStatus()
                .build());
    }
}
