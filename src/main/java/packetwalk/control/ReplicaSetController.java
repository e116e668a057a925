package packetwalk.control;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.util.List;
import java.util.Objects;

/** Keeps as many pods of a template as a ReplicaSet asks for: pkg/controller/replicaset. */
final class ReplicaSetController extends Controller<ReplicaSet> {

    ReplicaSetController(ControlPlane plane) {
        super(plane, ReplicaSet.class, "replicaset-controller");
        watchOwned(Pod.class);
        watchOrphans(set -> set.getSpec().getSelector());
    }

    @Override
    void reconcile(ReplicaSet set) {
        List<Pod> active = active(set);
        int wanted = Objects.requireNonNullElse(set.getSpec().getReplicas(), 1);
        if (!isLeaving(set)) {
            for (int i = active.size(); i < wanted; i++) {
                if (!create(
                        set, PodTemplates.pod(set.getSpec().getTemplate(), set).build())) {
                    break;
                }
            }
            Victims.of(active, active.size() - wanted).forEach(pod -> delete(set, pod));
        }
        report(set);
    }

    private List<Pod> active(ReplicaSet set) {
        return claimed(set, Pod.class, set.getSpec().getSelector()).stream()
                .filter(PodFacts::isActive)
                .toList();
    }

    private void report(ReplicaSet set) {
        List<Pod> active =
                owned(set, Pod.class).stream().filter(PodFacts::isActive).toList();
        api().updateStatus(new ReplicaSetBuilder(set)
                .editOrNewStatus()
                .withReplicas(active.size())
                .withFullyLabeledReplicas(active.size())
                .withReadyReplicas(
                        (int) active.stream().filter(PodFacts::isReady).count())
                .withAvailableReplicas(available(set, active, set.getSpec().getMinReadySeconds()))
                .withObservedGeneration(set.getMetadata().getGeneration())
                .endStatus()
                .build());
    }
}
