package packetwalk.linux.nftables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import packetwalk.net.IpFamily;

/**
 * One namespace's tables of nftables: what {@code nft} changes and {@code nft list ruleset} prints.
 *
 * <p>A change is made on a {@link #draft} and then {@link #commit}ted as a whole, as one nf_tables transaction. A draft
 * shares all that it does not change. Refusals are in nft's and the kernel's words.
 */
public final class NftRules {

    private final List<Runnable> listeners = new ArrayList<>(1);
    private final boolean live;
    private final Map<String, NftTable> tables = new LinkedHashMap<>();

    /** Stands in all that this rule set alone refers to, and so may change. */
    private Object owner = new Object();

    private int tableHandles;
    private Set<IpFamily> tracked = Set.of();

    /** The rules of a namespace; none yet. */
    public NftRules() {
        this(true);
    }

    private NftRules(boolean live) {
        this.live = live;
    }

    /** Has {@code listener} called after each change: one for each family that has hooks. */
    public void onCommit(Runnable listener) {
        listeners.add(listener);
    }

    /** The same tables: to try a change on. */
    public NftRules draft() {
        NftRules draft = new NftRules(false);
        draft.share(this);
        return draft;
    }

    /**
     * Takes over all that {@code draft} has, in one step.
     *
     * @throws IllegalArgumentException if the kernel would refuse a table that was changed; nothing has changed then
     */
    public void commit(NftRules draft) {
        draft.tables.forEach((key, table) -> {
            if (tables.get(key) != table) {
                NftValidation.check(table);
            }
        });
        share(draft);
        tracked =
                Arrays.stream(IpFamily.values()).filter(this::needConnections).collect(Collectors.toUnmodifiableSet());
        listeners.forEach(Runnable::run);
    }

    /** A rule is enough, if no packet meets it: {@code nft_ct_get_init()}. */
    private boolean needConnections(IpFamily family) {
        return tables.values().stream().anyMatch(table -> table.family().sees(family) && table.tracks());
    }

    private void share(NftRules other) {
        tables.clear();
        tables.putAll(other.tables);
        tableHandles = other.tableHandles;
        owner = new Object();
        other.owner = new Object();
    }

    /** All tables, in order of creation. */
    public List<NftTable> tables() {
        return List.copyOf(tables.values());
    }

    public boolean isEmpty() {
        return tables.isEmpty();
    }

    /** Those whose chains are asked about packets of {@code family}, in order of creation. */
    public List<NftTable> tables(IpFamily family) {
        return tables.values().stream().filter(table -> table.sees(family)).toList();
    }

    /** Whether any rule needs connections of {@code family} to be tracked. */
    public boolean tracks(IpFamily family) {
        return tracked.contains(family);
    }

    /** Whether any chain decides about translation of packets of {@code family}. */
    public boolean translates(IpFamily family) {
        return tables.values().stream().anyMatch(table -> table.sees(family) && table.translates());
    }

    private static String key(Family family, String name) {
        return family + " " + name;
    }

    /** The table of that name. */
    public Optional<NftTable> find(Family family, String name) {
        return Optional.ofNullable(tables.get(key(family, name)));
    }

    /** The table of that name, which must exist. */
    public NftTable table(Family family, String name) {
        return find(family, name).orElseThrow(NftRules::missing);
    }

    /** What the kernel says of something that is not there: ENOENT. */
    public static IllegalArgumentException missing() {
        return new IllegalArgumentException("No such file or directory");
    }

    private static IllegalArgumentException exists() {
        return new IllegalArgumentException("Could not process rule: File exists");
    }

    private static IllegalArgumentException busy() {
        return new IllegalArgumentException("Could not process rule: Device or resource busy");
    }

    private NftTable own(Family family, String name) {
        if (live) {
            throw new AssertionError("rules that packets pass are changed by a draft and a commit");
        }
        NftTable table = table(family, name).ownedBy(owner);
        tables.put(key(family, name), table);
        return table;
    }

