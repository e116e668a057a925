package packetwalk.linux.nftables;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Hook;
import packetwalk.net.IpFamily;

/**
 * One table: its chains, sets and objects, each in order of creation; {@code struct nft_table}.
 *
 * <p>Changed through {@link NftRules} only. All that is in it gets its handle from one counter.
 */
public final class NftTable {

    private final Object owner;
    private final Family family;
    private final String name;
    private final int handle;
    private final String comment;
    private final Map<String, NftChain> chains;
    private final Map<String, NftSet> sets;
    private final Map<String, NftObject> objects;
    private final References references;
    private boolean dormant;
    private int handles;

    NftTable(Object owner, Family family, String name, int handle, String comment) {
        this(owner, family, name, handle, comment, Map.of(), Map.of(), Map.of(), new References());
    }

    private NftTable(
            Object owner,
            Family family,
            String name,
            int handle,
            String comment,
            Map<String, NftChain> chains,
            Map<String, NftSet> sets,
            Map<String, NftObject> objects,
            References references) {
        this.owner = owner;
        this.family = Objects.requireNonNull(family, "family");
        this.name = Objects.requireNonNull(name, "name");
        this.handle = handle;
        this.comment = comment;
        this.chains = new LinkedHashMap<>(chains);
        this.sets = new LinkedHashMap<>(sets);
        this.objects = new LinkedHashMap<>(objects);
        this.references = references;
    }

    NftTable ownedBy(Object writer) {
        if (owner == writer) {
            return this;
        }
        NftTable copy = new NftTable(writer, family, name, handle, comment, chains, sets, objects, references.copy());
        copy.dormant = dormant;
        copy.handles = handles;
        return copy;
    }

    public Family family() {
        return family;
    }

    public String name() {
        return name;
    }

    public int handle() {
        return handle;
    }

    public String comment() {
        return comment;
    }

    /** Whether none of its chains is asked: {@code flags dormant}. */
    public boolean dormant() {
        return dormant;
    }

    void dormant(boolean asleep) {
        dormant = asleep;
    }

    int nextHandle() {
        return ++handles;
    }

    public List<NftChain> chains() {
        return List.copyOf(chains.values());
    }

    public List<NftSet> sets() {
        return List.copyOf(sets.values());
    }

    public List<NftObject> objects() {
        return List.copyOf(objects.values());
    }

    /** The chain of that name; null if there is none. */
    public @Nullable NftChain chain(String chain) {
        return chains.get(chain);
    }

    /** The set or map of that name; null if there is none. */
    public @Nullable NftSet set(String set) {
        return sets.get(set);
    }

    /** The object of that kind and name; empty if there is none. */
    public Optional<NftObject> object(String kind, String object) {
        return Optional.ofNullable(objects.get(NftObject.key(kind, object)));
    }

    Collection<NftChain> eachChain() {
        return chains.values();
    }

    void put(NftChain chain) {
        chains.put(chain.name(), chain);
    }

    /** Puts a chain where another stood: renamed, it keeps its place. */
    void rename(NftChain from, NftChain to) {
        Map<String, NftChain> before = new LinkedHashMap<>(chains);
        chains.clear();
        before.values().forEach(each -> put(each == from ? to : each));
    }

    void removeChain(String chain) {
        chains.remove(chain);
    }

    void put(NftSet set) {
        sets.put(set.name(), set);
    }

    void removeSet(String set) {
        sets.remove(set);
    }

    void put(NftObject object) {
        objects.put(NftObject.key(object.kind(), object.name()), object);
    }

    void removeObject(NftObject object) {
        objects.remove(NftObject.key(object.kind(), object.name()));
    }

    /** Whom its rules name; who changes a rule says so here. */
    References references() {
        return references;
    }

    /** Whether a rule or a map leads to that chain. */
    boolean leadsTo(String chain) {
        return references.leadTo(chain)
                || sets.values().stream().anyMatch(each -> each.chains().contains(chain));
    }

    /** Whether a rule asks a set of that name, or an object with that {@link NftObject#key}. */
    boolean asks(String reference) {
        return references.ask(reference);
    }

    /** Whether its chains are asked about packets of {@code packets}; while it is dormant, about none. */
    boolean sees(IpFamily packets) {
        return !dormant && family.sees(packets);
    }

    /** Its base chains at a hook of IP, in order of creation. */
    public List<NftChain> baseChains(Hook hook) {
        return chains.values().stream()
                .filter(chain -> chain.base().flatMap(BaseHook::ipHook).equals(Optional.of(hook)))
                .toList();
    }

    /** Whether it has a chain that decides about translation. */
    boolean translates() {
        return chains.values().stream()
                .anyMatch(chain -> chain.base()
                        .filter(base -> base.type() == BaseHook.Type.NAT)
                        .isPresent());
    }

    boolean tracks() {
        return chains.values().stream().anyMatch(NftChain::tracks);
    }

    /** As steps of a walk name it. */
    @Override
    public String toString() {
        return family + " " + name;
    }
}
