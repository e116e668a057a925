package packetwalk.control;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Keeps as many pods of a template as a ReplicaSet asks for: pkg/controller/replicaset. */
final class ReplicaSetController extends Controller<ReplicaSet> {

    ReplicaSetController(ControlPlane plane) {
        super(plane, ReplicaSet.class, "replicaset-controller");
        watchOwned(Pod.class);
    }

    @Override
    void reconcile(ReplicaSet set) {
        List<Pod> active =
                owned(set, Pod.class).stream().filter(PodFacts::isActive).toList();
        int wanted = Objects.requireNonNullElse(set.getSpec().getReplicas(), 1);
        if (!isLeaving(set)) {
            for (int i = active.size(); i < wanted; i++) {
                Pod pod = api().create(PodTemplates.pod(set.getSpec().getTemplate(), set)
                        .build());
                events().normal(
                                set,
                                "SuccessfulCreate",
                                "Created pod: " + pod.getMetadata().getName());
            }
            for (Pod pod : Victims.of(active, active.size() - wanted)) {
                api().delete(
                                Pod.class,
                                pod.getMetadata().getNamespace(),
                                pod.getMetadata().getName());
                events().normal(
                                set,
                                "SuccessfulDelete",
                                "Deleted pod: " + pod.getMetadata().getName());
            }
        }
        report(set);
    }

    private void report(ReplicaSet set) {
        List<Pod> active =
                owned(set, Pod.class).stream().filter(PodFacts::isActive).toList();
        int minReady = Objects.requireNonNullElse(set.getSpec().getMinReadySeconds(), 0);
        int ready = (int) active.stream().filter(PodFacts::isReady).count();
        int available =
                (int) active.stream().filter(pod -> isAvailable(pod, minReady)).count();
        if (available < ready) {
            queue().addAfter(Key.of(set), Duration.ofSeconds(minReady));
        }
        api().updateStatus(new ReplicaSetBuilder(set)
                .editOrNewStatus()
                .withReplicas(active.size())
                .withFullyLabeledReplicas(active.size())
                .withReadyReplicas(ready)
                .withAvailableReplicas(available)
                .withObservedGeneration(set.getMetadata().getGeneration())
                .endStatus()
                .build());
    }
}
