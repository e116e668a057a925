package packetwalk.linux.ipset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.time.Simulation;

/** A set whose entries are found by their element: what hashes and bitmaps have in common. */
abstract sealed class KeyedSet extends IpSet permits HashSet, BitmapSet {

    private final Map<Element, SetEntry> entries;

    KeyedSet(
            String name,
            SetType type,
            SetHeader header,
            Extensions extensions,
            Simulation simulation,
            Map<Element, SetEntry> entries) {
        super(name, type, header, extensions, simulation);
        this.entries = entries;
    }

    /** {@code element} as it is stored: bits that do not count cleared. */
    abstract Element stored(Element element);

    /** What tells it from other elements. */
    Element key(Element element) {
        return element;
    }

    /** Whether it can be stored at all, and why not. */
    abstract SetResult check(Element stored);

    /** Whether there is room for one more, perhaps made now. */
    boolean hasRoom() {
        return true;
    }

    /** An entry has come or gone. */
    void changed(Element element, int by) {}

    /** The entry for just this element; null if there is none, or it has expired. */
    @Nullable
    SetEntry exact(Element stored) {
        SetEntry entry = entries.get(key(stored));
        return entry == null || entry.expired(now()) ? null : entry;
    }

    final int size() {
        return entries.size();
    }

    final void dropExpired() {
        List<SetEntry> gone =
                entries.values().stream().filter(each -> each.expired(now())).toList();
        gone.forEach(this::remove);
    }

    final void dropFirst() {
        remove(entries.values().iterator().next());
    }

    private void remove(SetEntry entry) {
        entries.remove(key(entry.element()));
        changed(entry.element(), -1);
    }

    @Override
    public List<SetEntry> entries() {
        List<SetEntry> live = new ArrayList<>(entries.values());
        live.removeIf(each -> each.expired(now()));
        return live;
    }

    final void copyTo(KeyedSet other) {
        entries.values().forEach(each -> {
            other.entries.put(key(each.element()), each.copy());
            other.changed(each.element(), 1);
        });
    }

    @Override
    public void flush() {
        List.copyOf(entries.values()).forEach(this::remove);
    }

    @Override
    public SetResult add(Element given, EntryValues values, boolean exist) {
        Element element = stored(given);
        SetResult refused = check(element);
        if (refused != SetResult.DONE) {
            return refused;
        }
        SetEntry there = exact(element);
        if (there != null) {
            if (exist) {
                there.set(key(element).equals(element) ? there.element() : element, values, now());
            }
            return exist ? SetResult.DONE : SetResult.EXISTS;
        }
        SetEntry expired = entries.get(key(element));
        if (expired != null) {
            remove(expired);
        }
        if (!hasRoom()) {
            return SetResult.FULL;
        }
        entries.put(key(element), new SetEntry(extensions(), element, values, now()));
        changed(element, 1);
        return SetResult.DONE;
    }

    @Override
    public SetResult delete(Element given) {
        Element element = stored(given);
        SetResult refused = check(element);
        if (refused != SetResult.DONE) {
            return refused;
        }
        SetEntry there = exact(element);
        if (there == null) {
            return SetResult.EXISTS;
        }
        remove(there);
        return SetResult.DONE;
    }

    @Override
    public Answer test(Element element) {
        return answer(lookup(stored(element), SetQuery.PLAIN, null));
    }

    private static Answer answer(@Nullable SetEntry entry) {
        return entry == null ? Answer.OUT : entry.nomatch() ? Answer.EXCEPTED : Answer.IN;
    }

    /** The entry that decides about {@code stored}; null if none does. */
    @Nullable
    SetEntry lookup(Element stored, SetQuery query, @Nullable Integer length) {
        SetEntry entry = exact(stored);
        return entry == null || !entry.answers(query, length, now()) ? null : entry;
    }

    @Override
    Answer find(SetPacket packet, List<SetFlag> flags, SetQuery query) {
        Optional<Element> element = read(packet, flags).map(this::stored).filter(each -> check(each) == SetResult.DONE);
        return element.isEmpty()
                ? Answer.OUT
                : answer(lookup(element.get(), query, packet.packet().length()));
    }

    @Override
    String explain(SetPacket packet, List<SetFlag> flags, Optional<Element> element) {
        if (element.isEmpty()) {
            return "the packet lacks a part that elements of set " + name() + " have";
        }
        SetEntry entry = lookup(stored(element.get()), SetQuery.LOOK, null);
        if (entry == null) {
            return element.get() + " is not in set " + name();
        }
        boolean itself = entry.element().equals(element.get());
        return element.get()
                + (entry.nomatch() ? " is not in set " : " is in set ")
                + name()
                + (itself ? "" : ", by " + entry.element())
                + (entry.nomatch() ? " nomatch" : "");
    }

    @Override
    public Optional<SetEntry> entry(SetPacket packet, List<SetFlag> flags) {
        return fits(packet, flags)
                ? read(packet, flags)
                        .map(this::stored)
                        .map(each ->
                                lookup(each, SetQuery.PLAIN, packet.packet().length()))
                        .filter(each -> !each.nomatch())
                : Optional.empty();
    }

    /** What a packet's element becomes when it is added: networks take the length that is in use. */
    Element toAdd(Element element) {
        return element;
    }

    @Override
    public boolean add(SetPacket packet, List<SetFlag> flags, @Nullable Integer timeout, boolean exist) {
        EntryValues values = EntryValues.ofPacket(timeout, packet.packet().length());
        return fits(packet, flags)
                && read(packet, flags)
                        .filter(each -> add(toAdd(each), values, exist) == SetResult.DONE)
                        .isPresent();
    }

    @Override
    public boolean delete(SetPacket packet, List<SetFlag> flags) {
        return fits(packet, flags)
                && read(packet, flags)
                        .filter(each -> delete(toAdd(each)) == SetResult.DONE)
                        .isPresent();
    }
}