    private NftChain ownChain(NftTable table, String name) {
        NftChain chain = chain(table, name).ownedBy(owner);
        table.put(chain);
        return chain;
    }

    /** The chain of that name, which must exist. */
    public static NftChain chain(NftTable table, String name) {
        return present(table.chain(name));
    }

    /** The set or map of that name, which must exist. */
    public static NftSet set(NftTable table, String name) {
        return present(table.set(name));
    }

    private static <T> T present(@Nullable T thing) {
        if (thing == null) {
            throw missing();
        }
        return thing;
    }

    /** {@code add table}; {@code mustBeNew} for {@code create}. */
    public void addTable(Family family, String name, boolean dormant, String comment, boolean mustBeNew) {
        Optional<NftTable> there = find(family, name);
        if (there.isPresent() && mustBeNew) {
            throw exists();
        }
        if (there.isEmpty()) {
            tables.put(key(family, name), new NftTable(owner, family, name, ++tableHandles, comment));
        }
        if (there.isEmpty() || there.get().dormant() != dormant) {
            own(family, name).dormant(dormant);
        }
    }

    /** {@code delete table}. */
    public void deleteTable(Family family, String name) {
        own(family, name);
        tables.remove(key(family, name));
    }

    /**
     * {@code add chain}; one that is there keeps all but its policy.
     *
     * @param base where it is hooked in; empty for one that rules lead to, or that is there
     * @param accepts the policy, where one is said
     */
    public void addChain(
            Family family,
            String name,
            String chain,
            Optional<BaseHook> base,
            Optional<Boolean> accepts,
            String comment,
            boolean mustBeNew) {
        NftTable table = own(family, name);
        NftChain there = table.chain(chain);
        boolean hooked = base.isPresent() || (there != null && there.base().isPresent());
        if (accepts.isPresent() && !hooked) {
            throw new IllegalArgumentException("Could not process rule: Operation not supported");
        }
        if (there == null) {
            table.put(new NftChain(owner, chain, table.nextHandle(), base, comment));
            return;
        }
        if (mustBeNew) {
            throw exists();
        }
        base.or(() -> there.base())
                .ifPresent(wanted -> change(table, there, wanted.withPolicy(accepts.orElse(wanted.accepts()))));
    }

    /** {@code nf_tables_updchain()}: only the policy of a chain changes. */
    private void change(NftTable table, NftChain there, BaseHook wanted) {
        BaseHook before = there.base().orElseThrow(NftRules::exists);
        if (!before.withPolicy(wanted.accepts()).equals(wanted)) {
            throw exists();
        }
        if (before.accepts() != wanted.accepts()) {
            ownChain(table, there.name()).base(wanted);
        }
    }

    /** {@code delete chain}, with its rules: nothing may lead to it. */
    public void deleteChain(Family family, String name, String chain) {
        NftTable table = own(family, name);
        NftChain there = chain(table, chain);
        if (table.leadsTo(chain)) {
            throw busy();
        }
        table.references().removeAll(there.rules());
        table.removeChain(there.name());
    }

    /** {@code rename chain}; what leads there leads there still. */
    public void renameChain(Family family, String name, String from, String to) {
        NftTable table = own(family, name);
        NftChain chain = chain(table, from);
        if (table.chain(to) != null) {
            throw exists();
        }
        table.rename(chain, chain.copy(owner, to));
        if (table.leadsTo(from)) {
            table.chains().stream()
                    .filter(each -> each.chains().contains(from))
                    .forEach(each -> ownChain(table, each.name()).lead(from, to));
            table.sets().forEach(each -> table.put(each.leading(from, to)));
            table.references().rename(from, to);
        }
    }

    /** {@code flush chain}. */
    public void flushChain(Family family, String name, String chain) {
        NftTable table = own(family, name);
        NftChain emptied = ownChain(table, chain);
        table.references().removeAll(emptied.rules());
        emptied.clear();
    }

