package packetwalk.proxy.nftables;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What kube-proxy believes to be in one set or map; {@code nftElementStorage}. Only what differs is written, so that a sync
 * of ten thousand Services of which one has changed writes about one.
 */
final class ElementStorage {

    private final Container container;
    private final Transaction transaction;
    private final Map<String, String> elements;
    private final Set<String> leftover;

    /**
     * A storage.
     *
     * @param there keys and values that are there; a set's values are empty
     */
    ElementStorage(Container container, Transaction transaction, Map<String, String> there) {
        this.container = container;
        this.transaction = transaction;
        this.elements = new LinkedHashMap<>(there);
        this.leftover = new LinkedHashSet<>(there.keySet());
    }

    /** A set has this element. */
    void ensure(String key) {
        ensure(key, "", Optional.empty());
    }

    /** A map has this element. */
    void ensure(String key, String value) {
        ensure(key, value, Optional.empty());
    }

    /** A map has this element; one with another value is replaced. */
    void ensure(String key, String value, Optional<String> comment) {
        String before = elements.put(key, value);
        leftover.remove(key);
        if (value.equals(before)) {
            return;
        }
        if (before != null) {
            transaction.deleteElement(container, key);
        }
        transaction.addElement(container, key, Optional.of(value).filter(any -> !any.isEmpty()), comment);
    }

    /** Deletes what nobody has asked for; what is there then. */
    Map<String, String> cleanUp() {
        leftover.forEach(key -> {
            transaction.deleteElement(container, key);
            elements.remove(key);
        });
        return elements;
    }
}
