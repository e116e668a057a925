package packetwalk.control;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Keeps numbered pods with stable names, made in order and taken away in reverse: pkg/controller/statefulset.
 *
 * <p>A pod that is deleted comes back under its name, with another address. Volume claims are left out.
 */
final class StatefulSetController extends Controller<StatefulSet> {

    private static final String INDEX_LABEL = "apps.kubernetes.io/pod-index";
    private static final String NAME_LABEL = "statefulset.kubernetes.io/pod-name";
    private static final String REVISION_LABEL = "controller-revision-hash";

    StatefulSetController(ControlPlane plane) {
        super(plane, StatefulSet.class, "statefulset-controller");
        watchOwned(Pod.class);
    }

    @Override
    void reconcile(StatefulSet set) {
        if (!isLeaving(set)) {
            work(set);
        }
        report(set);
    }

    private void work(StatefulSet set) {
        boolean parallel = "Parallel".equals(set.getSpec().getPodManagementPolicy());
        int start = start(set);
        int wanted = replicas(set);
        for (int index = start; index < start + wanted; index++) {
            Optional<Pod> pod = pod(set, index);
            if (pod.isEmpty()) {
                create(set, index);
            } else if (PodFacts.isTerminal(pod.get()) && !PodFacts.isTerminating(pod.get())) {
                delete(set, pod.get());
            }
            boolean well = pod.filter(each -> PodFacts.isReady(each) && !PodFacts.isTerminating(each))
                    .isPresent();
            if (!parallel && !well) {
                return; // each waits for the one before it
            }
        }
        List<Pod> condemned = owned(set, Pod.class).stream()
                .filter(pod -> index(set, pod) < start || index(set, pod) >= start + wanted)
                .sorted((a, b) -> Integer.compare(index(set, b), index(set, a)))
                .toList();
        for (Pod pod : condemned) {
            if (!PodFacts.isTerminating(pod)) {
                delete(set, pod);
            }
            if (!parallel) {
                return;
            }
        }
        update(set, start);
    }

    /** Replaces the last pod of an older template; {@link #work} waits until it is well again. */
    private void update(StatefulSet set, int start) {
        var strategy = Optional.ofNullable(set.getSpec().getUpdateStrategy());
        if (strategy.filter(each -> "OnDelete".equals(each.getType())).isPresent()) {
            return;
        }
        int partition = strategy.map(each -> each.getRollingUpdate())
                .map(rolling -> rolling.getPartition())
                .orElse(0);
        for (int index = start + replicas(set) - 1; index >= Math.max(start, partition); index--) {
            Optional<Pod> pod = pod(set, index);
            boolean old = pod.filter(each ->
                            !revision(set).equals(each.getMetadata().getLabels().get(REVISION_LABEL)))
                    .isPresent();
            if (old) {
                delete(set, pod.orElseThrow());
            }
            if (old || pod.filter(PodFacts::isReady).isEmpty()) {
                return;
            }
        }
    }

    private static int start(StatefulSet set) {
        return Optional.ofNullable(set.getSpec().getOrdinals())
                .map(ordinals -> ordinals.getStart())
                .orElse(0);
    }

    private static int replicas(StatefulSet set) {
        return Objects.requireNonNullElse(set.getSpec().getReplicas(), 1);
    }

    private static String revision(StatefulSet set) {
        return set.getMetadata().getName() + "-" + TemplateHash.of(set.getSpec().getTemplate(), 0);
    }

    private Optional<Pod> pod(StatefulSet set, int index) {
        return api().find(
                        Pod.class,
                        set.getMetadata().getNamespace(),
                        set.getMetadata().getName() + "-" + index)
                .filter(pod -> PodFacts.isControlledBy(pod.getMetadata(), set.getMetadata()));
    }

    private static int index(StatefulSet set, Pod pod) {
        return Integer.parseInt(pod.getMetadata()
                .getName()
                .substring(set.getMetadata().getName().length() + 1));
    }

    private void create(StatefulSet set, int index) {
        String name = set.getMetadata().getName() + "-" + index;
        api().create(PodTemplates.pod(set.getSpec().getTemplate(), set)
                .editMetadata()
                .withGenerateName(null)
                .withName(name)
                .addToLabels(INDEX_LABEL, String.valueOf(index))
                .addToLabels(NAME_LABEL, name)
                .addToLabels(REVISION_LABEL, revision(set))
                .endMetadata()
                .editSpec()
                .withHostname(name)
                .withSubdomain(set.getSpec().getServiceName())
                .endSpec()
                .build());
        String message =
                "create Pod " + name + " in StatefulSet " + set.getMetadata().getName() + " successful";
        events().normal(set, "SuccessfulCreate", message);
    }

    private void delete(StatefulSet set, Pod pod) {
        api().delete(
                        Pod.class,
                        pod.getMetadata().getNamespace(),
                        pod.getMetadata().getName());
        String message = "delete Pod " + pod.getMetadata().getName() + " in StatefulSet "
                + set.getMetadata().getName() + " successful";
        events().normal(set, "SuccessfulDelete", message);
    }

    private void report(StatefulSet set) {
        List<Pod> pods =
                owned(set, Pod.class).stream().filter(PodFacts::isActive).toList();
        int minReady = Objects.requireNonNullElse(set.getSpec().getMinReadySeconds(), 0);
        int updated = (int) pods.stream()
                .filter(pod ->
                        revision(set).equals(pod.getMetadata().getLabels().get(REVISION_LABEL)))
                .count();
        api().updateStatus(new StatefulSetBuilder(set)
                .editOrNewStatus()
                .withReplicas(pods.size())
                .withReadyReplicas((int) pods.stream().filter(PodFacts::isReady).count())
                .withAvailableReplicas((int)
                        pods.stream().filter(pod -> isAvailable(pod, minReady)).count())
                .withCurrentReplicas(updated)
                .withUpdatedReplicas(updated)
                .withCurrentRevision(revision(set))
                .withUpdateRevision(revision(set))
                .withObservedGeneration(set.getMetadata().getGeneration())
                .endStatus()
                .build());
    }
}
