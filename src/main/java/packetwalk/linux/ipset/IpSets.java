package packetwalk.linux.ipset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import packetwalk.time.Simulation;

/** One namespace's sets: {@code struct ip_set_net}, what the tool ipset changes. */
public final class IpSets {

    /** IPSET_MAXNAMELEN less one: linux/netfilter/ipset/ip_set.h. */
    public static final int LONGEST_NAME = 31;

    private final Simulation simulation;

    /** How many rules name a set; a rule holds a name, whatever is swapped below it. */
    private final Map<String, Integer> holders;

    /** By index: a new set takes the lowest that is free, and they are listed in its order. */
    private final TreeMap<Integer, IpSet> byIndex = new TreeMap<>();

    private final Map<String, Integer> indexes = new HashMap<>();

    /** No sets. */
    public IpSets(Simulation simulation) {
        this(simulation, new HashMap<>());
    }

    private IpSets(Simulation simulation, Map<String, Integer> holders) {
        this.simulation = simulation;
        this.holders = holders;
    }

    /** The same sets with the same entries again: to try a change on. */
    public IpSets copy() {
        IpSets copy = new IpSets(simulation, holders);
        copy.become(this);
        return copy;
    }

    /** Takes over all that {@code other} has, in one step. */
    public void become(IpSets other) {
        TreeMap<Integer, IpSet> taken = new TreeMap<>();
        other.byIndex.forEach(
                (index, set) -> taken.put(index, set instanceof ListSet list ? list.copy(this::find) : set.copy()));
        Map<String, Integer> names = Map.copyOf(other.indexes);
        byIndex.clear();
        byIndex.putAll(taken);
        indexes.clear();
        indexes.putAll(names);
    }

    /** Virtual time, and the dice. */
    public Simulation simulation() {
        return simulation;
    }

    public Optional<IpSet> find(String name) {
        return Optional.ofNullable(indexes.get(name)).map(byIndex::get);
    }

    /**
     * The set of that name.
     *
     * @throws IllegalArgumentException if there is none, in ipset's own words
     */
    public IpSet get(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("The set with the given name does not exist: " + name
                        + "; create it first, or choose one of ipset list -n"));
    }

    /** All sets; lists of sets last, so that what they name is there when they are loaded. */
    public List<IpSet> all() {
        Stream<IpSet> plain = byIndex.values().stream().filter(each -> !(each instanceof ListSet));
        return Stream.concat(plain, lists()).toList();
    }

    private Stream<ListSet> lists() {
        return byIndex.values().stream().filter(ListSet.class::isInstance).map(ListSet.class::cast);
    }

    /** How many rules and lists of sets name a set. */
    public int references(String name) {
        return holders.getOrDefault(name, 0)
                + (int) lists().filter(each -> each.has(name)).count();
    }

    /** A rule names it from now on, so that it stays: {@code ip_set_nfnl_get()}. */
    public void take(String name) {
        holders.merge(name, 1, Integer::sum);
    }

    /** A rule that named it has gone: {@code ip_set_nfnl_put()}. */
    public void release(String name) {
        holders.merge(name, -1, Integer::sum);
    }

    /**
     * Makes a set.
     *
     * @param exist whether one that is there already and is the same will do
     * @throws IllegalArgumentException if the name is taken
     */
    public void create(String name, SetType type, SetHeader header, Extensions extensions, boolean exist) {
        IpSet made = make(name, type, header, extensions);
        Optional<IpSet> there = find(name);
        if (there.isEmpty()) {
            int index = 0;
            while (byIndex.containsKey(index)) {
                index++;
            }
            byIndex.put(index, made);
            indexes.put(name, index);
        } else if (!exist || !there.get().sameAs(made)) {
            throw new IllegalArgumentException("Set cannot be created: set with the same name already exists: " + name
                    + "; take another name, or destroy that one first");
        }
    }

    private IpSet make(String name, SetType type, SetHeader header, Extensions extensions) {
        if (header instanceof SetHeader.Hash hash) {
            return new HashSet(name, type, hash, extensions, simulation);
        }
        return header instanceof SetHeader.Bitmap bitmap
                ? new BitmapSet(name, type, bitmap, extensions, simulation)
                : new ListSet(name, (SetHeader.Members) header, extensions, simulation, this::find);
    }

    /**
     * Takes a set away.
     *
     * @throws IllegalArgumentException if there is none, or something names it
     */
    public void destroy(String name) {
        get(name);
        requireUnnamed(name);
        byIndex.remove(indexes.remove(name));
    }

    /**
     * Takes all sets away.
     *
     * @throws IllegalArgumentException if a rule or a list names one of them
     */
    public void destroyAll() {
        new ArrayList<>(indexes.keySet()).forEach(this::requireUnnamed);
        byIndex.clear();
        indexes.clear();
    }

    private void requireUnnamed(String name) {
        if (references(name) > 0) {
            throw new IllegalArgumentException("Set cannot be destroyed: it is in use by a kernel component: " + name
                    + " has " + references(name)
                    + " references; delete the rules that name it, and take it out of lists of sets");
        }
    }

    /**
     * Gives a set another name.
     *
     * @throws IllegalArgumentException if that is taken, or something names the set
     */
    public void rename(String from, String to) {
        IpSet set = get(from);
        if (references(from) > 0) {
            throw new IllegalArgumentException("Set cannot be renamed: it is in use by another system: " + from
                    + " has " + references(from) + " references; swap it with another set instead");
        }
        if (find(to).isPresent()) {
            throw new IllegalArgumentException("Set cannot be renamed: a set with the new name already exists: " + to
                    + "; take another name, or use swap");
        }
        set.name(to);
        indexes.put(to, indexes.remove(from));
    }

    /**
     * Exchanges what two sets hold; rules that name one ask the other's entries from now on.
     *
     * @throws IllegalArgumentException if one is missing, or their elements are of two kinds
     */
    public void swap(String from, String to) {
        IpSet one = get(from);
        IpSet other = find(to).orElseThrow(() -> new IllegalArgumentException(
                "Sets cannot be swapped: the second set does not exist: " + to + "; create it first"));
        if (!one.type().kinds().equals(other.type().kinds()) || !one.family().equals(other.family())) {
            throw new IllegalArgumentException("The sets cannot be swapped: their type does not match: " + one + " and "
                    + other + "; create one of the same type and family");
        }
        byIndex.put(indexes.get(from), other);
        byIndex.put(indexes.get(to), one);
        one.name(to);
        other.name(from);
    }
}
