package packetwalk.linux.netfilter;

import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.xtables.Holding;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Rule;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;
import packetwalk.linux.xtables.target.JumpTarget;

/**
 * One namespace's tables and chains: what iptables changes and {@code iptables-save} prints.
 *
 * <p>A table exists from the first time that somebody touches it, as with iptables-nft. A change is made on a
 * {@link #draft} and then {@link #commit}ted as a whole, as one nf_tables transaction; a draft shares all that it does
 * not change, so that one rule more costs its chain and not the table.
 */
public final class RuleSet {

    /** XT_EXTENSION_MAXNAMELEN less one: linux/netfilter/x_tables.h. */
    private static final int LONGEST_CHAIN_NAME = 28;

    private static final List<Table> TABLES = List.of(Table.values());

    private final Map<Table, Chains> tables = new EnumMap<>(Table.class);

    private final Surroundings host;
    private final boolean live;
    private final Runnable committed;

    /** Stands in all that this rule set alone refers to, and so may change. */
    private Object owner = new Object();

    private RuleSet(Surroundings host, boolean live, Runnable committed) {
        this.host = host;
        this.live = live;
        this.committed = committed;
    }

    /** The rules of a namespace; none yet. {@code committed} is told of each change. */
    static RuleSet of(Surroundings host, Runnable committed) {
        return new RuleSet(host, true, committed);
    }

    /** The same tables, chains, rules and counters: to try a change on. */
    public RuleSet draft() {
        RuleSet draft = new RuleSet(host, false, () -> {});
        draft.share(this);
        return draft;
    }

    /**
     * Takes over all that {@code draft} has, in one step.
     *
     * @throws IllegalArgumentException if the kernel would refuse a table that was changed; nothing has changed then
     */
    public void commit(RuleSet draft) {
        TABLES.forEach(draft::validate);
        Map<Holding, Integer> change = draft.held(this);
        held(draft).forEach((holding, rules) -> change.merge(holding, -rules, Integer::sum));
        share(draft);
        // the new ones are taken first: what both name stays
        change.forEach((holding, rules) -> repeat(rules, () -> holding.take(host)));
        change.forEach((holding, rules) -> repeat(-rules, () -> holding.release(host)));
        committed.run();
    }

    private static void repeat(int times, Runnable action) {
        for (int i = 0; i < times; i++) {
            action.run();
        }
    }

    /** What the rules hold of the namespace, and how many do, in those tables that are not the same in {@code other}. */
    private Map<Holding, Integer> held(RuleSet other) {
        Map<Holding, Integer> held = new LinkedHashMap<>();
        tables.forEach((table, chains) -> {
            if (chains != other.tables.get(table)) {
                chains.held().forEach((holding, rules) -> held.merge(holding, rules, Integer::sum));
            }
        });
        return held;
    }

    /**
     * Checks what the kernel checks when {@code table} is committed.
     *
     * @throws IllegalArgumentException naming the rule, and what it may do instead
     */
    public void validate(Table table) {
        Chains chains = tables.get(table);
        if (chains != null) {
            chains.validate(table);
        }
    }

    private void share(RuleSet other) {
        tables.clear();
        tables.putAll(other.tables);
        owner = new Object();
        other.owner = new Object();
    }

    /** Takes a table away, with all its chains. */
    public void drop(Table table) {
        requireDraft();
        tables.remove(table);
    }

    /** Tables that exist, in the order in which hooks run them. */
    public Collection<Table> tables() {
        return List.copyOf(tables.keySet());
    }

    /**
     * What a table is hooked in as: another thing once the table was dropped and made again, as {@code iptables-restore}
     * without {@code --noflush} does, so that it comes before what has the same priority.
     */
    Object identity(Table table) {
        Chains chains = tables.get(table);
        return chains == null ? table : chains.identity();
    }

    /** Makes {@code table} exist, with its built-in chains. */
    public void touch(Table table) {
        own(table);
    }

    private void requireDraft() {
        if (live) {
            throw new AssertionError("rules that packets pass are changed by a draft and a commit");
        }
    }

