package packetwalk.control;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is written into a Deployment's status: pkg/controller/deployment/sync.go and progress.go. */
final class DeploymentStatuses {

    private static final String AVAILABLE = "Available";
    private static final String PROGRESSING = "Progressing";
    private static final String COMPLETE = "NewReplicaSetAvailable";
    private static final String LATE = "ProgressDeadlineExceeded";
    private static final String PAUSED = "DeploymentPaused";

    private final Deployment deployment;
    private final Optional<ReplicaSet> newest;
    private final Instant now;
    private final DeploymentStatus before;
    private final int wanted;
    private final int all;
    private final int updated;
    private final int ready;
    private final int available;

    /**
     * What is to be told.
     *
     * @param older all ReplicaSets but the newest
     */
    DeploymentStatuses(Deployment deployment, List<ReplicaSet> older, Optional<ReplicaSet> newest, Instant now) {
        this.deployment = deployment;
        this.newest = newest;
        this.now = now;
        this.before = deployment.getStatus();
        List<ReplicaSet> sets = new ArrayList<>(older);
        newest.ifPresent(sets::add);
        this.wanted = Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
        this.all = sum(sets, set -> set.getStatus().getReplicas());
        this.updated = newest.map(set -> number(set.getStatus().getReplicas())).orElse(0);
        this.ready = sum(sets, set -> set.getStatus().getReadyReplicas());
        this.available = sum(sets, set -> set.getStatus().getAvailableReplicas());
    }

    private static int sum(List<ReplicaSet> sets, Function<ReplicaSet, @Nullable Integer> of) {
        return sets.stream().mapToInt(set -> number(of.apply(set))).sum();
    }

    private static int number(@Nullable Integer value) {
        return value == null ? 0 : value;
    }

    /**
     * The Deployment with its new status, and its revision as an annotation.
     *
     * @param created whether the newest ReplicaSet has just been made
     */
    Deployment report(boolean created) {
        DeploymentBuilder report = new DeploymentBuilder(deployment);
        newest.map(set -> set.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(DeploymentController.REVISION))
                .ifPresent(revision -> report.editMetadata()
                        .addToAnnotations(DeploymentController.REVISION, revision)
                        .endMetadata());
        List<DeploymentCondition> conditions = new ArrayList<>(List.of(availability()));
        progress(created).ifPresent(conditions::add);
        return report.withStatus(new DeploymentStatusBuilder(before)
                        .withObservedGeneration(deployment.getMetadata().getGeneration())
                        .withReplicas(zeroIsNothing(all))
                        .withUpdatedReplicas(zeroIsNothing(updated))
                        .withReadyReplicas(zeroIsNothing(ready))
                        .withAvailableReplicas(zeroIsNothing(available))
                        .withUnavailableReplicas(zeroIsNothing(Math.max(0, Math.max(wanted, all) - available)))
                        .withConditions(conditions)
                        .build())
                .build();
    }

    private static @Nullable Integer zeroIsNothing(int value) {
        return value == 0 ? null : value;
    }

    private DeploymentCondition availability() {
        int missing = DeploymentController.rollout(deployment).maxUnavailable();
        return available >= wanted - missing
                ? condition(
                        AVAILABLE, "True", "MinimumReplicasAvailable", "Deployment has minimum availability.", false)
                : condition(
                        AVAILABLE,
                        "False",
                        "MinimumReplicasUnavailable",
                        "Deployment does not have minimum availability.",
                        false);
    }

    /** {@code syncRolloutStatus()} and {@code checkPausedConditions()}; stays as it is while nothing moves. */
    private Optional<DeploymentCondition> progress(boolean created) {
        Optional<DeploymentCondition> last = last(PROGRESSING);
        String reason = last.map(DeploymentCondition::getReason).orElse("");
        boolean paused = Boolean.TRUE.equals(deployment.getSpec().getPaused());
        if (deployment.getSpec().getProgressDeadlineSeconds() == null) {
            return Optional.empty();
        }
        if (paused) {
            return reason.equals(LATE)
                    ? last
                    : Optional.of(condition(PROGRESSING, "Unknown", PAUSED, "Deployment is paused", false));
        }
        if (created) {
            return Optional.of(progressing("NewReplicaSetCreated", "Created new replica set \"" + name() + "\""));
        }
        if (reason.equals(PAUSED)) {
            return Optional.of(condition(PROGRESSING, "Unknown", "DeploymentResumed", "Deployment is resumed", false));
        }
        if (all == updated && reason.equals(COMPLETE)) {
            return last;
        }
        if (updated == wanted && all == wanted && available == wanted) {
            return Optional.of(progressing(COMPLETE, subject() + " has successfully progressed."));
        }
        if (last.isEmpty() || moved()) {
            return Optional.of(progressing("ReplicaSetUpdated", subject() + " is progressing."));
        }
        return isLate(last.get())
                ? Optional.of(condition(PROGRESSING, "False", LATE, subject() + " has timed out progressing.", false))
                : last;
    }

    /** {@code DeploymentProgressing()}. */
    private boolean moved() {
        int oldBefore = number(before.getReplicas()) - number(before.getUpdatedReplicas());
        return updated > number(before.getUpdatedReplicas())
                || all - updated < oldBefore
                || ready > number(before.getReadyReplicas())
                || available > number(before.getAvailableReplicas());
    }

    /** {@code DeploymentTimedOut()}. */
    private boolean isLate(DeploymentCondition last) {
        return last.getReason().equals(LATE)
                || (!last.getReason().equals(COMPLETE)
                        && deadline(deployment, last).isBefore(now));
    }

    private static Instant deadline(Deployment deployment, DeploymentCondition progressing) {
        return Instant.parse(progressing.getLastUpdateTime())
                .plusSeconds(deployment.getSpec().getProgressDeadlineSeconds());
    }

    /** When somebody must look whether a Deployment is late, if it has just moved: {@code requeueStuckDeployment()}. */
    static Optional<Duration> lateAfter(Deployment reported, Instant now) {
        return reported.getStatus().getConditions().stream()
                .filter(each ->
                        each.getType().equals(PROGRESSING) && each.getStatus().equals("True"))
                .filter(each -> !each.getReason().equals(COMPLETE))
                .filter(each -> each.getLastUpdateTime().equals(text(now)))
                .findFirst()
                .map(each -> Duration.between(now, deadline(reported, each)).plusSeconds(1));
    }

    private String subject() {
        return newest.isPresent()
                ? "ReplicaSet \"" + name() + "\""
                : "Deployment \"" + deployment.getMetadata().getName() + "\"";
    }

    private String name() {
        return newest.map(set -> set.getMetadata().getName()).orElse("");
    }

    private DeploymentCondition progressing(String reason, String message) {
        return condition(PROGRESSING, "True", reason, message, true);
    }

    private Optional<DeploymentCondition> last(String type) {
        return before.getConditions().stream()
                .filter(each -> each.getType().equals(type))
                .findFirst();
    }

    /**
     * {@code SetDeploymentCondition()}: one that says the same stays.
     *
     * @param renewed whether it counts as said anew even then
     */
    private DeploymentCondition condition(String type, String status, String reason, String message, boolean renewed) {
        Optional<DeploymentCondition> last =
                last(type).filter(each -> each.getStatus().equals(status));
        if (!renewed && last.filter(each -> each.getReason().equals(reason)).isPresent()) {
            return last.get();
        }
        return new DeploymentConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withLastUpdateTime(text(now))
                .withLastTransitionTime(
                        last.map(DeploymentCondition::getLastTransitionTime).orElse(text(now)))
                .build();
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
