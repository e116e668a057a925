package packetwalk.control;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import packetwalk.apiserver.Watcher;

/**
 * Brings a Deployment's pods to its template, one ReplicaSet for each template it had: pkg/controller/deployment.
 *
 * <p>How many pods may come and go in one step is {@link Rollout}; what is written into the status, {@link
 * DeploymentStatuses}. Left out: pausing in the middle of a proportional scaling.
 */
final class DeploymentController extends Controller<Deployment> {

    static final String HASH_LABEL = "pod-template-hash";
    static final String REVISION = "deployment.kubernetes.io/revision";

    DeploymentController(ControlPlane plane) {
        super(plane, Deployment.class, "deployment-controller");
        watchOwned(ReplicaSet.class);
        api().watch(
                        Pod.class,
                        Watcher.<Pod>ofAny(pod -> PodFacts.controller(pod.getMetadata())
                                .flatMap(owner -> api().findByUid(owner.getUid()))
                                .flatMap(set -> PodFacts.controller(set.getMetadata()))
                                .flatMap(owner -> api().findByUid(owner.getUid()))
                                .ifPresent(deployment -> queue().add(Key.of(deployment)))));
    }

    @Override
    void reconcile(Deployment deployment) {
        if (!isLeaving(deployment) && !Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
            roll(deployment);
        }
        api().find(
                        Deployment.class,
                        deployment.getMetadata().getNamespace(),
                        deployment.getMetadata().getName())
                .ifPresent(now -> api().updateStatus(DeploymentStatuses.report(
                        now, owned(now, ReplicaSet.class), newest(now), api().timestamp())));
    }

    private void roll(Deployment deployment) {
        DeploymentStrategy strategy = deployment.getSpec().getStrategy();
        boolean recreate = strategy != null && "Recreate".equals(strategy.getType());
        if (recreate && newest(deployment).isEmpty() && retire(deployment)) {
            return; // the old pods must be gone before there are new ones
        }
        ReplicaSet current = newest(deployment).orElseGet(() -> create(deployment));
        if (recreate) {
            retire(deployment);
            scale(deployment, current, replicas(deployment));
        } else {
            step(deployment, current);
        }
        forget(deployment);
    }

    /** The ReplicaSet of today's template. */
    private Optional<ReplicaSet> newest(Deployment deployment) {
        String hash = TemplateHash.of(deployment.getSpec().getTemplate(), 0);
        return owned(deployment, ReplicaSet.class).stream()
                .filter(set -> hash.equals(set.getMetadata().getLabels().get(HASH_LABEL)))
                .findFirst();
    }

    private List<ReplicaSet> older(Deployment deployment) {
        Optional<String> newest =
                newest(deployment).map(set -> set.getMetadata().getUid());
        return owned(deployment, ReplicaSet.class).stream()
                .filter(set -> newest.filter(set.getMetadata().getUid()::equals).isEmpty())
                .toList();
    }

    private ReplicaSet create(Deployment deployment) {
        String hash = TemplateHash.of(deployment.getSpec().getTemplate(), 0);
        boolean recreate = deployment.getSpec().getStrategy() != null
                && "Recreate".equals(deployment.getSpec().getStrategy().getType());
        int all = total(owned(deployment, ReplicaSet.class));
        int first = recreate ? replicas(deployment) : rollout(deployment).grownTo(0, all);
        ReplicaSet set = api().create(new ReplicaSetBuilder()
                .withNewMetadata()
                .withName(deployment.getMetadata().getName() + "-" + hash)
                .withNamespace(deployment.getMetadata().getNamespace())
                .withLabels(deployment.getSpec().getTemplate().getMetadata().getLabels())
                .addToLabels(HASH_LABEL, hash)
                .withAnnotations(Map.of(REVISION, String.valueOf(lastRevision(deployment) + 1)))
                .withOwnerReferences(reference(deployment))
                .endMetadata()
                .withNewSpec()
                .withReplicas(first)
                .withMinReadySeconds(deployment.getSpec().getMinReadySeconds())
                .withNewSelectorLike(deployment.getSpec().getSelector())
                .addToMatchLabels(HASH_LABEL, hash)
                .endSelector()
                .withNewTemplateLike(deployment.getSpec().getTemplate())
                .editMetadata()
                .addToLabels(HASH_LABEL, hash)
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build());
        if (first > 0) {
            scaled(deployment, "up", set, 0, first);
        }
        return set;
    }

    private long lastRevision(Deployment deployment) {
        return owned(deployment, ReplicaSet.class).stream()
                .map(set -> Objects.requireNonNullElse(set.getMetadata().getAnnotations(), Map.<String, String>of()))
                .mapToLong(annotations -> Long.parseLong(annotations.getOrDefault(REVISION, "0")))
                .max()
                .orElse(0);
    }

