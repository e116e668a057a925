package packetwalk.linux.ipset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import packetwalk.time.Simulation;

/**
 * A set of type {@code list:set}: net/netfilter/ipset/ip_set_list_set.c. What is in one of its sets is in it; what is
 * added goes into the first that takes it.
 */
public final class ListSet extends IpSet {

    private final List<SetEntry> members = new ArrayList<>();
    private final Function<String, Optional<IpSet>> sets;

    ListSet(
            String name,
            SetHeader.Members header,
            Extensions extensions,
            Simulation simulation,
            Function<String, Optional<IpSet>> sets) {
        super(name, SetType.LIST_SET, header, extensions, simulation);
        this.sets = sets;
    }

    /** The same list over other sets of the same names. */
    ListSet copy(Function<String, Optional<IpSet>> others) {
        ListSet copy = new ListSet(name(), (SetHeader.Members) header(), extensions(), simulation(), others);
        members.forEach(each -> copy.members.add(each.copy()));
        return copy;
    }

    @Override
    IpSet copy() {
        return copy(sets);
    }

    @Override
    public List<SetEntry> entries() {
        return members.stream().filter(each -> !each.expired(now())).toList();
    }

    /** Whether the set of that name is in the list. */
    boolean has(String set) {
        return place(set) >= 0;
    }

    private static String set(SetEntry entry) {
        return ((Part.Member) entry.element().part(0)).set();
    }

    private int place(String set) {
        List<SetEntry> live = entries();
        for (int i = 0; i < live.size(); i++) {
            if (set(live.get(i)).equals(set)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void flush() {
        members.clear();
    }

    @Override
    public SetResult add(Element element, EntryValues values, boolean exist) {
        return add(element, values, exist, Optional.empty());
    }

    /** Where a set stands in the list: just before or just after another. */
    public record Place(boolean before, String set) {}

    /** Adds a set at its place; at the end if none is given. */
    public SetResult add(Element element, EntryValues values, boolean exist, Optional<Place> place) {
        String set = ((Part.Member) element.part(0)).set();
        SetResult refused = check(set, place);
        if (refused != SetResult.DONE) {
            return refused;
        }
        members.removeIf(each -> each.expired(now()));
        int there = place(set);
        if (there >= 0) {
            if (exist) {
                members.get(there).set(element, values, now());
            }
            return exist ? SetResult.DONE : SetResult.EXISTS;
        }
        SetEntry entry = new SetEntry(extensions(), element, values, now());
        if (place.isEmpty()) {
            members.add(entry);
            return SetResult.DONE;
        }
        int next = place(place.get().set());
        if (next < 0) {
            return SetResult.NO_SUCH_REFERENCE;
        }
        members.add(place.get().before() ? next : next + 1, entry);
        return SetResult.DONE;
    }

    private SetResult check(String set, Optional<Place> place) {
        Optional<IpSet> named = sets.apply(set);
        if (named.isEmpty()) {
            return SetResult.NO_SUCH_MEMBER;
        }
        if (named.get() instanceof ListSet) {
            return SetResult.MEMBER_IS_LIST;
        }
        return place.isPresent() && sets.apply(place.get().set()).isEmpty()
                ? SetResult.NO_SUCH_REFERENCE
                : SetResult.DONE;
    }

    @Override
    public SetResult delete(Element element) {
        return delete(element, Optional.empty());
    }

    /** Takes a set out of the list, if it stands at {@code place}. */
    public SetResult delete(Element element, Optional<Place> place) {
        String set = ((Part.Member) element.part(0)).set();
        SetResult refused = check(set, place);
        if (refused != SetResult.DONE) {
            return refused;
        }
        if (!standsAt(set, place)) {
            return SetResult.EXISTS;
        }
        members.removeIf(each -> set(each).equals(set));
        return SetResult.DONE;
    }

    private boolean standsAt(String set, Optional<Place> place) {
        int at = place(set);
        if (at < 0 || place.isEmpty()) {
            return at >= 0;
        }
        int other = place(place.get().set());
        return other >= 0 && (place.get().before() ? other == at + 1 : other == at - 1);
    }

    @Override
    public Answer test(Element element) {
        return test(element, Optional.empty());
    }

    /** Whether a set is in the list, and at that place. */
    public Answer test(Element element, Optional<Place> place) {
        return standsAt(((Part.Member) element.part(0)).set(), place) ? Answer.IN : Answer.OUT;
    }

    @Override
    Answer find(SetPacket packet, List<SetFlag> flags, SetQuery query) {
        SetQuery ofMember = query.ofMember();
        for (SetEntry member : entries()) {
            boolean in = sets.apply(set(member))
                    .filter(each -> each.test(packet, flags, ofMember))
                    .isPresent();
            if (in && member.answers(query, packet.packet().length(), now())) {
                return Answer.IN;
            }
        }
        return Answer.OUT;
    }

    @Override
    String explain(SetPacket packet, List<SetFlag> flags, Optional<Element> element) {
        for (SetEntry member : entries()) {
            Optional<IpSet> inner = sets.apply(set(member));
            if (inner.filter(each -> each.test(packet, flags, SetQuery.LOOK)).isPresent()) {
                return inner.get().explain(packet, flags) + ", which is in " + name();
            }
        }
        return "it is in none of the sets of " + name();
    }

    @Override
    public Optional<SetEntry> entry(SetPacket packet, List<SetFlag> flags) {
        for (SetEntry member : entries()) {
            Optional<SetEntry> found = sets.apply(set(member)).flatMap(each -> each.entry(packet, flags));
            if (found.isPresent()) {
                return Optional.of(member);
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean add(SetPacket packet, List<SetFlag> flags, @Nullable Integer timeout, boolean exist) {
        return entries().stream()
                .anyMatch(member -> sets.apply(set(member))
                        .filter(each -> each.add(packet, flags, timeout, exist))
                        .isPresent());
    }

    @Override
    public boolean delete(SetPacket packet, List<SetFlag> flags) {
        return entries().stream()
                .anyMatch(member -> sets.apply(set(member))
                        .filter(each -> each.delete(packet, flags))
                        .isPresent());
    }
}
