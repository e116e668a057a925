package packetwalk.cloud;

import io.fabric8.kubernetes.api.model.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/**
 * Which nodes belong behind balancers; pure. Whether a node is ready does not count: of that, a balancer's own health checks
 * find out ({@code stableNodeSetPredicates}, since Kubernetes 1.26).
 */
final class BalancedNodes {

    private static final String EXCLUDED = "node.kubernetes.io/exclude-from-external-load-balancers";
    private static final String TO_BE_DELETED = "ToBeDeletedByClusterAutoscaler";

    private BalancedNodes() {}

    /** Those that are neither excluded, nor being deleted, nor about to be. */
    static List<Node> of(List<Node> all) {
        return all.stream()
                .filter(node -> node.getMetadata().getDeletionTimestamp() == null)
                .filter(BalancedNodes::isIncluded)
                .filter(node ->
                        node.getSpec().getTaints().stream().noneMatch(taint -> TO_BE_DELETED.equals(taint.getKey())))
                .toList();
    }

    /** {@code nodeIncludedPredicate()}: what is no boolean at all excludes as well. */
    private static boolean isIncluded(Node node) {
        Map<String, String> labels =
                Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.of());
        return !labels.containsKey(EXCLUDED)
                || List.of("0", "f", "F", "false", "FALSE", "False").contains(labels.get(EXCLUDED));
    }

    /** Whether a change of a node is a reason to look at all balancers: {@code shouldSyncUpdatedNode()}. */
    static boolean concern(Node before, Node after) {
        return isIncluded(before) != isIncluded(after) || !providerId(before).equals(providerId(after));
    }

    /** Whether balancers that have the one set of nodes may go on so with the other: {@code nodesSufficientlyEqual()}. */
    static boolean same(List<Node> some, List<Node> others) {
        return distilled(some).equals(distilled(others));
    }

    private static Map<String, String> distilled(List<Node> nodes) {
        Map<String, String> ids = new LinkedHashMap<>();
        nodes.forEach(node -> ids.put(node.getMetadata().getName(), providerId(node)));
        return ids;
    }

    private static String providerId(Node node) {
        return Objects.requireNonNullElse(node.getSpec().getProviderID(), "");
    }

    /** Where packets for them go: their internal addresses of IPv4, as a target pool has it. */
    static List<Target> targets(List<Node> nodes) {
        return nodes.stream()
                .map(BalancedNodes::target)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Target> target(Node node) {
        return node.getStatus().getAddresses().stream()
                .filter(address -> "InternalIP".equals(address.getType()))
                .map(address -> IpAddress.parse(address.getAddress()))
                .filter(address -> address.family() == IpFamily.IPV4)
                .findFirst()
                .map(address -> new Target(node.getMetadata().getName(), address));
    }
}
