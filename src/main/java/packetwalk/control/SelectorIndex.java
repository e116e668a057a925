package packetwalk.control;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import packetwalk.api.Selector;

/**
 * Which Services, or which ReplicaSets, select a pod. Each is kept under one label that its pods must have, so that a pod
 * among ten thousand Services is compared with those of its own labels only.
 */
final class SelectorIndex {

    /** Where those are kept whose selector names no label's value: all pods of the namespace are compared with them. */
    private static final String ANY_LABEL = "";

    private final Map<String, Map<Key, Selector>> places = new LinkedHashMap<>();

    void add(HasMetadata object, Selector selector) {
        places.computeIfAbsent(place(object, selector), any -> new LinkedHashMap<>())
                .put(Key.of(object), selector);
    }

    void remove(HasMetadata object, Selector selector) {
        String place = place(object, selector);
        Map<Key, Selector> there = places.getOrDefault(place, Map.of());
        if (there.remove(Key.of(object)) != null && there.isEmpty()) {
            places.remove(place);
        }
    }

    private static String place(HasMetadata object, Selector selector) {
        String label = selector.labels().entrySet().stream()
                .findFirst()
                .map(SelectorIndex::text)
                .orElse(ANY_LABEL);
        return object.getMetadata().getNamespace() + "/" + label;
    }

    private static String text(Map.Entry<String, String> label) {
        return label.getKey() + "=" + label.getValue();
    }

    /** Whose selector {@code pod} fits, in its own namespace. */
    List<Key> of(Pod pod) {
        Map<String, String> labels =
                Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
        List<Key> selecting = new ArrayList<>();
        collect(pod, ANY_LABEL, labels, selecting);
        labels.entrySet().forEach(label -> collect(pod, text(label), labels, selecting));
        return selecting;
    }

    private void collect(Pod pod, String label, Map<String, String> labels, List<Key> selecting) {
        places.getOrDefault(pod.getMetadata().getNamespace() + "/" + label, Map.of())
                .forEach((key, selector) -> {
                    if (selector.matches(labels)) {
                        selecting.add(key);
                    }
                });
    }
}
