package packetwalk.linux.nftables;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Single keys: net/netfilter/nft_set_hash.c. */
final class HashElements implements Elements {

    private final Map<Value, SetElement> elements;
    private final Comparator<Value> order;

    /** {@code order}: that of print. */
    HashElements(Comparator<Value> order) {
        this(order, Map.of());
    }

    private HashElements(Comparator<Value> order, Map<Value, SetElement> elements) {
        this.order = order;
        this.elements = new HashMap<>(elements);
    }

    @Override
    public @Nullable SetElement find(Value key) {
        return elements.get(key);
    }

    @Override
    public Optional<SetElement> conflict(SetElement other) {
        return Optional.ofNullable(elements.get(other.from()));
    }

    @Override
    public void add(SetElement element) {
        elements.put(element.from(), element);
    }

    @Override
    public void remove(SetElement element) {
        elements.remove(element.from());
    }

    @Override
    public Collection<SetElement> all() {
        return elements.values().stream()
                .sorted(Comparator.comparing(SetElement::from, order))
                .toList();
    }

    @Override
    public int size() {
        return elements.size();
    }

    @Override
    public Elements copy() {
        return new HashElements(order, elements);
    }
}
