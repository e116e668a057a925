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
import java.util.stream.Stream;
import packetwalk.apiserver.Watcher;

/**
 * Brings a Deployment's pods to its template, one ReplicaSet for each template it had: pkg/controller/deployment.
 *
 * <p>How many pods may come and go in one step is {@link Rollout}; what is written into the status, {@link
 * DeploymentStatuses}. Left out: a change of {@code replicas} in the midst of a rollout goes to the new ReplicaSet alone,
 * where Kubernetes shares it out among the old ones, too.
 */
final class DeploymentController extends Controller<Deployment> {

    static final String HASH_LABEL = "pod-template-hash";
    static final String REVISION = "deployment.kubernetes.io/revision";

    /** A Deployment's ReplicaSets: that of today's template, which may not be there yet, and all others, oldest first. */
    private record Sets(Optional<ReplicaSet> newest, List<ReplicaSet> older) {}

    DeploymentController(ControlPlane plane) {
        super(plane, Deployment.class, "deployment-controller");
        watchOwned(ReplicaSet.class);
        api().watch(
                        Pod.class,
                        Watcher.<Pod>of(
                                there -> {},
                                gone -> PodFacts.controller(gone.getMetadata())
                                        .flatMap(owner -> api().findByUid(owner.getUid()))
                                        .flatMap(set -> PodFacts.controller(set.getMetadata()))
                                        .flatMap(owner -> api().findByUid(owner.getUid()))
                                        .ifPresent(deployment -> queue().add(Key.of(deployment)))));
    }

    @Override
    void reconcile(Deployment deployment) {
        String hash = TemplateHash.of(deployment.getSpec().getTemplate(), 0);
        claimed(deployment, ReplicaSet.class, deployment.getSpec().getSelector());
        boolean created = false;
        if (isLeaving(deployment)) {
            // its ReplicaSets go with it
        } else if (Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
            resize(deployment, sets(deployment, hash));
        } else {
            created = roll(deployment, hash);
        }
        Sets sets = sets(deployment, hash);
        Deployment report =
                new DeploymentStatuses(deployment, sets.older(), sets.newest(), api().now()).report(created);
        api().updateStatus(report);
        DeploymentStatuses.lateAfter(report, api().now()).ifPresent(span -> queue().addAfter(Key.of(deployment), span));
    }

    private Sets sets(Deployment deployment, String hash) {
        List<ReplicaSet> all = owned(deployment, ReplicaSet.class);
        Optional<ReplicaSet> newest = all.stream()
                .filter(set -> hash.equals(set.getMetadata().getLabels().get(HASH_LABEL)))
                .findFirst();
        return new Sets(
                newest,
                all.stream().filter(set -> newest.filter(set::equals).isEmpty()).toList());
    }

    /** A paused Deployment still has as many pods as it is told: {@code scale()}, for the one ReplicaSet that has any. */
    private void resize(Deployment deployment, Sets sets) {
        List<ReplicaSet> active = Stream.concat(sets.newest().stream(), sets.older().stream())
                .filter(set -> replicas(set) > 0)
                .toList();
        if (active.size() <= 1) {
            active.stream().findFirst().or(sets::newest).ifPresent(set -> scale(deployment, set, replicas(deployment)));
        }
    }

    /** Whether it took a new ReplicaSet. */
    private boolean roll(Deployment deployment, String hash) {
        DeploymentStrategy strategy = deployment.getSpec().getStrategy();
        boolean recreate = strategy != null && "Recreate".equals(strategy.getType());
        Sets sets = sets(deployment, hash);
        if (recreate && sets.newest().isEmpty() && retire(deployment, sets.older())) {
            return false; // the old pods must be gone before there are new ones
        }
        sets.newest().ifPresent(set -> renumber(set, sets.older()));
        ReplicaSet current = sets.newest().isEmpty()
                ? create(deployment, sets.older(), hash)
                : sets(deployment, hash).newest().orElseThrow();
        if (recreate) {
            retire(deployment, sets.older());
            scale(deployment, current, replicas(deployment));
        } else {
            step(deployment, current, sets.older());
        }
        forget(deployment, sets(deployment, hash).older());
        return sets.newest().isEmpty();
    }

    /** Who goes back to an earlier template makes its ReplicaSet the newest revision. */
    private void renumber(ReplicaSet set, List<ReplicaSet> older) {
        long next = lastRevision(older) + 1;
        if (revision(set) < next) {
            api().edit(
                            ReplicaSet.class,
                            set.getMetadata().getNamespace(),
                            set.getMetadata().getName(),
                            now -> new ReplicaSetBuilder(now)
                                    .editMetadata()
                                    .addToAnnotations(REVISION, String.valueOf(next))
                                    .endMetadata()
                                    .build());
        }
    }