    private Chains own(Table table) {
        requireDraft();
        Chains chains = tables.get(table);
        Chains own = chains == null ? new Chains(owner, table) : chains.ownedBy(owner);
        if (own != chains) {
            tables.put(table, own);
        }
        return own;
    }

    /** Built-in chains in the order of their hooks, then the user's own by name. */
    public List<Chain> chains(Table table) {
        Chains chains = tables.getOrDefault(table, new Chains(owner, table));
        Stream<Chain> builtIn = table.hooks().stream().map(Hook::name).map(chains::find);
        Stream<Chain> own =
                chains.all().stream().filter(chain -> chain.hook().isEmpty()).sorted(Comparator.comparing(Chain::name));
        return Stream.concat(builtIn, own).toList();
    }

    /**
     * The chain of that name.
     *
     * @throws IllegalArgumentException if the table has none, in iptables' own words
     */
    public Chain chain(Table table, String name) {
        return find(table, name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "chain " + name + " does not exist in table " + table + "; make it with -N " + name));
    }

    /** The chain of that name; empty if the table has none. */
    public Optional<Chain> find(Table table, String name) {
        Chains chains = tables.get(table);
        return chains == null ? Optional.empty() : Optional.ofNullable(chains.find(name));
    }

    /** The chain that {@code hook} enters; null if the table does not exist, or has none there. */
    @Nullable
    Chain base(Table table, Hook hook) {
        Chains chains = tables.get(table);
        return chains == null ? null : chains.base(hook);
    }

    /** How many rules jump to a chain. */
    public int references(Table table, Chain chain) {
        Chains chains = tables.get(table);
        return chains == null ? 0 : chains.references(chain.name());
    }

    /** Makes a chain: {@code iptables -N}. */
    public void create(Table table, String name) {
        requireName(name);
        Chains chains = own(table);
        if (chains.find(name) != null) {
            throw exists(table, name);
        }
        chains.create(name);
    }

    /** Gives a user's chain another name, also in the rules that jump to it: {@code iptables -E}. */
    public void rename(Table table, String from, String to) {
        requireName(to);
        Chains chains = own(table);
        Chain chain = chain(table, from);
        if (chain.hook().isPresent()) {
            throw new IllegalArgumentException(
                    "chain " + from + " of table " + table + " cannot be renamed: it is built in");
        }
        if (chains.find(to) != null) {
            throw exists(table, to);
        }
        chains.rename(chain, to);
    }

    private static IllegalArgumentException exists(Table table, String name) {
        return new IllegalArgumentException(
                "chain " + name + " already exists in table " + table + "; append to it, or flush it with -F");
    }

    private static void requireName(String name) {
        boolean good = !name.isEmpty()
                && name.length() <= LONGEST_CHAIN_NAME
                && name.charAt(0) != '!'
                && name.charAt(0) != '-'
                && name.chars().noneMatch(Character::isWhitespace);
        if (!good) {
            throw new IllegalArgumentException("chain name \"" + name + "\" cannot be used; take 1 to "
                    + LONGEST_CHAIN_NAME + " characters without blanks, not starting with ! or -");
        }
    }

    /** Deletes a user's empty chain that nothing jumps to: {@code iptables -X}. */
    public void delete(Table table, String name) {
        Chains chains = own(table);
        Chain chain = chain(table, name);
        if (chain.hook().isPresent() || chain.size() > 0 || chains.references(name) > 0) {
            throw new IllegalArgumentException("chain " + name + " of table " + table
                    + " cannot be deleted: it is built in, has rules, or is jumped to; remove those first");
        }
        chains.remove(chain);
    }

    /** What becomes of packets at the end of a built-in chain: {@code iptables -P}. */
    public void policy(Table table, String name, Verdict policy) {
        Chains chains = own(table);
        Chain chain = chain(table, name);
        if (chain.hook().isEmpty()) {
            throw new IllegalArgumentException(
                    "chain " + name + " is not built in and so has no policy; end it with a rule without conditions");
        }
        chains.change(chain).policy(policy);
    }

    /** Adds a rule at the end: {@code iptables -A}. */
    public void append(Table table, String chain, Rule rule, Counters start) {
        Chains chains = own(table);
        add(table, chains, chain(table, chain), chain(table, chain).size(), rule, start);
    }

    /** Adds a rule as number {@code number}, from 1: {@code iptables -I}. */
    public void insert(Table table, String name, int number, Rule rule, Counters start) {
        Chains chains = own(table);
        Chain chain = chain(table, name);
        if (number < 1 || number > chain.size() + 1) {
            throw new IllegalArgumentException("chain " + name + " has " + chain.size() + " rules; insert at 1 to "
                    + (chain.size() + 1) + ", not " + number);
        }
        add(table, chains, chain, number - 1, rule, start);
    }

    private void add(Table table, Chains chains, Chain chain, int index, Rule rule, Counters start) {
        rule.target().ifPresent(target -> check(table, chains, target, rule));
        for (Match match : rule.matches()) {
            if (chain.hook().isPresent()
                    && !match.baseChains().contains(chain.hook().get())) {
                throw new IllegalArgumentException("\"" + match + "\" cannot be used in chain " + chain.name()
                        + " (Invalid argument); it may stand in " + new TreeSet<>(match.baseChains()));
            }
            if (!match.tables().contains(table)) {
                throw new IllegalArgumentException(
                        "\"" + match + "\" cannot be used in table " + table + "; it may stand in " + match.tables());
            }
        }
        rule.holdings().forEach(each -> each.check(host));
        chains.insert(chain, index, rule, start);
    }

    private static void check(Table table, Chains chains, Target target, Rule rule) {
        if (!target.tables().contains(table)) {
            throw new IllegalArgumentException("target " + target.name() + " cannot be used in table " + table + ": \""
                    + rule + "\"; it may stand in " + target.tables());
        }
        if (target instanceof JumpTarget jump) {
            Chain next = chains.find(jump.chain());
            if (next == null) {
                throw new IllegalArgumentException("there is no target and no chain " + jump.chain() + " in table "
                        + table + "; make the chain first, with -N " + jump.chain());
            }
            if (next.hook().isPresent()) {
                throw new IllegalArgumentException(
                        "a rule cannot jump to " + jump.chain() + ", which is built in; jump to a chain of your own");
            }
        }
    }

    /** Deletes the first rule equal to {@code rule}: {@code iptables -D}. */
    public void delete(Table table, String name, Rule rule) {
        int index = chain(table, name).rules().indexOf(rule);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "chain " + name + " of table " + table + " has no rule \"" + rule + "\"; compare with -S " + name);
        }
        own(table).remove(chain(table, name), index);
    }

    /** Deletes rule {@code number}, from 1: {@code iptables -D CHAIN 3}. */
    public void delete(Table table, String name, int number) {
        requireRule(table, name, number);
        own(table).remove(chain(table, name), number - 1);
    }

    private void requireRule(Table table, String name, int number) {
        int size = chain(table, name).size();
        if (number < 1 || number > size) {
            throw new IllegalArgumentException(
                    "chain " + name + " of table " + table + " has " + size + " rules; there is no number " + number);
        }
    }

    /** Deletes all rules of a chain: {@code iptables -F CHAIN}. */
    public void flush(Table table, String name) {
        own(table).clear(chain(table, name));
    }

    /** Sets the counters of a chain and of its rules to zero: {@code iptables -Z}. */
    public void zero(Table table, String name) {
        own(table).change(chain(table, name)).zero();
    }

    /** Sets the counters of rule {@code number}, from 1, to zero: {@code iptables -Z CHAIN 3}. */
    public void zero(Table table, String name, int number) {
        requireRule(table, name, number);
        own(table).change(chain(table, name)).counters(number, Counters.ZERO);
    }

    /** Sets what a chain's policy has decided about so far. */
    public void counters(Table table, String name, Counters start) {
        own(table).change(chain(table, name)).counters(start);
    }

    /** Whether any rule needs connection tracking; it is off otherwise, as in Linux. */
    boolean needsConntrack() {
        for (int i = 0; i < TABLES.size(); i++) {
            Chains chains = tables.get(TABLES.get(i));
            if (chains != null && chains.tracks()) {
                return true;
            }
        }
        return false;
    }
}
