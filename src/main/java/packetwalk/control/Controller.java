package packetwalk.control;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import packetwalk.api.ApiFault;
import packetwalk.api.Kind;
import packetwalk.api.Kinds;
import packetwalk.api.Selector;
import packetwalk.apiserver.ApiServer;
import packetwalk.apiserver.EventRecorder;
import packetwalk.apiserver.Watcher;
import packetwalk.time.WorkQueue;

/**
 * What brings one kind of object about: it hears of changes, and some time later looks at what there is and at what there
 * should be, and does the difference. Nothing is remembered between two looks but the queue.
 *
 * @param <T> the kind whose spec says what should be
 */
abstract class Controller<T extends HasMetadata> {

    private final ControlPlane plane;
    private final Class<T> kind;
    private final WorkQueue<Key> queue;
    private final EventRecorder events;

    Controller(ControlPlane plane, Class<T> kind, String name) {
        this.plane = plane;
        this.kind = kind;
        this.events = new EventRecorder(plane.api(), name, "");
        this.queue = new WorkQueue<>(plane.simulation(), () -> plane.latencies().controller(), this::look);
        plane.api().watch(kind, Watcher.<T>ofAny(object -> queue.add(Key.of(object))));
    }

    /** Does the difference for one object, which may be on its way out: {@link #isLeaving}. */
    abstract void reconcile(T object);

    /** Does what is left to do once an object has gone; what it owned goes by itself. */
    void gone(Key key) {}

    private void look(Key key) {
        api().find(kind, key.namespace(), key.name()).ifPresentOrElse(this::reconcile, () -> gone(key));
    }

    ApiServer api() {
        return plane.api();
    }

    ControlPlane plane() {
        return plane;
    }

    EventRecorder events() {
        return events;
    }

    WorkQueue<Key> queue() {
        return queue;
    }

    /** How many of them are; the others' owner is looked at again when they might be. */
    int available(T owner, List<Pod> pods, @Nullable Integer minReadySeconds) {
        int seconds = Objects.requireNonNullElse(minReadySeconds, 0);
        int available =
                (int) pods.stream().filter(pod -> isAvailable(pod, seconds)).count();
        if (seconds > 0 && pods.stream().filter(PodFacts::isReady).count() > available) {
            queue.addAfter(Key.of(owner), Duration.ofSeconds(seconds));
        }
        return available;
    }

    /** Looks at the owner again whenever an object of {@code owned} changes. */
    <O extends HasMetadata> void watchOwned(Class<O> owned) {
        api().watch(
                        owned,
                        Watcher.<O>ofAny(object -> PodFacts.controller(object.getMetadata())
                                .flatMap(owner -> api().findByUid(owner.getUid()))
                                .filter(kind::isInstance)
                                .ifPresent(owner -> queue.add(Key.of(owner)))));
    }

    /** Looks at those whose selector a pod fits whenever nobody controls it: they may take it. */
    void watchOrphans(Function<T, LabelSelector> selector) {
        SelectorIndex selectors = new SelectorIndex();
        api().watch(
                        kind,
                        Watcher.<T>of(
                                object -> selectors.add(object, Selector.of(selector.apply(object))),
                                object -> selectors.remove(object, Selector.of(selector.apply(object)))));
        api().watch(
                        Pod.class,
                        Watcher.<Pod>of(
                                pod -> {
                                    if (PodFacts.controller(pod.getMetadata()).isEmpty()) {
                                        selectors.of(pod).forEach(queue::add);
                                    }
                                },
                                gone -> {}));
    }

    /** Objects of {@code type} that {@code owner} controls, oldest first. */
    <O extends HasMetadata> List<O> owned(HasMetadata owner, Class<O> type) {
        return api().dependents(owner.getMetadata().getUid()).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(each -> PodFacts.isControlledBy(each.getMetadata(), owner.getMetadata()))
                .toList();
    }

    /**
     * {@link #owned}, after it has taken what fits its selector and belongs to nobody, and let go of what no longer fits:
     * {@code ClaimObject()}, pkg/controller/controller_ref_manager.go.
     */
    <O extends HasMetadata> List<O> claimed(T owner, Class<O> type, LabelSelector labels) {
        return claimed(owner, type, labels, any -> true);
    }

    /** {@link #claimed(HasMetadata, Class, LabelSelector)} of those that {@code member} holds for. */
    <O extends HasMetadata> List<O> claimed(T owner, Class<O> type, LabelSelector labels, Predicate<O> member) {
        Selector selector = Selector.of(labels);
        for (O each : owned(owner, type)) {
            boolean fits = selector.matches(each.getMetadata().getLabels()) && member.test(each);
            if (!fits && !isLeaving(each)) {
                refer(
                        each,
                        meta -> meta.removeMatchingFromOwnerReferences(
                                reference -> owner.getMetadata().getUid().equals(reference.getUid())));
            }
        }
        if (!isLeaving(owner)) {
            for (O each : api().list(type, owner.getMetadata().getNamespace(), selector)) {
                if (PodFacts.controller(each.getMetadata()).isEmpty() && !isLeaving(each) && member.test(each)) {
                    refer(each, meta -> meta.addToOwnerReferences(reference(owner)));
                }
            }
        }
        return owned(owner, type);
    }

    private <O extends HasMetadata> void refer(O object, Consumer<ObjectMetaBuilder> change) {
        ObjectMetaBuilder meta = new ObjectMetaBuilder(object.getMetadata());
        change.accept(meta);
        Kind<O> of = Kinds.of(object);
        api().update(of.withMetadata(object, meta.build()));
    }

    /** Deletes a pod that is not on its way out yet, and says so. */
    void delete(T owner, Pod pod) {
        if (!isLeaving(pod)) {
            String name = pod.getMetadata().getName();
            api().delete(Pod.class, pod.getMetadata().getNamespace(), name);
            events.normal(owner, "SuccessfulDelete", "Deleted pod: " + name);
        }
    }

    /**
     * Makes a pod and says so, or why not: {@code RealPodControl}.
     *
     * @return whether it was made
     */
    boolean create(T owner, Pod pod) {
        try {
            String name = api().create(pod).getMetadata().getName();
            events.normal(owner, "SuccessfulCreate", "Created pod: " + name);
            return true;
        } catch (ApiFault refused) {
            events.warning(owner, "FailedCreate", "Error creating: " + refused.getMessage());
            return false;
        }
    }

    /** A reference by which {@code owner} controls another object. */
    static OwnerReference reference(HasMetadata owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }

    /** Whether it is on its way out: then nothing new is made for it. */
    static boolean isLeaving(HasMetadata object) {
        return object.getMetadata().getDeletionTimestamp() != null;
    }

    /** Whether a pod has become ready at least so many seconds ago: {@code IsPodAvailable()}. */
    boolean isAvailable(Pod pod, int minReadySeconds) {
        return PodFacts.isReady(pod)
                && (minReadySeconds == 0
                        || PodFacts.condition(pod, "Ready")
                                .map(each -> !Instant.parse(each.getLastTransitionTime())
                                        .plusSeconds(minReadySeconds)
                                        .isAfter(api().now()))
                                .orElse(false));
    }
}
