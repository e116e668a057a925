package packetwalk.control;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import packetwalk.api.ApiFault;

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
        watchOrphans(set -> set.getSpec().getSelector());
    }

    @Override
    void reconcile(StatefulSet set) {
        String revision = revision(set);
        if (!isLeaving(set)) {
            claimed(
                    set,
                    Pod.class,
                    set.getSpec().getSelector(),
                    pod -> index(set, pod).isPresent());
            work(set, revision);
        }
        report(set, revision);
    }

    private void work(StatefulSet set, String revision) {
        boolean parallel = "Parallel".equals(set.getSpec().getPodManagementPolicy());
        int start = start(set);
        int wanted = replicas(set);
        for (int index = start; index < start + wanted; index++) {
            Optional<Pod> pod = pod(set, index);
            if (pod.isEmpty()) {
                create(set, index, revision);
            } else if (PodFacts.isTerminal(pod.get()) && !PodFacts.isTerminating(pod.get())) {
                remove(set, pod.get());
            }
            boolean well = pod.filter(each -> PodFacts.isReady(each) && !PodFacts.isTerminating(each))
                    .isPresent();
            if (!parallel && !well) {
                return; // each waits for the one before it
            }
        }
        List<Pod> condemned = owned(set, Pod.class).stream()
                .filter(pod -> number(set, pod) < start || number(set, pod) >= start + wanted)
                .sorted((a, b) -> Integer.compare(number(set, b), number(set, a)))
                .toList();
        for (Pod pod : condemned) {
            if (!PodFacts.isTerminating(pod)) {
                remove(set, pod);
            }
            if (!parallel) {
                return;
            }
        }
        update(set, start, revision);
    }

    /** Replaces the last pod of an older template; {@link #work} waits until it is well again. */
    private void update(StatefulSet set, int start, String revision) {
        var strategy = Optional.ofNullable(set.getSpec().getUpdateStrategy());
        if (strategy.filter(each -> "OnDelete".equals(each.getType())).isPresent()) {
            return;
        }
        int partition = strategy.map(each -> each.getRollingUpdate())
                .map(rolling -> rolling.getPartition())
                .orElse(0);
        for (int index = start + replicas(set) - 1; index >= Math.max(start, partition); index--) {
            Optional<Pod> pod = pod(set, index);
            boolean old = pod.filter(each -> !revision(each).equals(revision)).isPresent();
            if (old) {
                remove(set, pod.orElseThrow());
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

    /** The number in a pod's name, if it is one of this set's: {@code isMemberOf()}. */
    private static OptionalInt index(StatefulSet set, Pod pod) {
        String prefix = set.getMetadata().getName() + "-";
        String name = pod.getMetadata().getName();
        return name.startsWith(prefix) && name.substring(prefix.length()).matches("0|[1-9][0-9]{0,8}")
                ? OptionalInt.of(Integer.parseInt(name.substring(prefix.length())))
                : OptionalInt.empty();
    }

    private static int number(StatefulSet set, Pod pod) {
        return index(set, pod).orElseThrow();
    }

    private static String revision(Pod pod) {
        return pod.getMetadata().getLabels().getOrDefault(REVISION_LABEL, "");
    }

    private void create(StatefulSet set, int index, String revision) {
        String name = set.getMetadata().getName() + "-" + index;
        Pod pod = PodTemplates.pod(set.getSpec().getTemplate(), set)
                .editMetadata()
                .withGenerateName(null)
                .withName(name)
                .addToLabels(INDEX_LABEL, String.valueOf(index))
                .addToLabels(NAME_LABEL, name)
                .addToLabels(REVISION_LABEL, revision)
                .endMetadata()
                .editSpec()
                .withHostname(name)
                .withSubdomain(set.getSpec().getServiceName())
                .endSpec()
                .build();
        String message =
                "create Pod " + name + " in StatefulSet " + set.getMetadata().getName();
        try {
            api().create(pod);
            events().normal(set, "SuccessfulCreate", message + " successful");
        } catch (ApiFault refused) { // such as a pod of that name which is somebody else's
            events().warning(set, "FailedCreate", message + " failed error: " + refused.getMessage());
        }
    }

    private void remove(StatefulSet set, Pod pod) {
        api().delete(
                        Pod.class,
                        pod.getMetadata().getNamespace(),
                        pod.getMetadata().getName());
        String message = "delete Pod " + pod.getMetadata().getName() + " in StatefulSet "
                + set.getMetadata().getName() + " successful";
        events().normal(set, "SuccessfulDelete", message);
    }

    private void report(StatefulSet set, String revision) {
        List<Pod> pods =
                owned(set, Pod.class).stream().filter(PodFacts::isActive).toList();
        int ready = (int) pods.stream().filter(PodFacts::isReady).count();
        String before =
                Optional.ofNullable(set.getStatus().getCurrentRevision()).orElse(revision);
        boolean complete = count(pods, revision) == replicas(set) && ready == replicas(set);
        String current = complete ? revision : before;
        api().updateStatus(new StatefulSetBuilder(set)
                .editOrNewStatus()
                .withReplicas(pods.size())
                .withReadyReplicas(ready)
                .withAvailableReplicas(available(set, pods, set.getSpec().getMinReadySeconds()))
                .withCurrentReplicas(count(pods, current))
                .withUpdatedReplicas(count(pods, revision))
                .withCurrentRevision(current)
                .withUpdateRevision(revision)
                .withObservedGeneration(set.getMetadata().getGeneration())
                .endStatus()
                .build());
    }

    private static int count(List<Pod> pods, String revision) {
        return (int) pods.stream().filter(pod -> revision(pod).equals(revision)).count();
    }
}