    /** One step of a rolling update: first the new ReplicaSet grows, and if it cannot, old ones shrink. */
    private void step(Deployment deployment, ReplicaSet current) {
        Rollout rollout = rollout(deployment);
        int asked = replicas(current);
        List<ReplicaSet> older = older(deployment);
        int target = older.isEmpty() || asked > rollout.replicas()
                ? rollout.replicas()
                : rollout.grownTo(asked, asked + total(older));
        if (target != asked) {
            scale(deployment, current, target);
            return;
        }
        if (total(older) > 0) {
            shrink(deployment, rollout, current, older);
        }
    }

    private void shrink(Deployment deployment, Rollout rollout, ReplicaSet current, List<ReplicaSet> older) {
        int unavailable = Math.max(0, replicas(current) - available(current));
        int sick = rollout.mayGo(replicas(current) + total(older), unavailable);
        for (ReplicaSet set : oldestFirst(older)) {
            int dead = Math.min(sick, replicas(set) - available(set));
            if (dead > 0) {
                scale(deployment, set, replicas(set) - dead);
                sick -= dead;
            }
        }
        List<ReplicaSet> left = older(deployment);
        int well = rollout.mayGoAvailable(available(current)
                + left.stream().mapToInt(DeploymentController::available).sum());
        for (ReplicaSet set : oldestFirst(left)) {
            int going = Math.min(well, replicas(set));
            if (going > 0) {
                scale(deployment, set, replicas(set) - going);
                well -= going;
            }
        }
    }

    private static List<ReplicaSet> oldestFirst(List<ReplicaSet> sets) {
        return sets.stream()
                .filter(set -> replicas(set) > 0)
                .sorted(Comparator.comparing(
                        (ReplicaSet set) -> set.getMetadata().getCreationTimestamp()))
                .toList();
    }

    /** Takes all pods of older templates away; whether any is still there. */
    private boolean retire(Deployment deployment) {
        List<ReplicaSet> older = older(deployment);
        older.stream().filter(set -> replicas(set) > 0).forEach(set -> scale(deployment, set, 0));
        return older.stream().flatMap(set -> owned(set, Pod.class).stream()).anyMatch(pod -> !PodFacts.isTerminal(pod));
    }

    private void scale(Deployment deployment, ReplicaSet set, int to) {
        int from = replicas(set);
        if (from != to) {
            api().edit(
                            ReplicaSet.class,
                            set.getMetadata().getNamespace(),
                            set.getMetadata().getName(),
                            now -> new ReplicaSetBuilder(now)
                                    .editSpec()
                                    .withReplicas(to)
                                    .endSpec()
                                    .build());
            scaled(deployment, from < to ? "up" : "down", set, from, to);
        }
    }

    private void scaled(Deployment deployment, String way, ReplicaSet set, int from, int to) {
        events().normal(
                        deployment,
                        "ScalingReplicaSet",
                        "Scaled " + way + " replica set " + set.getMetadata().getName() + " from " + from + " to "
                                + to);
    }

    /** Deletes empty ReplicaSets beyond {@code revisionHistoryLimit}, the oldest first. */
    private void forget(Deployment deployment) {
        int limit = Objects.requireNonNullElse(deployment.getSpec().getRevisionHistoryLimit(), 10);
        List<ReplicaSet> empty = older(deployment).stream()
                .filter(set -> replicas(set) == 0 && set.getStatus().getReplicas() == 0)
                .toList();
        empty.stream()
                .limit(Math.max(0, empty.size() - limit))
                .forEach(set -> api().delete(
                                ReplicaSet.class,
                                set.getMetadata().getNamespace(),
                                set.getMetadata().getName()));
    }

    private static Rollout rollout(Deployment deployment) {
        var rolling = Optional.ofNullable(deployment.getSpec().getStrategy()).map(each -> each.getRollingUpdate());
        return Rollout.of(
                replicas(deployment),
                rolling.map(each -> each.getMaxSurge()).orElse(null),
                rolling.map(each -> each.getMaxUnavailable()).orElse(null));
    }

    private static int replicas(Deployment deployment) {
        return Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
    }

    static int replicas(ReplicaSet set) {
        return Objects.requireNonNullElse(set.getSpec().getReplicas(), 1);
    }

    static int available(ReplicaSet set) {
        return Objects.requireNonNullElse(set.getStatus().getAvailableReplicas(), 0);
    }

    private static int total(List<ReplicaSet> sets) {
        return sets.stream().mapToInt(DeploymentController::replicas).sum();
    }
}
