package packetwalk.control;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
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

    /** Does the difference for one object, which is not being deleted in the foreground. */
    abstract void reconcile(T object);

    private void look(Key key) {
        api().find(kind, key.namespace(), key.name()).ifPresent(this::reconcile);
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

    /** Looks at the owner again whenever an object of {@code owned} changes. */
    <O extends HasMetadata> void watchOwned(Class<O> owned) {
        api().watch(
                        owned,
                        Watcher.<O>ofAny(object -> PodFacts.controller(object.getMetadata())
                                .flatMap(owner -> api().findByUid(owner.getUid()))
                                .filter(kind::isInstance)
                                .ifPresent(owner -> queue.add(Key.of(owner)))));
    }

    /** Objects of {@code type} that {@code owner} controls, oldest first. */
    <O extends HasMetadata> List<O> owned(HasMetadata owner, Class<O> type) {
        return api().dependents(owner.getMetadata().getUid()).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(each -> PodFacts.isControlledBy(each.getMetadata(), owner.getMetadata()))
                .toList();
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

    /** Pods that have become ready at least so many seconds ago: {@code IsPodAvailable()}. */
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
