package packetwalk.apiserver;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Objects by a key that many share, such as a label; each key's in the order in which they were made. */
final class Index<T> {

    private final Map<String, TreeMap<Long, T>> entries = new LinkedHashMap<>();

    Collection<T> get(String key) {
        TreeMap<Long, T> there = entries.get(key);
        return there == null ? List.of() : there.values();
    }

    /** Puts the object that was the {@code made}th to be stored in its place. */
    void add(String key, long made, T object) {
        entries.computeIfAbsent(key, any -> new TreeMap<>()).put(made, object);
    }

    void remove(String key, long made) {
        TreeMap<Long, T> there = entries.get(key);
        if (there != null) {
            there.remove(made);
            if (there.isEmpty()) {
                entries.remove(key);
            }
        }
    }
}
