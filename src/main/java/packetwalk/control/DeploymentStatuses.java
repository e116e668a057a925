package packetwalk.control;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** What is written into a Deployment's status: pkg/controller/deployment/sync.go and progress.go. */
final class DeploymentStatuses {

    private DeploymentStatuses() {}

    /** The Deployment with the status that follows from its ReplicaSets. */
    static Deployment report(Deployment deployment, List<ReplicaSet> sets, Optional<ReplicaSet> newest, String now) {
        int wanted = Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
        int available = sum(sets, set -> set.getStatus().getAvailableReplicas());
        int updated = newest.map(set -> number(set.getStatus().getReplicas())).orElse(0);
        int all = sum(sets, set -> set.getStatus().getReplicas());
        DeploymentBuilder report = new DeploymentBuilder(deployment);
        newest.map(set -> set.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(DeploymentController.REVISION))
                .ifPresent(revision -> report.editMetadata()
                        .addToAnnotations(DeploymentController.REVISION, revision)
                        .endMetadata());
        return report.editOrNewStatus()
                .withObservedGeneration(deployment.getMetadata().getGeneration())
                .withReplicas(zeroIsNothing(all))
                .withUpdatedReplicas(zeroIsNothing(updated))
                .withReadyReplicas(
                        zeroIsNothing(sum(sets, set -> set.getStatus().getReadyReplicas())))
                .withAvailableReplicas(zeroIsNothing(available))
                .withUnavailableReplicas(zeroIsNothing(Math.max(0, Math.max(wanted, all) - available)))
                .withConditions(conditions(deployment, newest, wanted, updated, all, available, now))
                .endStatus()
                .build();
    }

    private static List<DeploymentCondition> conditions(
            Deployment deployment,
            Optional<ReplicaSet> newest,
            int wanted,
            int updated,
            int all,
            int available,
            String now) {
        int missing = Rollout.of(
                        wanted,
                        null,
                        Optional.ofNullable(deployment.getSpec().getStrategy())
                                .map(strategy -> strategy.getRollingUpdate())
                                .map(rolling -> rolling.getMaxUnavailable())
                                .orElse(null))
                .maxUnavailable();
        boolean enough = available >= wanted - missing;
        boolean complete = updated == wanted && all == wanted && available == wanted;
        String name = newest.map(set -> set.getMetadata().getName()).orElse("");
        return List.of(
                condition(
                        deployment,
                        "Available",
                        enough,
                        enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                        enough
                                ? "Deployment has minimum availability."
                                : "Deployment does not have minimum availability.",
                        now),
                condition(
                        deployment,
                        "Progressing",
                        true,
                        complete ? "NewReplicaSetAvailable" : "ReplicaSetUpdated",
                        complete
                                ? "ReplicaSet \"" + name + "\" has successfully progressed."
                                : "ReplicaSet \"" + name + "\" is progressing.",
                        now));
    }

    private static DeploymentCondition condition(
            Deployment deployment, String type, boolean holds, String reason, String message, String now) {
        String value = holds ? "True" : "False";
        Optional<DeploymentCondition> before = deployment.getStatus() == null
                ? Optional.empty()
                : deployment.getStatus().getConditions().stream()
                        .filter(each -> each.getType().equals(type))
                        .findFirst();
        boolean same = before.filter(each ->
                        each.getStatus().equals(value) && each.getReason().equals(reason))
                .isPresent();
        return same
                ? before.get()
                : new DeploymentConditionBuilder()
                        .withType(type)
                        .withStatus(value)
                        .withReason(reason)
                        .withMessage(message)
                        .withLastUpdateTime(now)
                        .withLastTransitionTime(
                                before.filter(each -> each.getStatus().equals(value))
                                        .map(DeploymentCondition::getLastTransitionTime)
                                        .orElse(now))
                        .build();
    }

    private static @Nullable Integer zeroIsNothing(int value) {
        return value == 0 ? null : value;
    }

    private static int sum(List<ReplicaSet> sets, java.util.function.Function<ReplicaSet, @Nullable Integer> of) {
        return sets.stream()
                .mapToInt((ToIntFunction<ReplicaSet>) set -> number(of.apply(set)))
                .sum();
    }

    private static int number(@Nullable Integer value) {
        return value == null ? 0 : value;
    }
}
