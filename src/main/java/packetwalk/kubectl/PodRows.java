package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code kubectl get pods}; {@code printPod}. */
final class PodRows {
    static final Table<Pod> TABLE = new Table<>(
            List.of("NAME", "READY", "STATUS", "RESTARTS", "AGE"),
            List.of("IP", "NODE", "NOMINATED NODE", "READINESS GATES"),
            PodRows::row);

    private PodRows() {}

    private static List<String> row(Pod pod, Instant now) {
        PodStatus status = pod.getStatus();
        boolean initializing = !isInitialized(pod);
        long ready = initializing
                ? 0
                : status.getContainerStatuses().stream().filter(PodRows::isUp).count();
        return List.of(
                pod.getMetadata().getName(),
                ready + "/" + pod.getSpec().getContainers().size(),
                reason(pod),
                restarts(initializing ? status.getInitContainerStatuses() : status.getContainerStatuses(), now),
                Text.age(pod, now),
                status.getPodIPs().isEmpty()
                        ? Text.orNone(status.getPodIP())
                        : status.getPodIPs().get(0).getIp(),
                Text.orNone(pod.getSpec().getNodeName()),
                Text.orNone(status.getNominatedNodeName()),
                gates(pod));
    }

    /** What stands under STATUS: the phase, or what is the matter. */
    static String reason(Pod pod) {
        PodStatus status = pod.getStatus();
        String reason = status.getReason() == null || status.getReason().isEmpty()
                ? String.valueOf(status.getPhase())
                : status.getReason();
        if (condition(pod, "PodScheduled")
                .filter(each -> "SchedulingGated".equals(each.getReason()))
                .isPresent()) {
            reason = "SchedulingGated";
        }
        reason = isInitialized(pod) ? running(pod, reason) : initializing(pod, reason);
        boolean over = "Succeeded".equals(status.getPhase()) || "Failed".equals(status.getPhase());
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return "NodeLost".equals(status.getReason()) ? "Unknown" : over ? reason : "Terminating";
        }
        return reason;
    }

    private static boolean isInitialized(Pod pod) {
        boolean done = pod.getStatus().getInitContainerStatuses().stream().allMatch(PodRows::isDone);
        return done
                || condition(pod, "Initialized")
                        .filter(each -> "True".equals(each.getStatus()))
                        .isPresent();
    }

    private static boolean isDone(ContainerStatus status) {
        ContainerStateTerminated end =
                status.getState() == null ? null : status.getState().getTerminated();
        return end != null && Text.number(end.getExitCode()) == 0;
    }

    private static String initializing(Pod pod, String reason) {
        List<ContainerStatus> all = pod.getStatus().getInitContainerStatuses();
        for (int i = 0; i < all.size(); i++) {
            ContainerState state = all.get(i).getState();
            if (isDone(all.get(i)) || state == null) {
                continue;
            }
            if (state.getTerminated() != null) {
                return "Init:" + ended(state.getTerminated());
            }
            String waiting =
                    state.getWaiting() == null ? "" : state.getWaiting().getReason();
            return waiting.isEmpty() || waiting.equals("PodInitializing")
                    ? "Init:" + i + "/" + pod.getSpec().getInitContainers().size()
                    : "Init:" + waiting;
        }
        return reason;
    }

    /** The first container has the last word. */
    private static String running(Pod pod, String phase) {
        String reason = phase;
        String error = "";
        boolean up = false;
        List<ContainerStatus> all = pod.getStatus().getContainerStatuses();
        for (int i = all.size() - 1; i >= 0; i--) {
            ContainerState state = all.get(i).getState();
            if (state != null
                    && state.getWaiting() != null
                    && state.getWaiting().getReason() != null) {
                reason = state.getWaiting().getReason();
            } else if (state != null && state.getTerminated() != null) {
                reason = ended(state.getTerminated());
                error = Text.number(state.getTerminated().getExitCode()) == 0 ? error : reason;
            } else {
                up |= isUp(all.get(i));
            }
        }
        if (!reason.equals("Completed")) {
            return reason;
        }
        boolean ready = condition(pod, "Ready")
                .filter(each -> "True".equals(each.getStatus()))
                .isPresent();
        if (up && ready) {
            return "Running";
        }
        return error.isEmpty() ? (up ? "NotReady" : reason) : error;
    }

    private static String ended(ContainerStateTerminated end) {
        if (end.getReason() != null && !end.getReason().isEmpty()) {
            return end.getReason();
        }
        return Text.number(end.getSignal()) == 0
                ? "ExitCode:" + Text.number(end.getExitCode())
                : "Signal:" + end.getSignal();
    }

    private static boolean isUp(ContainerStatus status) {
        return Boolean.TRUE.equals(status.getReady())
                && status.getState() != null
                && status.getState().getRunning() != null;
    }

    private static String restarts(List<ContainerStatus> statuses, Instant now) {
        int count = statuses.stream()
                .mapToInt(status -> Text.number(status.getRestartCount()))
                .sum();
        Optional<String> last = statuses.stream()
                .map(ContainerStatus::getLastState)
                .map(PodRows::finished)
                .flatMap(Optional::stream)
                .max(String::compareTo);
        return count == 0 || last.isEmpty()
                ? Integer.toString(count)
                : count + " (" + Text.since(last.get(), now) + " ago)";
    }

    private static Optional<String> finished(@Nullable ContainerState state) {
        return state == null || state.getTerminated() == null
                ? Optional.empty()
                : Optional.ofNullable(state.getTerminated().getFinishedAt());
    }

    private static String gates(Pod pod) {
        int all = pod.getSpec().getReadinessGates().size();
        long open = pod.getSpec().getReadinessGates().stream()
                .filter(gate -> condition(pod, gate.getConditionType())
                        .filter(each -> "True".equals(each.getStatus()))
                        .isPresent())
                .count();
        return all == 0 ? Text.NONE : open + "/" + all;
    }

    private static Optional<PodCondition> condition(Pod pod, String type) {
        return pod.getStatus().getConditions().stream()
                .filter(each -> each.getType().equals(type))
                .findFirst();
    }
}
