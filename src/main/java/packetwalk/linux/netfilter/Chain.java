package packetwalk.linux.netfilter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.xtables.Rule;
import packetwalk.linux.xtables.Verdict;

/** A chain of one table: rules in order, with counters; a built-in one has a hook and a policy. */
public final class Chain {

    private final String name;
    private final Optional<Hook> hook;
    private final List<Entry> entries = new ArrayList<>();
    private Verdict policy = Verdict.ACCEPT;
    private long packets;
    private long bytes;

    Chain(String name, Optional<Hook> hook) {
        this.name = name;
        this.hook = hook;
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

    public List<Rule> rules() {
        return entries.stream().map(entry -> entry.rule).toList();
    }

    /** Packets that the policy decided about. */
    public long packets() {
        return packets;
    }

    /** Bytes of {@link #packets}, IP headers included. */
    public long bytes() {
        return bytes;
    }

    /** Packets that rule {@code number} (from 1) matched. */
    public long packets(int number) {
        return entries.get(number - 1).packets;
    }

    /** Bytes that rule {@code number} (from 1) matched. */
    public long bytes(int number) {
        return entries.get(number - 1).bytes;
    }

    void zero() {
        packets = 0;
        bytes = 0;
        for (Entry entry : entries) {
            entry.packets = 0;
            entry.bytes = 0;
        }
    }

    Chain copy() {
        Chain copy = new Chain(name, hook);
        copy.policy = policy;
        copy.packets = packets;
        copy.bytes = bytes;
        for (Entry entry : entries) {
            Entry same = new Entry(entry.rule);
            same.packets = entry.packets;
            same.bytes = entry.bytes;
            copy.entries.add(same);
        }
        return copy;
    }

    int size() {
        return entries.size();
    }

    Rule rule(int index) {
        return entries.get(index).rule;
    }

    void insert(int index, Rule rule) {
        entries.add(index, new Entry(rule.installed()));
    }

    void remove(int index) {
        entries.remove(index);
    }

    void clear() {
        entries.clear();
    }

    void countRule(int index, int length) {
        Entry entry = entries.get(index);
        entry.packets++;
        entry.bytes += length;
    }

    void countPolicy(int length) {
        packets++;
        bytes += length;
    }

    private static final class Entry {
        private final Rule rule;
        private long packets;
        private long bytes;

        Entry(Rule rule) {
            this.rule = rule;
        }
    }
}
