package packetwalk.linux.ipset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.net.IpFamily;
import packetwalk.time.Simulation;

/**
 * A set that rules can ask: {@code struct ip_set}, net/netfilter/ipset/ip_set_core.c. How elements are stored is a
 * subclass' own.
 */
public abstract sealed class IpSet permits KeyedSet, ListSet {

    /** What a test finds. */
    public enum Answer {
        IN,
        /** In an entry that says {@code nomatch}, and so not in the set. */
        EXCEPTED,
        OUT
    }

    private final SetType type;
    private final SetHeader header;
    private final Extensions extensions;
    private final Simulation simulation;
    private String name;

    IpSet(String name, SetType type, SetHeader header, Extensions extensions, Simulation simulation) {
        this.name = name;
        this.type = type;
        this.header = header;
        this.extensions = extensions;
        this.simulation = simulation;
    }

    public String name() {
        return name;
    }

    void name(String other) {
        name = other;
    }

    public SetType type() {
        return type;
    }

    public SetHeader header() {
        return header;
    }

    public Extensions extensions() {
        return extensions;
    }

    Simulation simulation() {
        return simulation;
    }

    long now() {
        return simulation.now();
    }

    /** The family of its addresses; empty if it holds none, or none that are of one family only. */
    public Optional<IpFamily> family() {
        if (header instanceof SetHeader.Hash hash) {
            return type == SetType.HASH_MAC ? Optional.empty() : Optional.of(hash.family());
        }
        return type.bitmap() && type != SetType.BITMAP_PORT ? Optional.of(IpFamily.IPV4) : Optional.empty();
    }

    /** Type and options, as {@code ipset save} writes them behind {@code create NAME}. */
    public String headerText() {
        return header.text(type, extensions).strip();
    }

    /** Whether {@code create -exist} takes this set for the one that {@code other} would be. */
    boolean sameAs(IpSet other) {
        return type == other.type
                && family().equals(other.family())
                && header.sameAs(other.header)
                && extensions.toString().equals(other.extensions.toString());
    }

    /** The same set with the same entries again: to try a change on. */
    abstract IpSet copy();

    /** Entries that have not expired, in an order of the set's own. */
    public abstract List<SetEntry> entries();

    /** Takes all entries away. */
    public abstract void flush();

    /**
     * Adds an element.
     *
     * @param exist whether one that is there already takes {@code values}, and nothing is refused
     */
    public abstract SetResult add(Element element, EntryValues values, boolean exist);

    /** Takes an element away; {@link SetResult#EXISTS} if it is not there. */
    public abstract SetResult delete(Element element);

    /** Whether an element is in it, as {@code ipset test} asks. */
    public abstract Answer test(Element element);

    /** Whether {@code packet} is in it, as a rule asks with {@code flags} for the parts. */
    public final boolean test(SetPacket packet, List<SetFlag> flags, SetQuery query) {
        if (!fits(packet, flags)) {
            return false;
        }
        Answer answer = find(packet, flags, query);
        boolean inverted = query.returnNomatch() && type.hasNetworks();
        return answer == (inverted ? Answer.EXCEPTED : Answer.IN);
    }

    /** A rule that names fewer parts than an element has matches nothing: {@code ip_set_test()}. */
    final boolean fits(SetPacket packet, List<SetFlag> flags) {
        boolean sameFamily =
                family().map(each -> each == packet.packet().src().family()).orElse(true);
        return sameFamily && flags.size() >= type.dimensions().size();
    }

    /** Why {@code packet} is in the set or not, for people: {@code 10.0.0.2 is in set hosts}. Nothing is counted. */
    public final String explain(SetPacket packet, List<SetFlag> flags) {
        if (flags.size() < type.dimensions().size()) {
            return "an element of set " + name + " has " + type.dimensions().size() + " parts, and the rule names "
                    + flags.size();
        }
        if (!fits(packet, flags)) {
            return "set " + name + " holds addresses of the other family";
        }
        return explain(packet, flags, read(packet, flags));
    }

    abstract String explain(SetPacket packet, List<SetFlag> flags, Optional<Element> element);

    abstract Answer find(SetPacket packet, List<SetFlag> flags, SetQuery query);

    /** The entry that {@code packet} is in, for what {@code -j SET --map-set} takes from it. */
    public abstract Optional<SetEntry> entry(SetPacket packet, List<SetFlag> flags);

    /** Adds what {@code packet} has: {@code -j SET --add-set}. What cannot be added is left out without a word. */
    public abstract boolean add(SetPacket packet, List<SetFlag> flags, @Nullable Integer timeout, boolean exist);

    /** Takes away what {@code packet} has: {@code -j SET --del-set}. */
    public abstract boolean delete(SetPacket packet, List<SetFlag> flags);

    /** The parts of a packet that make an element; empty if it lacks one. */
    final Optional<Element> read(SetPacket packet, List<SetFlag> flags) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < type.dimensions().size(); i++) {
            Optional<Part> part = type.dimensions().get(i).read(packet, flags.get(i));
            if (part.isEmpty()) {
                return Optional.empty();
            }
            parts.add(part.get());
        }
        return Optional.of(new Element(parts));
    }

    /** {@code hash:ip} and the name. */
    @Override
    public String toString() {
        return type + " " + name;
    }
}
