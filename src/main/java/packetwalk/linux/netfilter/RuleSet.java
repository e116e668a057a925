package packetwalk.linux.netfilter;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
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
 * <p>A table exists from the first time that somebody touches it, as with iptables-nft.
 */
public final class RuleSet {

    /** XT_EXTENSION_MAXNAMELEN less one: linux/netfilter/x_tables.h. */
    private static final int LONGEST_CHAIN_NAME = 28;

    private final Map<Table, Map<String, Chain>> tables = new EnumMap<>(Table.class);
    private final Surroundings host;
    private final Optional<Holdings> holdings;
    private boolean needsConntrack;

    private RuleSet(Surroundings host, Optional<Holdings> holdings) {
        this.host = host;
        this.holdings = holdings;
    }

    /** The rules of a namespace; none yet. */
    static RuleSet of(Surroundings host) {
        return new RuleSet(host, Optional.of(new Holdings(host)));
    }

    /** The same tables, chains, rules and counters again: to try a change on. */
    public RuleSet copy() {
        RuleSet copy = new RuleSet(host, Optional.empty());
        copy.become(this);
        return copy;
    }

    /** Takes over all that {@code other} has, in one step: what {@code iptables-restore} commits. */
    public void become(RuleSet other) {
        Map<Table, Map<String, Chain>> taken = new EnumMap<>(Table.class);
        other.tables.forEach((table, chains) -> {
            Map<String, Chain> copies = new TreeMap<>();
            chains.forEach((name, chain) -> copies.put(name, chain.copy()));
            taken.put(table, copies);
        });
        tables.clear();
        tables.putAll(taken);
        needsConntrack = other.needsConntrack;
        holdings.ifPresent(each -> each.exchange(held()));
    }

    /** What all rules hold of the namespace. */
    private List<Holding> held() {
        return rules().flatMap(rule -> rule.holdings().stream()).toList();
    }

    private Stream<Rule> rules() {
        return tables.values().stream()
                .flatMap(chains -> chains.values().stream())
                .flatMap(chain -> chain.rules().stream());
    }

    /** Some rules have gone. */
    private void fewer() {
        needsConntrack = rules().anyMatch(Rule::tracks);
        holdings.ifPresent(each -> each.exchange(held()));
    }

    /** Takes a table away, with all its chains. */
    public void drop(Table table) {
        tables.remove(table);
        fewer();
    }

    /** Tables that exist, in the order in which hooks run them. */
    public Collection<Table> tables() {
        return List.copyOf(tables.keySet());
    }

    /** Makes {@code table} exist, with its built-in chains. */
    public void touch(Table table) {
        chainsOf(table);
    }

