package packetwalk.linux.netfilter;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.xtables.Rule;
import packetwalk.linux.xtables.Verdict;
import packetwalk.net.Packet;

/**
 * A chain of one table: rules in order, with counters; a built-in one has a hook and a policy.
 *
 * <p>Changed only by the {@link RuleSet} that it belongs to; one that a draft was made of is copied first. Copies share
 * the entries, so that a rule goes on counting when its neighbours change.
 */
public final class Chain {

    private final Object owner;
    private final String name;
    private final Optional<Hook> hook;
    private final List<Entry> entries;
    private Verdict policy = Verdict.ACCEPT;
    private Tally decided = new Tally(Counters.ZERO);

    /** What is known of all rules together: found out when asked for, forgotten with the next change. */
    private @Nullable Reach reach;

    private @Nullable RuleIndex index;

    Chain(Object owner, String name, Optional<Hook> hook) {
        this(owner, name, hook, new ArrayList<>(2));
    }

    private Chain(Object owner, String name, Optional<Hook> hook, List<Entry> entries) {
        this.owner = owner;
        this.name = name;
        this.hook = hook;
        this.entries = entries;
    }

    /** This chain if {@code writer} may change it, else a copy that it may. */
    Chain ownedBy(Object writer) {
        return owner == writer ? this : copy(writer, name);
    }

    /** A copy under another name: {@code iptables -E}. */
    Chain copy(Object writer, String other) {
        Chain copy = new Chain(writer, other, hook, new ArrayList<>(entries));
        copy.policy = policy;
        copy.decided = decided;
        copy.reach = reach;
        return copy;
    }

    public String name() {
        return name;
    }

    /** The hook that enters it; empty for a user's own chain. */
    public Optional<Hook> hook() {
        return hook;
    }

    /** What becomes of packets that no rule decided about: ACCEPT or DROP; only a built-in chain has it. */
    public Verdict policy() {
        return policy;
    }

    void policy(Verdict decision) {
        policy = decision;
    }

    /** Its rules in order. */
    public List<Rule> rules() {
        return new Rules(entries);
    }

    /** What the policy decided about. */
    public Counters counters() {
        return decided.counters();
    }

    /** What rule {@code number} (from 1) matched. */
    public Counters counters(int number) {
        return entries.get(number - 1).tally.counters();
    }

    void counters(Counters start) {
        decided = new Tally(start);
    }

    void counters(int number, Counters start) {
        entries.set(number - 1, new Entry(rule(number - 1), new Tally(start)));
    }

    void zero() {
        decided = new Tally(Counters.ZERO);
        for (int number = 1; number <= size(); number++) {
            counters(number, Counters.ZERO);
        }
    }

    int size() {
        return entries.size();
    }

    Rule rule(int place) {
        return entries.get(place).rule;
    }

    /** What its rules ask of the hooks that lead here, and where they lead on. */
    Reach reach() {
        if (reach == null) {
            reach = Reach.of(rules());
        }
        return reach;
    }

    /** The rules that {@code packet} may match. */
    Candidates candidates(Packet packet) {
        if (size() < RuleIndex.WORTHWHILE) {
            return Candidates.ALL;
        }
        if (index == null) {
            index = new RuleIndex(rules());
        }
        return index.candidates(packet);
    }

    /** Whether it lets everything pass without a question: no rules, and the policy accepts. */
    boolean isIdle() {
        return entries.isEmpty() && policy.equals(Verdict.ACCEPT);
    }

    private void changed() {
        reach = null;
        index = null;
    }

    void insert(int place, Rule rule, Counters start) {
        changed();
        entries.add(place, new Entry(rule.installed(), new Tally(start)));
    }

    /** Puts {@code rule} where another was, which keeps its memory and its counters: it says the same. */
    void reword(int place, Rule rule) {
        changed();
        entries.set(place, new Entry(rule, entries.get(place).tally));
    }

    void remove(int place) {
        changed();
        entries.remove(place);
    }

    void clear() {
        changed();
        entries.clear();
    }

    void countRule(int place, int length) {
        entries.get(place).tally.count(length);
    }

    void countPolicy(int length) {
        decided.count(length);
    }

    private record Entry(Rule rule, Tally tally) {}

    /** Counters as they grow; every copy of a chain sees the same. */
    private static final class Tally {
        private long packets;
        private long bytes;

        Tally(Counters start) {
            packets = start.packets();
            bytes = start.bytes();
        }

        void count(int length) {
            packets++;
            bytes += length;
        }

        Counters counters() {
            return new Counters(packets, bytes);
        }
    }

    /** The entries' rules, without a copy of 100,000 of them. */
    private static final class Rules extends AbstractList<Rule> implements RandomAccess {
        private final List<Entry> entries;

        Rules(List<Entry> entries) {
            this.entries = entries;
        }

        @Override
        public Rule get(int index) {
            return entries.get(index).rule;
        }

        @Override
        public int size() {
            return entries.size();
        }
    }
}
