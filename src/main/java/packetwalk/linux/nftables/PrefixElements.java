package packetwalk.linux.nftables;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Concatenations whose parts may be ranges: the job of net/netfilter/nft_set_pipapo.c.
 *
 * <p>Each range is cut into prefixes, as pipapo does, and elements with the same lengths of prefixes share a hash table:
 * a look-up costs one probe for each combination of lengths that occurs, however many elements there are. Of several that
 * fit the first added is found.
 */
final class PrefixElements implements Elements {

    private final List<Integer> lengths;
    private final Map<SetElement, Integer> order = new LinkedHashMap<>();
    private final Map<Value, Map<Value, SetElement>> byMask = new LinkedHashMap<>();
    private int added;

    /** {@code lengths}: bytes of each part. */
    PrefixElements(List<Integer> lengths) {
        this.lengths = List.copyOf(lengths);
    }

    @Override
    public @Nullable SetElement find(Value key) {
        SetElement first = null;
        for (Map.Entry<Value, Map<Value, SetElement>> each : byMask.entrySet()) {
            SetElement found = each.getValue().get(key.and(each.getKey()));
            if (found != null && (first == null || place(found) < place(first))) {
                first = found;
            }
        }
        return first;
    }

    private int place(SetElement element) {
        return order.getOrDefault(element, Integer.MAX_VALUE);
    }

    /** {@code nft_pipapo_insert()}: one that either end falls into. */
    @Override
    public Optional<SetElement> conflict(SetElement other) {
        SetElement start = find(other.from());
        return Optional.ofNullable(start == null ? find(other.to()) : start);
    }

    @Override
    public void add(SetElement element) {
        order.put(element, added++);
        prefixes(
                element,
                0,
                Value.EMPTY,
                Value.EMPTY,
                (mask, key) ->
                        byMask.computeIfAbsent(mask, any -> new HashMap<>()).putIfAbsent(key, element));
    }

    @Override
    public void remove(SetElement element) {
        order.remove(element);
        prefixes(element, 0, Value.EMPTY, Value.EMPTY, (mask, key) -> {
            Map<Value, SetElement> table = byMask.get(mask);
            if (table != null && table.remove(key, element) && table.isEmpty()) {
                byMask.remove(mask);
            }
        });
    }

    private interface Visitor {
        void visit(Value mask, Value key);
    }

    /** All combinations of the prefixes that the parts from {@code part} on are made of. */
    private void prefixes(SetElement element, int part, Value mask, Value key, Visitor visitor) {
        if (part == lengths.size()) {
            visitor.visit(mask, key);
            return;
        }
        int from = lengths.subList(0, part).stream().mapToInt(Integer::intValue).sum();
        int length = lengths.get(part);
        for (Prefix each : cut(element.from().part(from, length), element.to().part(from, length))) {
            Value ownMask = each.start.mask(each.bits);
            prefixes(element, part + 1, mask.then(ownMask), key.then(each.start.and(ownMask)), visitor);
        }
    }

    private record Prefix(Value start, int bits) {}

    /** The fewest prefixes that together are a range: {@code pipapo_expand()}. */
    private static List<Prefix> cut(Value from, Value to) {
        List<Prefix> prefixes = new ArrayList<>();
        Value start = from;
        while (true) {
            int bits = start.length() * 8;
            while (bits > 0
                    && start.and(start.mask(bits - 1)).equals(start)
                    && start.last(bits - 1).compareTo(to) <= 0) {
                bits--;
            }
            prefixes.add(new Prefix(start, bits));
            Value last = start.last(bits);
            if (last.equals(to)) {
                return prefixes;
            }
            start = last.next();
        }
    }

    @Override
    public Collection<SetElement> all() {
        return List.copyOf(order.keySet());
    }

    @Override
    public int size() {
        return order.size();
    }

    @Override
    public Elements copy() {
        PrefixElements copy = new PrefixElements(lengths);
        order.keySet().forEach(copy::add);
        return copy;
    }
}
