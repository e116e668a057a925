package packetwalk.apiserver;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What etcd holds: objects by kind, namespace and name, in the order in which they were made, with what indexes them. */
final class Store {
    private final Map<Class<?>, Shelf<?>> shelves = new LinkedHashMap<>();
    private final Map<String, HasMetadata> byUid = new LinkedHashMap<>();
    private final Index<HasMetadata> dependents = new Index<>();
    private final Index<Pod> podsByNode = new Index<>();
    private long revision;

    /** The number of the next change; every object carries that of its last one as its resource version. */
    String nextRevision() {
        return Long.toString(++revision);
    }

    <T extends HasMetadata> Optional<T> find(Class<T> type, String namespace, String name) {
        return Optional.ofNullable(shelf(type).in(namespace).get(name));
    }

    Optional<HasMetadata> byUid(String uid) {
        return Optional.ofNullable(byUid.get(uid));
    }

    <T extends HasMetadata> List<T> list(Class<T> type) {
        return List.copyOf(shelf(type).all.values());
    }

    <T extends HasMetadata> List<T> list(Class<T> type, String namespace) {
        return List.copyOf(shelf(type).in(namespace).values());
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
        byUid(meta.getUid()).ifPresent(this::unindex);
        Shelf<T> shelf = shelf((Class<T>) object.getClass());
        shelf.all.put(meta.getUid(), object);
        shelf.open(namespaceOf(meta)).put(meta.getName(), object);
        byUid.put(meta.getUid(), object);
        for (OwnerReference owner : meta.getOwnerReferences()) {
            dependents.add(owner.getUid(), object);
        }
        if (object instanceof Pod pod && pod.getSpec().getNodeName() != null) {
            podsByNode.add(pod.getSpec().getNodeName(), pod);
        }
    }

    void remove(HasMetadata object) {
        ObjectMeta meta = object.getMetadata();
        unindex(object);
        Shelf<?> shelf = shelf(object.getClass());
        shelf.all.remove(meta.getUid());
        shelf.take(namespaceOf(meta), meta.getName());
        byUid.remove(meta.getUid());
    }

    private void unindex(HasMetadata object) {
        for (OwnerReference owner : object.getMetadata().getOwnerReferences()) {
            dependents.remove(owner.getUid(), object);
        }
        if (object instanceof Pod pod && pod.getSpec().getNodeName() != null) {
            podsByNode.remove(pod.getSpec().getNodeName(), pod);
        }
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

    /** Objects by a key that many share. */
    private static final class Index<T extends HasMetadata> {
        private final Map<String, Map<String, T>> entries = new LinkedHashMap<>();

        Collection<T> get(String key) {
            return entries.getOrDefault(key, Map.of()).values();
        }

        void add(String key, T object) {
            entries.computeIfAbsent(key, any -> new LinkedHashMap<>())
                    .put(object.getMetadata().getUid(), object);
        }

        void remove(String key, T object) {
            Map<String, T> there = entries.get(key);
            if (there != null) {
                there.remove(object.getMetadata().getUid());
                if (there.isEmpty()) {
                    entries.remove(key);
                }
            }
        }
    }
}
