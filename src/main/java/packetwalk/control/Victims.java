package packetwalk.control;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Which pods of a ReplicaSet go first when there are too many: {@code ActivePodsWithRanks}, pkg/controller/controller_utils.go.
 *
 * <p>Unbound before bound, pending before running, unready before ready, lower {@code pod-deletion-cost} first, then from
 * the node that has most of them, then the one that became ready last, then who restarted most, then the youngest.
 */
final class Victims {

    private static final String COST = "controller.kubernetes.io/pod-deletion-cost";

    private Victims() {}

    /** {@code count} of {@code pods}, who goes first in front. */
    static List<Pod> of(List<Pod> pods, int count) {
        Map<String, Long> crowd = pods.stream()
                .collect(Collectors.groupingBy(pod -> PodFacts.node(pod).orElse(""), Collectors.counting()));
        Comparator<Pod> order = Comparator.comparing(
                        (Pod pod) -> PodFacts.node(pod).isPresent())
                .thenComparing(Victims::phase)
                .thenComparing(PodFacts::isReady)
                .thenComparing(Victims::cost)
                .thenComparing(pod -> -crowd.getOrDefault(PodFacts.node(pod).orElse(""), 0L))
                .thenComparing(Victims::readySince, Comparator.reverseOrder())
                .thenComparing(pod -> -restarts(pod))
                .thenComparing(pod -> pod.getMetadata().getCreationTimestamp(), Comparator.reverseOrder());
        return pods.stream().sorted(order).limit(Math.max(0, count)).toList();
    }

    private static int phase(Pod pod) {
        return switch (PodFacts.phase(pod)) {
            case "Pending" -> 0;
            case "Unknown" -> 1;
            default -> 2;
        };
    }

    private static int cost(Pod pod) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
        String cost = annotations.getOrDefault(COST, "0");
        return cost.matches("-?[0-9]{1,9}") ? Integer.parseInt(cost) : 0;
    }

    private static String readySince(Pod pod) {
        return PodFacts.condition(pod, "Ready")
                .map(each -> Objects.requireNonNullElse(each.getLastTransitionTime(), ""))
                .orElse("");
    }

    private static int restarts(Pod pod) {
        return pod.getStatus() == null
                ? 0
                : pod.getStatus().getContainerStatuses().stream()
                        .mapToInt(each -> each.getRestartCount())
                        .max()
                        .orElse(0);
    }
}