    private ReplicaSet create(Deployment deployment, List<ReplicaSet> older, String hash) {
        boolean recreate = deployment.getSpec().getStrategy() != null
                && "Recreate".equals(deployment.getSpec().getStrategy().getType());
        int first = recreate ? replicas(deployment) : rollout(deployment).grownTo(0, total(older));
        ReplicaSet set = api().create(new ReplicaSetBuilder()
                .withNewMetadata()
                .withName(deployment.getMetadata().getName() + "-" + hash)
                .withNamespace(deployment.getMetadata().getNamespace())
                .withLabels(deployment.getSpec().getTemplate().getMetadata().getLabels())
                .addToLabels(HASH_LABEL, hash)
                .withAnnotations(Map.of(REVISION, String.valueOf(lastRevision(older) + 1)))
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

    private static long lastRevision(List<ReplicaSet> sets) {
        return sets.stream().mapToLong(DeploymentController::revision).max().orElse(0);
    }

    private static long revision(ReplicaSet set) {
        Map<String, String> annotations = set.getMetadata().getAnnotations();
        String number = annotations == null ? "" : annotations.getOrDefault(REVISION, "");
        return number.matches("[0-9]{1,18}") ? Long.parseLong(number) : 0;
    }

    /** One step of a rolling update: first the new ReplicaSet grows, and if it cannot, old ones shrink. */
    private void step(Deployment deployment, ReplicaSet current, List<ReplicaSet> older) {
        Rollout rollout = rollout(deployment);
        int asked = replicas(current);
        int target = older.isEmpty() || asked > rollout.replicas()
                ? rollout.replicas()
                : rollout.grownTo(asked, asked + total(older));
        if (target != asked) {
            scale(deployment, current, target);
        } else if (total(older) > 0) {
            shrink(deployment, rollout, current, older);
        }
    }

    private void shrink(Deployment deployment, Rollout rollout, ReplicaSet current, List<ReplicaSet> older) {
        int unavailable = Math.max(0, replicas(current) - available(current));
        int sick = rollout.mayGo(replicas(current) + total(older), unavailable);
        int well = rollout.mayGoAvailable(available(current) + available(older));
        for (ReplicaSet set : oldestFirst(older)) {
            int dead = Math.min(sick, Math.max(0, replicas(set) - available(set)));
            ReplicaSet left = scale(deployment, set, replicas(set) - dead);
            int going = Math.min(well, replicas(left));
            scale(deployment, left, replicas(left) - going);
            sick -= dead;
            well -= going;
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
    private boolean retire(Deployment deployment, List<ReplicaSet> older) {
        older.stream().filter(set -> replicas(set) > 0).forEach(set -> scale(deployment, set, 0));
        return older.stream().flatMap(set -> owned(set, Pod.class).stream()).anyMatch(pod -> !PodFacts.isTerminal(pod));
    }

    private ReplicaSet scale(Deployment deployment, ReplicaSet set, int to) {
        int from = replicas(set);
        if (from == to) {
            return set;
        }
        ReplicaSet scaled = api().edit(
                        ReplicaSet.class,
                        set.getMetadata().getNamespace(),
                        set.getMetadata().getName(),
                        now -> new ReplicaSetBuilder(now)
                                .editSpec()
                                .withReplicas(to)
                                .endSpec()
                                .build());
        scaled(deployment, from < to ? "up" : "down", set, from, to);
        return scaled;
    }

    private void scaled(Deployment deployment, String way, ReplicaSet set, int from, int to) {
        events().normal(
                        deployment,
                        "ScalingReplicaSet",
                        "Scaled " + way + " replica set " + set.getMetadata().getName() + " from " + from + " to "
                                + to);
    }

    /** Deletes empty ReplicaSets beyond {@code revisionHistoryLimit}, the oldest first. */
    private void forget(Deployment deployment, List<ReplicaSet> older) {
        int limit = Objects.requireNonNullElse(deployment.getSpec().getRevisionHistoryLimit(), 10);
        List<ReplicaSet> empty = older.stream()
                .filter(set -> replicas(set) == 0 && set.getStatus().getReplicas() == 0)
                .toList();
        empty.stream()
                .limit(Math.max(0, empty.size() - limit))
                .forEach(set -> api().delete(
                                ReplicaSet.class,
                                set.getMetadata().getNamespace(),
                                set.getMetadata().getName()));
    }

    static Rollout rollout(Deployment deployment) {
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

    private static int available(List<ReplicaSet> sets) {
        return sets.stream().mapToInt(DeploymentController::available).sum();
    }

    private static int total(List<ReplicaSet> sets) {
        return sets.stream().mapToInt(DeploymentController::replicas).sum();
    }
}
