package packetwalk.proxy.nftables;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** The storages of a sync, one for each set or map whose elements come and go with Services. */
final class Storages {

    private final Map<Container, ElementStorage> storages = new EnumMap<>(Container.class);

    /**
     * Over what is there.
     *
     * @param there keys and values of each; one that is not named is empty
     */
    Storages(Transaction transaction, Map<Container, Map<String, String>> there) {
        for (Container each : Container.OF_SERVICES) {
            storages.put(each, new ElementStorage(each, transaction, there.getOrDefault(each, Map.of())));
        }
    }

    ElementStorage of(Container container) {
        ElementStorage storage = storages.get(container);
        if (storage == null) {
            throw new AssertionError(container + " has no elements of Services");
        }
        return storage;
    }

    /** Deletes what no Service asked for; what is there then. */
    Map<Container, Map<String, String>> cleanUp() {
        Map<Container, Map<String, String>> left = new EnumMap<>(Container.class);
        storages.forEach((container, storage) -> left.put(container, Collections.unmodifiableMap(storage.cleanUp())));
        return left;
    }
}
