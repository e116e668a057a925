package packetwalk.apiserver;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import packetwalk.api.ApiFault;
import packetwalk.api.Kind;
import packetwalk.api.Kinds;
import packetwalk.api.Metadata;

/**
 * When something may go: grace periods, finalizers, namespaces that empty themselves.
 *
 * @see <a href="https://pkg.go.dev/k8s.io/apiserver/pkg/registry/rest#BeforeDelete">rest.BeforeDelete</a>
 */
final class Termination {
    private static final List<String> KEPT_NAMESPACES = List.of("default", "kube-system", "kube-public");

    private final Store store;
    private final Identity identity;
    private final Replacement replacement;
    private final Consumer<HasMetadata> removal;

    /** Stores an object in the place of another. */
    interface Replacement {
        <T extends HasMetadata> T replace(T before, T after);
    }

    Termination(Store store, Identity identity, Replacement replacement, Consumer<HasMetadata> removal) {
        this.store = store;
        this.identity = identity;
        this.replacement = replacement;
        this.removal = removal;
    }

    /** Refuses what cannot be made because its namespace is missing or going; admission plugin NamespaceLifecycle. */
    void requireOpen(Kind<?> kind, ObjectMeta meta) {
        if (!kind.namespaced()) {
            return;
        }
        Namespace namespace = store.find(Namespace.class, "", meta.getNamespace())
                .orElseThrow(() -> ApiFault.notFound(Kinds.NAMESPACE, meta.getNamespace()));
        if (namespace.getMetadata().getDeletionTimestamp() != null) {
            throw ApiFault.forbidden(
                    kind,
                    meta.getName(),
                    "unable to create new content in namespace " + meta.getNamespace()
                            + " because it is being terminated");
        }
    }

    /** Whether an object only waited for its last finalizer, or its kubelet, and has neither now. */
    static boolean isDue(ObjectMeta meta) {
        Long grace = meta.getDeletionGracePeriodSeconds();
        return meta.getDeletionTimestamp() != null && meta.getFinalizers().isEmpty() && grace != null && grace == 0;
    }

    <T extends HasMetadata> T delete(Kind<T> kind, T object, Deletion how) {
        ObjectMeta meta = object.getMetadata();
        if (how.uid().isPresent() && !how.uid().get().equals(meta.getUid())) {
            throw ApiFault.conflict(
                    kind,
                    meta.getName(),
                    "the UID in the precondition (%s) does not match the UID in record (%s). The object might have been"
                                    .formatted(how.uid().get(), meta.getUid())
                            + " deleted and then recreated");
        }
        if (object instanceof Namespace namespace) {
            return kind.type().cast(terminate(namespace));
        }
        ObjectMeta marked = Metadata.copy(meta);
        boolean first = meta.getDeletionTimestamp() == null;
        boolean changed = object instanceof Pod pod ? setGrace(pod, marked, how) : first;
        marked.setFinalizers(finalizers(meta.getFinalizers(), how.propagation()));
        Long grace = marked.getDeletionGracePeriodSeconds();
        boolean waits = (grace != null && grace > 0) || !marked.getFinalizers().isEmpty();
        if (!waits) {
            removal.accept(object);
            return object;
        }
        if (!changed && marked.getFinalizers().equals(meta.getFinalizers())) {
            return object;
        }
        if (first) {
            setFirst(marked);
        }
        return replacement.replace(object, kind.withMetadata(object, marked));
    }

    /** An object has gone: if it was the last of a namespace that waits for it, that goes too. */
    void gone(HasMetadata object) {
        String name = object.getMetadata().getNamespace();
        if (name != null) {
            store.find(Namespace.class, "", name)
                    .filter(namespace -> namespace.getMetadata().getDeletionTimestamp() != null)
                    .filter(namespace -> store.isEmpty(name))
                    .ifPresent(removal);
        }
    }

    /** The pod on its node, with the condition that says so. */
    Pod bound(Pod pod, String node) {
        Optional<String> refusal = bindingRefusal(pod);
        if (refusal.isPresent()) {
            throw ApiFault.conflict(Kinds.POD, pod.getMetadata().getName(), refusal.get());
        }
        List<PodCondition> conditions = new ArrayList<>(pod.getStatus().getConditions());
        conditions.removeIf(condition -> condition.getType().equals("PodScheduled"));
        conditions.add(new PodConditionBuilder()
                .withType("PodScheduled")
                .withStatus("True")
                .withLastTransitionTime(Identity.text(identity.now()))
                .build());
        return new PodBuilder(pod)
                .editSpec()
                .withNodeName(node)
                .endSpec()
                .editStatus()
                .withConditions(conditions)
                .endStatus()
                .build();
    }

