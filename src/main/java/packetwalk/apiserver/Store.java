package packetwalk.apiserver;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import packetwalk.api.Selector;

/**
 * What etcd holds: objects by kind, namespace and name, with what indexes them: uid, owner, node, label. Every list is in
 * the order in which its objects were made.
 */
final class Store {

    private final Map<Class<?>, Shelf<?>> shelves = new LinkedHashMap<>();
    private final Map<String, Stored> byUid = new LinkedHashMap<>();
    private final Index<HasMetadata> dependents = new Index<>();
    private final Index<Pod> podsByNode = new Index<>();
    private long revision;
    private long made;

    /** An object as it is now, which was the {@code made}th that was ever stored. */
    private record Stored(long made, HasMetadata object) {}

    /** The number of the next change; every object carries that of its last one as its resource version. */
    String nextRevision() {
        return Long.toString(++revision);
    }

    <T extends HasMetadata> Optional<T> find(Class<T> type, String namespace, String name) {
        return Optional.ofNullable(shelf(type).in(namespace).get(name));
    }

    Optional<HasMetadata> byUid(String uid) {
        return Optional.ofNullable(byUid.get(uid)).map(Stored::object);
    }

    <T extends HasMetadata> List<T> list(Class<T> type) {
        return List.copyOf(shelf(type).all.values());
    }

    <T extends HasMetadata> List<T> list(Class<T> type, String namespace) {
        return List.copyOf(shelf(type).in(namespace).values());
    }

    /** Those that {@code selector} means, out of those that have its rarest label. */
    <T extends HasMetadata> List<T> list(Class<T> type, String namespace, Selector selector) {
        Shelf<T> shelf = shelf(type);
        return selector.labels().entrySet().stream()
                .map(label -> shelf.labelled.get(labelKey(namespace, label)))
                .min(Comparator.comparingInt(Collection::size))
                .orElseGet(() -> shelf.in(namespace).values())
                .stream()
                .filter(object -> selector.matches(object.getMetadata().getLabels()))
                .toList();
    }

    List<HasMetadata> dependents(String ownerUid) {
        return List.copyOf(dependents.get(ownerUid));
    }

    List<Pod> podsOn(String node) {
        return List.copyOf(podsByNode.get(node));
    }

    boolean isEmpty(String namespace) {
        return shelves.values().stream().allMatch(shelf -> shelf.in(namespace).isEmpty());
    }

    /** What a namespace holds, kind by kind. */
    List<HasMetadata> contents(String namespace) {
        return shelves.values().stream()
                .<HasMetadata>flatMap(shelf -> shelf.in(namespace).values().stream())
                .toList();
    }

    /** Puts an object in its place, or in that of the one which it replaces. */
    @SuppressWarnings("unchecked") // shelves are kept by the class of what is on them
    <T extends HasMetadata> void put(T object) {
        ObjectMeta meta = object.getMetadata();
        Stored before = byUid.get(meta.getUid());
        if (before != null) {
            unindex(before);
        }
        Stored stored = new Stored(before == null ? ++made : before.made(), object);
        Shelf<T> shelf = shelf((Class<T>) object.getClass());
        shelf.all.put(meta.getUid(), object);
        shelf.open(namespaceOf(meta)).put(meta.getName(), object);
        byUid.put(meta.getUid(), stored);
        labels(meta).forEach(label -> shelf.labelled.add(labelKey(namespaceOf(meta), label), stored.made(), object));
        for (OwnerReference owner : meta.getOwnerReferences()) {
            dependents.add(owner.getUid(), stored.made(), object);
        }
        if (object instanceof Pod pod && pod.getSpec().getNodeName() != null) {
            podsByNode.add(pod.getSpec().getNodeName(), stored.made(), pod);
        }
    }

    void remove(HasMetadata object) {
        ObjectMeta meta = object.getMetadata();
        Stored stored = byUid.remove(meta.getUid());
        if (stored == null) {
            throw new AssertionError(object.getKind() + " " + meta.getName() + " is removed and was not stored");
        }
        unindex(stored);
        Shelf<?> shelf = shelf(object.getClass());
        shelf.all.remove(meta.getUid());
        shelf.take(namespaceOf(meta), meta.getName());
    }

    private void unindex(Stored stored) {
        HasMetadata object = stored.object();
        ObjectMeta meta = object.getMetadata();
        Shelf<?> shelf = shelf(object.getClass());
        labels(meta).forEach(label -> shelf.labelled.remove(labelKey(namespaceOf(meta), label), stored.made()));
        for (OwnerReference owner : meta.getOwnerReferences()) {
            dependents.remove(owner.getUid(), stored.made());
        }
        if (object instanceof Pod pod && pod.getSpec().getNodeName() != null) {
            podsByNode.remove(pod.getSpec().getNodeName(), stored.made());
        }
    }

    private static Collection<Map.Entry<String, String>> labels(ObjectMeta meta) {
        return meta.getLabels() == null ? List.of() : meta.getLabels().entrySet();
    }

    private static String labelKey(String namespace, Map.Entry<String, String> label) {
        return namespace + "/" + label.getKey() + "=" + label.getValue();
    }

    @SuppressWarnings("unchecked") // shelves are kept by the class of what is on them
    private <T extends HasMetadata> Shelf<T> shelf(Class<T> type) {
        return (Shelf<T>) shelves.computeIfAbsent(type, any -> new Shelf<T>());
    }

    private static String namespaceOf(ObjectMeta meta) {
        return meta.getNamespace() == null ? "" : meta.getNamespace();
    }

    /** The objects of one kind. */
    private static final class Shelf<T extends HasMetadata> {
        private final Map<String, T> all = new LinkedHashMap<>();
        private final Map<String, Map<String, T>> byNamespace = new LinkedHashMap<>();
        private final Index<T> labelled = new Index<>();

        Map<String, T> in(String namespace) {
            return byNamespace.getOrDefault(namespace, Map.of());
        }

        Map<String, T> open(String namespace) {
            return byNamespace.computeIfAbsent(namespace, any -> new LinkedHashMap<>());
        }

        void take(String namespace, String name) {
            Map<String, T> there = open(namespace);
            there.remove(name);
            if (there.isEmpty()) {
                byNamespace.remove(namespace);
            }
        }
    }
}
