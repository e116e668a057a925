package packetwalk.control;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import packetwalk.api.HostPorts;

/**
 * Whether a pod may run on a node: the scheduler's filter plugins NodeUnschedulable, NodeName, TaintToleration,
 * NodeAffinity, NodePorts and NodeResourcesFit, in that order and in their words. Volumes and extended resources count for
 * nothing.
 *
 * @see <a href="https://kubernetes.io/docs/reference/scheduling/config/#scheduling-plugins">Scheduling plugins</a>
 */
final class NodeFit {

    private static final Toleration UNSCHEDULABLE =
            new Toleration("NoSchedule", "node.kubernetes.io/unschedulable", "Exists", null, null);

    private NodeFit() {}

    /**
     * Why a node is no place for a pod.
     *
     * @param reason in the scheduler's words
     * @param resolvable whether the end of another pod would change it: {@code Unschedulable}, not {@code UnschedulableAndUnresolvable}
     */
    record Objection(String reason, boolean resolvable) {

        private static Objection lasting(String reason) {
            return new Objection(reason, false);
        }
    }

    /** Why {@code pod} may not run on {@code node} beside {@code present}, in the scheduler's words; empty if it may. */
    static Optional<Objection> objection(Pod pod, Node node, List<Pod> present) {
        return Stream.of(
                        unschedulable(pod, node),
                        taints(pod, node),
                        affinity(pod, node),
                        ports(pod, present),
                        resources(pod, node, present))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Objection> unschedulable(Pod pod, Node node) {
        boolean cordoned = Boolean.TRUE.equals(node.getSpec().getUnschedulable());
        boolean tolerated = pod.getSpec().getTolerations().stream()
                .anyMatch(each -> tolerates(each, new Taint("NoSchedule", UNSCHEDULABLE.getKey(), null, null)));
        return cordoned && !tolerated ? Optional.of(Objection.lasting("node(s) were unschedulable")) : Optional.empty();
    }

    static Optional<Objection> taints(Pod pod, Node node) {
        return node.getSpec().getTaints().stream()
                .filter(taint -> !taint.getEffect().equals("PreferNoSchedule"))
                .filter(taint -> !taint.getKey().equals(UNSCHEDULABLE.getKey()))
                .filter(taint -> pod.getSpec().getTolerations().stream().noneMatch(each -> tolerates(each, taint)))
                .findFirst()
                .map(taint -> Objection.lasting("node(s) had untolerated taint(s)"));
    }

    /** Whether {@code toleration} makes up for {@code taint}: {@code ToleratesTaint()} of the API. */
    static boolean tolerates(Toleration toleration, Taint taint) {
        String effect = Objects.requireNonNullElse(toleration.getEffect(), "");
        String key = Objects.requireNonNullElse(toleration.getKey(), "");
        boolean exists = "Exists".equals(toleration.getOperator());
        return (effect.isEmpty() || effect.equals(taint.getEffect()))
                && (key.isEmpty() ? exists : key.equals(taint.getKey()))
                && (exists
                        || Objects.requireNonNullElse(toleration.getValue(), "")
                                .equals(Objects.requireNonNullElse(taint.getValue(), "")));
    }

    static Optional<Objection> affinity(Pod pod, Node node) {
        Map<String, String> labels = labels(node);
        boolean selected = pod.getSpec().getNodeSelector() == null
                || labels.entrySet().containsAll(pod.getSpec().getNodeSelector().entrySet());
        return selected
                        && required(pod)
                                .map(terms -> terms.stream().anyMatch(term -> fits(term, node)))
                                .orElse(true)
                ? Optional.empty()
                : Optional.of(Objection.lasting("node(s) didn't match Pod's node affinity/selector"));
    }

    private static Optional<List<NodeSelectorTerm>> required(Pod pod) {
        return Optional.ofNullable(pod.getSpec().getAffinity())
                .map(affinity -> affinity.getNodeAffinity())
                .map(affinity -> affinity.getRequiredDuringSchedulingIgnoredDuringExecution())
                .map(selector -> selector.getNodeSelectorTerms());
    }

    private static boolean fits(NodeSelectorTerm term, Node node) {
        Map<String, String> labels = labels(node);
        Map<String, String> fields = Map.of("metadata.name", node.getMetadata().getName());
        return term.getMatchExpressions().stream().allMatch(each -> fits(each, labels))
                && term.getMatchFields().stream().allMatch(each -> fits(each, fields));
    }

    private static boolean fits(NodeSelectorRequirement requirement, Map<String, String> labels) {
        String value = labels.get(requirement.getKey());
        List<String> values = requirement.getValues();
        return switch (String.valueOf(requirement.getOperator())) {
            case "In" -> value != null && values.contains(value);
            case "NotIn" -> value == null || !values.contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            case "Gt" -> areNumbers(value, values) && Long.parseLong(value) > Long.parseLong(values.get(0));
            case "Lt" -> areNumbers(value, values) && Long.parseLong(value) < Long.parseLong(values.get(0));
            default -> false;
        };
    }

    /** {@code Requirement.Matches()}: a label that is no number, or anything but one number to compare it with, fits nothing. */
    private static boolean areNumbers(@Nullable String value, List<String> values) {
        return value != null
                && values.size() == 1
                && Stream.of(value, values.get(0)).allMatch(each -> each.matches("-?[0-9]{1,18}"));
    }

    private static Map<String, String> labels(Node node) {
        return Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.of());
    }

    private static Optional<Objection> ports(Pod pod, List<Pod> present) {
        return HostPorts.clash(pod, present) ? Optional.of(new Objection(HostPorts.TAKEN, true)) : Optional.empty();
    }

    private static Optional<Objection> resources(Pod pod, Node node, List<Pod> present) {
        Map<String, Quantity> room =
                node.getStatus() == null || node.getStatus().getAllocatable() == null
                        ? Map.of()
                        : node.getStatus().getAllocatable();
        if (room.containsKey("pods")
                && present.size() + 1 > amount(room.get("pods")).intValue()) {
            return Optional.of(new Objection("Too many pods", true));
        }
        return Stream.of("cpu", "memory")
                .filter(room::containsKey)
                .filter(resource -> requested(pod, resource).signum() > 0)
                .filter(resource -> present.stream()
                                .map(each -> requested(each, resource))
                                .reduce(requested(pod, resource), BigDecimal::add)
                                .compareTo(amount(Objects.requireNonNull(room.get(resource))))
                        > 0)
                .findFirst()
                .map(resource -> new Objection(
                        "Insufficient " + resource,
                        requested(pod, resource).compareTo(amount(Objects.requireNonNull(room.get(resource)))) <= 0));
    }

    private static BigDecimal requested(Pod pod, String resource) {
        return pod.getSpec().getContainers().stream()
                .map(container -> container.getResources())
                .filter(Objects::nonNull)
                .map(resources -> resources.getRequests())
                .filter(requests -> requests != null && requests.containsKey(resource))
                .map(requests -> amount(requests.get(resource)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal amount(Quantity quantity) {
        return Quantity.getAmountInBytes(quantity);
    }
}