    private static Optional<String> bindingRefusal(Pod pod) {
        String name = pod.getMetadata().getName();
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return Optional.of("pod " + name + " is being deleted, cannot be assigned to a host");
        }
        if (pod.getSpec().getNodeName() != null) {
            return Optional.of("pod " + name + " is already assigned to node \""
                    + pod.getSpec().getNodeName() + "\"");
        }
        return pod.getSpec().getSchedulingGates().isEmpty()
                ? Optional.empty()
                : Optional.of("pod " + name + " has non-empty .spec.schedulingGates");
    }

    /** Says how long the pod may take; a second deletion can only shorten that. */
    private boolean setGrace(Pod pod, ObjectMeta marked, Deletion how) {
        long asked =
                how.gracePeriodSeconds().orElseGet(() -> seconds(pod.getSpec().getTerminationGracePeriodSeconds()));
        String phase = pod.getStatus().getPhase();
        boolean stopped = pod.getSpec().getNodeName() == null || "Failed".equals(phase) || "Succeeded".equals(phase);
        long grace = stopped ? 0 : asked;
        if (marked.getDeletionTimestamp() == null) {
            marked.setDeletionTimestamp(Identity.text(identity.now().plusSeconds(grace)));
            marked.setDeletionGracePeriodSeconds(grace);
            return true;
        }
        long before = seconds(marked.getDeletionGracePeriodSeconds());
        if (how.gracePeriodSeconds().isEmpty() || asked >= before) {
            return false;
        }
        Instant due = Instant.parse(marked.getDeletionTimestamp())
                .minusSeconds(before)
                .plusSeconds(asked);
        boolean past = due.isBefore(identity.now());
        marked.setDeletionTimestamp(Identity.text(past ? identity.now() : due));
        marked.setDeletionGracePeriodSeconds(past && asked > 0 ? 1L : asked);
        return true;
    }

    private void setFirst(ObjectMeta marked) {
        if (marked.getDeletionTimestamp() == null) {
            marked.setDeletionTimestamp(Identity.text(identity.now()));
            marked.setDeletionGracePeriodSeconds(0L);
        }
        if (marked.getGeneration() != null) {
            marked.setGeneration(marked.getGeneration() + 1);
        }
    }

    private static List<String> finalizers(List<String> present, Deletion.Propagation propagation) {
        List<String> all = new ArrayList<>(present);
        all.removeAll(List.of("orphan", "foregroundDeletion"));
        switch (propagation) {
            case BACKGROUND -> {}
            case FOREGROUND -> all.add("foregroundDeletion");
            case ORPHAN -> all.add("orphan");
        }
        return List.copyOf(all);
    }

    /** Marks a namespace, deletes what is in it, and takes it away once nothing is. */
    private Namespace terminate(Namespace namespace) {
        String name = namespace.getMetadata().getName();
        if (KEPT_NAMESPACES.contains(name)) {
            throw ApiFault.forbidden(Kinds.NAMESPACE, name, "this namespace may not be deleted");
        }
        if (namespace.getMetadata().getDeletionTimestamp() != null) {
            return namespace;
        }
        Namespace marked = replacement.replace(
                namespace,
                new NamespaceBuilder(namespace)
                        .editMetadata()
                        .withDeletionTimestamp(Identity.text(identity.now()))
                        .endMetadata()
                        .editStatus()
                        .withPhase("Terminating")
                        .endStatus()
                        .build());
        if (store.isEmpty(name)) {
            removal.accept(marked);
        }
        for (HasMetadata object : store.contents(name)) {
            store.byUid(object.getMetadata().getUid()).ifPresent(this::deleteAny);
        }
        return marked;
    }

    private <T extends HasMetadata> void deleteAny(T object) {
        delete(Kinds.of(object), object, Deletion.PLAIN);
    }

    private static long seconds(Long value) {
        return value == null ? 0 : value;
    }
}