    /** Built-in chains in the order of their hooks, then the user's own by name. */
    public List<Chain> chains(Table table) {
        chainsOf(table);
        Stream<Chain> builtIn = table.hooks().stream().map(hook -> chain(table, hook.name()));
        Stream<Chain> own =
                chainsOf(table).values().stream().filter(chain -> chain.hook().isEmpty());
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

    Optional<Chain> find(Table table, String name) {
        Map<String, Chain> chains = tables.get(table);
        return chains == null ? Optional.empty() : Optional.ofNullable(chains.get(name));
    }

    private Map<String, Chain> chainsOf(Table table) {
        return tables.computeIfAbsent(table, RuleSet::builtIn);
    }

    private static Map<String, Chain> builtIn(Table table) {
        Map<String, Chain> chains = new TreeMap<>();
        table.hooks().forEach(hook -> chains.put(hook.name(), new Chain(hook.name(), Optional.of(hook))));
        return chains;
    }

    /** Makes a chain: {@code iptables -N}. */
    public void create(Table table, String name) {
        if (!name.matches("[^\\s!-][^\\s]*") || name.length() > LONGEST_CHAIN_NAME) {
            throw new IllegalArgumentException("chain name \"" + name + "\" cannot be used; take 1 to "
                    + LONGEST_CHAIN_NAME + " characters without blanks, not starting with ! or -");
        }
        if (chainsOf(table).putIfAbsent(name, new Chain(name, Optional.empty())) != null) {
            throw new IllegalArgumentException(
                    "chain " + name + " already exists in table " + table + "; append to it, or flush it with -F");
        }
    }

    /** Deletes a user's empty chain that nothing jumps to: {@code iptables -X}. */
    public void delete(Table table, String name) {
        Chain chain = chain(table, name);
        if (chain.hook().isPresent() || chain.size() > 0 || isTarget(table, name)) {
            throw new IllegalArgumentException("chain " + name + " of table " + table
                    + " cannot be deleted: it is built in, has rules, or is jumped to; remove those first");
        }
        chainsOf(table).remove(name);
    }

    private boolean isTarget(Table table, String name) {
        return chains(table).stream()
                .flatMap(chain -> chain.rules().stream())
                .anyMatch(rule -> jumpOf(rule).filter(name::equals).isPresent());
    }

    /** What becomes of packets at the end of a built-in chain: {@code iptables -P}. */
    public void policy(Table table, String name, Verdict policy) {
        chainsOf(table);
        Chain chain = chain(table, name);
        if (chain.hook().isEmpty()) {
            throw new IllegalArgumentException(
                    "chain " + name + " is not built in and so has no policy; end it with a rule without conditions");
        }
        chain.policy(policy);
    }

    /** Adds a rule at the end: {@code iptables -A}. */
    public void append(Table table, String chain, Rule rule) {
        chainsOf(table);
        insert(table, chain, chain(table, chain).size() + 1, rule);
    }

    /** Adds a rule as number {@code number}, from 1: {@code iptables -I}. */
    public void insert(Table table, String name, int number, Rule rule) {
        chainsOf(table);
        Chain chain = chain(table, name);
        if (number < 1 || number > chain.size() + 1) {
            throw new IllegalArgumentException("chain " + name + " has " + chain.size() + " rules; insert at 1 to "
                    + (chain.size() + 1) + ", not " + number);
        }
        check(table, chain, rule);
        chain.insert(number - 1, rule);
        needsConntrack |= rule.tracks();
        holdings.ifPresent(each -> each.add(rule.holdings()));
    }

    private void check(Table table, Chain chain, Rule rule) {
        Optional<Target> target = rule.target().filter(each -> !each.tables().contains(table));
        if (target.isPresent()) {
            throw new IllegalArgumentException("target " + target.get().name() + " cannot be used in table " + table
                    + ": \"" + rule + "\"; it may stand in " + target.get().tables());
        }
        for (Match match : rule.matches()) {
            if (!match.tables().contains(table)) {
                throw new IllegalArgumentException(
                        "\"" + match + "\" cannot be used in table " + table + "; it may stand in " + match.tables());
            }
        }
        rule.holdings().forEach(each -> each.check(host));
        Optional<String> jump = jumpOf(rule);
        if (jump.isPresent()) {
            Chain next = chain(table, jump.get());
            if (next.hook().isPresent() || reaches(table, next, chain)) {
                throw new IllegalArgumentException("a jump from " + chain.name() + " to " + next.name()
                        + " would enter a built-in chain or never end; jump to a chain of your own");
            }
        }
    }

    private boolean reaches(Table table, Chain from, Chain to) {
        Deque<Chain> open = new ArrayDeque<>(List.of(from));
        int bound = 10_000;
        while (!open.isEmpty() && bound-- > 0) {
            Chain chain = open.pop();
            if (chain == to) {
                return true;
            }
            chain.rules()
                    .forEach(rule ->
                            jumpOf(rule).flatMap(name -> find(table, name)).ifPresent(open::push));
        }
        return false;
    }

    private static Optional<String> jumpOf(Rule rule) {
        return rule.target().filter(JumpTarget.class::isInstance).map(jump -> ((JumpTarget) jump).chain());
    }

    /** Deletes the first rule equal to {@code rule}: {@code iptables -D}. */
    public void delete(Table table, String chain, Rule rule) {
        int index = chain(table, chain).rules().indexOf(rule);
        if (index < 0) {
            throw new IllegalArgumentException("chain " + chain + " of table " + table + " has no rule \"" + rule
                    + "\"; compare with -S " + chain);
        }
        chain(table, chain).remove(index);
        fewer();
    }

    /** Deletes rule {@code number}, from 1: {@code iptables -D CHAIN 3}. */
    public void delete(Table table, String chain, int number) {
        if (number < 1 || number > chain(table, chain).size()) {
            throw new IllegalArgumentException("chain " + chain + " of table " + table + " has "
                    + chain(table, chain).size() + " rules; there is no number " + number);
        }
        chain(table, chain).remove(number - 1);
        fewer();
    }

    /** Deletes all rules of a chain: {@code iptables -F CHAIN}. */
    public void flush(Table table, String chain) {
        chain(table, chain).clear();
        fewer();
    }

    /** Sets the counters of a chain and of its rules to zero: {@code iptables -Z}. */
    public void zero(Table table, String chain) {
        chain(table, chain).zero();
    }

    /** Whether any rule needs connection tracking; it is off otherwise, as in Linux. */
    boolean needsConntrack() {
        return needsConntrack;
    }
}