    /** Adds a rule at {@code place}, from 0; -1 for the end. */
    public NftRule addRule(Family family, String name, String chain, int place, NftRule rule) {
        NftTable table = own(family, name);
        NftChain to = ownChain(table, chain);
        NftRule installed = install(table, rule);
        to.insert(place < 0 ? to.size() : Math.min(place, to.size()), installed);
        return installed;
    }

    /** A rule as the table keeps it: sets that stand in it take handles too, and those that it adds to have a size. */
    private NftRule install(NftTable table, NftRule rule) {
        NftValidation.checkNames(table, rule);
        int sets = NftValidation.anonymousSets(rule);
        for (int i = 0; i < sets; i++) {
            table.nextHandle();
        }
        NftRule installed = rule.installed(table.nextHandle());
        table.references().add(installed);
        for (Statement statement : rule.statements()) {
            statement.growing().ifPresent(set -> table.put(set(table, set).grown(owner)));
        }
        return installed;
    }

    /** {@code replace rule}: another stands where the one with that handle stood, with a handle of its own. */
    public void replaceRule(Family family, String name, String chain, int handle, NftRule rule) {
        NftTable table = own(family, name);
        NftChain to = ownChain(table, chain);
        int place = to.placeOf(handle);
        NftRule installed = install(table, rule);
        table.references().remove(to.rule(place));
        to.replace(place, installed);
    }

    /** {@code delete rule … handle}. */
    public void deleteRule(Family family, String name, String chain, int handle) {
        NftTable table = own(family, name);
        NftChain from = ownChain(table, chain);
        int place = from.placeOf(handle);
        table.references().remove(from.rule(place));
        from.remove(place);
    }

    /** The place of a rule, for {@code position} and {@code handle}. */
    public int place(Family family, String name, String chain, int handle) {
        return chain(table(family, name), chain).placeOf(handle);
    }

    /** {@code add set}, {@code add map}; one that is there takes over size, timeout and interval: {@code nft_set_is_same()}. */
    public void addSet(Family family, String name, SetSpec spec, boolean mustBeNew) {
        NftTable table = own(family, name);
        NftSet there = table.set(spec.name());
        if (there == null) {
            table.put(new NftSet(owner, spec, table.nextHandle()));
        } else if (mustBeNew
                || !there.spec().keys().equals(spec.keys())
                || !there.spec().data().equals(spec.data())
                || !there.spec().flags().equals(spec.flags())) {
            throw exists();
        } else if (there.spec().differs(spec)) {
            table.put(there.updated(owner, spec));
        }
    }

    /** {@code delete set}: no rule may ask it. */
    public void deleteSet(Family family, String name, String set) {
        NftTable table = own(family, name);
        set(table, set);
        if (table.asks(set)) {
            throw busy();
        }
        table.removeSet(set);
    }

    /** The set or map, to change its elements. */
    public NftSet changeSet(Family family, String name, String set) {
        NftTable table = own(family, name);
        NftSet own = set(table, set).ownedBy(owner);
        table.put(own);
        return own;
    }

    /** {@code add counter}, {@code add quota}, …; one that is there stays as it is, a quota with its new amount. */
    public void addObject(Family family, String name, NftObject object, boolean mustBeNew) {
        NftTable table = own(family, name);
        Optional<NftObject> there = table.object(object.kind(), object.name());
        if (there.isEmpty()) {
            table.put(object.withHandle(table.nextHandle()));
        } else if (mustBeNew) {
            throw exists();
        } else {
            table.put(there.get().updated(object));
        }
    }

    /** {@code delete counter}, …: no rule may name it. */
    public void deleteObject(Family family, String name, String kind, String object) {
        NftTable table = own(family, name);
        NftObject there = table.object(kind, object).orElseThrow(NftRules::missing);
        if (table.asks(NftObject.key(kind, object))) {
            throw busy();
        }
        table.removeObject(there);
    }
}
