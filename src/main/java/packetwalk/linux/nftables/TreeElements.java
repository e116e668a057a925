package packetwalk.linux.nftables;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Ranges of one part that do not overlap: net/netfilter/nft_set_rbtree.c. */
final class TreeElements implements Elements {

    private final NavigableMap<Value, SetElement> byStart;

    TreeElements() {
        this(new TreeMap<>());
    }

    private TreeElements(NavigableMap<Value, SetElement> elements) {
        this.byStart = elements;
    }

    @Override
    public @Nullable SetElement find(Value key) {
        Map.Entry<Value, SetElement> below = byStart.floorEntry(key);
        return below == null || below.getValue().to().compareTo(key) < 0 ? null : below.getValue();
    }

    @Override
    public Optional<SetElement> conflict(SetElement other) {
        Map.Entry<Value, SetElement> below = byStart.floorEntry(other.to());
        return below == null || below.getValue().to().compareTo(other.from()) < 0
                ? Optional.empty()
                : Optional.of(below.getValue());
    }

    @Override
    public void add(SetElement element) {
        byStart.put(element.from(), element);
    }

    @Override
    public void remove(SetElement element) {
        byStart.remove(element.from());
    }

    @Override
    public Collection<SetElement> all() {
        return List.copyOf(byStart.values());
    }

    @Override
    public int size() {
        return byStart.size();
    }

    @Override
    public Elements copy() {
        return new TreeElements(new TreeMap<>(byStart));
    }
}
