package packetwalk.agent;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HostIP;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.net.IpAddress;
import packetwalk.net.PerFamily;
import packetwalk.runtime.ContainerInstance;

/** What a kubelet writes into {@code .status} of a pod: phase, addresses, conditions, containers; kubelet_pods.go. */
final class PodStatuses {

    private PodStatuses() {}

    /**
     * The status of a pod as it is on its node now.
     *
     * @param before what was written last: conditions that stay as they are keep their time
     * @param now as {@code metav1.Time} is written
     */
    static PodStatus of(PodSandbox sandbox, PodStatus before, PerFamily<IpAddress> hostIps, String now) {
        List<ContainerStatus> containers = sandbox.apps().stream()
                .map(app -> status(sandbox, app, before, now))
                .toList();
        boolean ready = containers.stream().allMatch(ContainerStatus::getReady);
        PodStatusBuilder status = new PodStatusBuilder(before)
                .withPhase(phase(sandbox))
                .withHostIP(hostIps.primary().toString())
                .withHostIPs(hostIps.stream()
                        .map(each -> new HostIP(each.toString()))
                        .toList())
                .withStartTime(Objects.requireNonNullElse(before.getStartTime(), now))
                .withConditions(conditions(sandbox, before, ready, now))
                .withContainerStatuses(containers);
        List<IpAddress> addresses = sandbox.addresses();
        return status.withPodIP(addresses.isEmpty() ? null : addresses.get(0).toString())
                .withPodIPs(addresses.stream()
                        .map(each -> new PodIP(each.toString()))
                        .toList())
                .build();
    }

    private static String phase(PodSandbox sandbox) {
        List<AppContainer> apps = sandbox.apps();
        boolean all = apps.stream().allMatch(app -> app.instance().isPresent());
        boolean over = all && apps.stream().noneMatch(AppContainer::running);
        String policy = Objects.requireNonNullElse(sandbox.pod().getSpec().getRestartPolicy(), "Always");
        boolean failed = apps.stream().anyMatch(app -> exitCode(app) != 0);
        if (over && sandbox.alive() && (policy.equals("Never") || (policy.equals("OnFailure") && !failed))) {
            return failed ? "Failed" : "Succeeded";
        }
        return all ? "Running" : "Pending";
    }

    private static int exitCode(AppContainer app) {
        return app.instance().map(ContainerInstance::exitCode).orElse(0);
    }

    private static List<PodCondition> conditions(PodSandbox sandbox, PodStatus before, boolean ready, String now) {
        String unready = sandbox.apps().stream()
                .filter(app -> !app.ready())
                .map(AppContainer::name)
                .reduce((a, b) -> a + " " + b)
                .orElse("");
        String reason = ready ? null : "ContainersNotReady";
        String message = ready ? null : "containers with unready status: [" + unready + "]";
        List<PodCondition> conditions = new ArrayList<>();
        conditions.add(condition(before, "PodReadyToStartContainers", sandbox.alive(), null, null, now));
        conditions.add(condition(before, "Initialized", sandbox.alive(), null, null, now));
        conditions.add(condition(before, "Ready", ready, reason, message, now));
        conditions.add(condition(before, "ContainersReady", ready, reason, message, now));
        conditions.add(condition(before, "PodScheduled", true, null, null, now));
        return conditions;
    }

    private static PodCondition condition(
            PodStatus before,
            String type,
            boolean holds,
            @Nullable String reason,
            @Nullable String message,
            String now) {
        String value = holds ? "True" : "False";
        String since = before.getConditions().stream()
                .filter(each -> each.getType().equals(type) && each.getStatus().equals(value))
                .map(PodCondition::getLastTransitionTime)
                .findFirst()
                .orElse(now);
        return new PodConditionBuilder()
                .withType(type)
                .withStatus(value)
                .withReason(reason)
                .withMessage(message)
                .withLastTransitionTime(since)
                .build();
    }

    private static ContainerStatus status(PodSandbox sandbox, AppContainer app, PodStatus before, String now) {
        Optional<ContainerStatus> old = before.getContainerStatuses().stream()
                .filter(each -> each.getName().equals(app.name()))
                .findFirst();
        ContainerState state = state(
                sandbox,
                app,
                old.map(ContainerStatus::getState).orElse(null),
                old.map(ContainerStatus::getRestartCount).orElse(0),
                now);
        ContainerStatusBuilder status = new ContainerStatusBuilder()
                .withName(app.name())
                .withImage(app.spec().getImage())
                .withImageID("")
                .withContainerID(
                        app.instance().map(each -> "docker://" + each.id()).orElse(null))
                .withReady(app.ready())
                .withStarted(app.started())
                .withRestartCount(app.restarts())
                .withState(state);
        ContainerState last = old.map(ContainerStatus::getState).orElse(null);
        if (last != null && last.getTerminated() != null && state.getTerminated() == null) {
            status.withLastState(last);
        } else {
            old.map(ContainerStatus::getLastState).ifPresent(status::withLastState);
        }
        return status.build();
    }

    private static ContainerState state(
            PodSandbox sandbox, AppContainer app, @Nullable ContainerState old, int before, String now) {
        if (app.running()) {
            String since =
                    old != null && old.getRunning() != null ? old.getRunning().getStartedAt() : now;
            return new ContainerStateBuilder().withNewRunning(since).build();
        }
        if (app.instance().isEmpty()) {
            return new ContainerStateBuilder()
                    .withNewWaiting(null, "ContainerCreating")
                    .build();
        }
        if (app.waiting()) {
            return new ContainerStateBuilder()
                    .withNewWaiting(
                            "back-off " + backoff(app) + " restarting failed container=" + app.name() + " pod="
                                    + sandbox.fullName(),
                            "CrashLoopBackOff")
                    .build();
        }
        if (old != null && old.getTerminated() != null && before == app.restarts()) {
            return old;
        }
        int code = exitCode(app);
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withStartedAt(
                        old != null && old.getRunning() != null
                                ? old.getRunning().getStartedAt()
                                : now)
                .withExitCode(code)
                .withReason(code == 0 ? "Completed" : "Error")
                .withMessage(lastWords(app, code))
                .withFinishedAt(now)
                .endTerminated()
                .build();
    }

    /** As Go prints a duration: {@code 10s}, {@code 1m20s}. */
    private static String backoff(AppContainer app) {
        long minutes = app.waits().toMinutes();
        return (minutes == 0 ? "" : minutes + "m") + app.waits().toSecondsPart() + "s";
    }

    /** What a container that ended badly has printed, where its spec wants that as its message. */
    private static @Nullable String lastWords(AppContainer app, int code) {
        boolean wanted = code != 0 && "FallbackToLogsOnError".equals(app.spec().getTerminationMessagePolicy());
        return wanted
                ? app.instance().map(each -> String.join("\n", each.log())).orElse(null)
                : null;
    }
}
