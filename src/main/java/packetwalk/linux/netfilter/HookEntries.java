package packetwalk.linux.netfilter;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Verdict;

/** What one namespace has hooked in, by priority: {@code struct nf_hook_entries}, net/netfilter/core.c. */
final class HookEntries {

    private static final Entry[] NONE = {};

    /** Most namespaces have nothing hooked in, and share the empty map. */
    private Map<Hook, Entry[]> entries = Map.of();

    /** What an entry does with a packet. */
    interface Body {
        Verdict pass(Skb skb, Netfilter.Rerouting rerouting);
    }

    /**
     * One entry: {@code struct nf_hook_ops}.
     *
     * @param key by which it is known when something else is hooked in or taken out
     * @param priority the lower, the sooner
     */
    record Entry(Object key, int priority, Body body) {}

    /** All at {@code hook}, in their order. */
    Entry[] at(Hook hook) {
        Entry[] there = entries.get(hook);
        return there == null ? NONE : there;
    }

    /**
     * Hooks in what is new among {@code wanted}, takes out what is not, and leaves the rest in its place. Of two with
     * one priority the later comes first: {@code nf_hook_entries_grow()}.
     */
    void set(Hook hook, List<Entry> wanted) {
        if (wanted.isEmpty() && at(hook).length == 0) {
            return;
        }
        List<Entry> next = new ArrayList<>();
        List<Entry> fresh = new ArrayList<>(wanted);
        for (Entry old : at(hook)) {
            for (Entry each : wanted) {
                if (each.priority == old.priority && each.key.equals(old.key)) {
                    next.add(each);
                    fresh.remove(each);
                }
            }
        }
        fresh.forEach(each -> next.add(placeOf(each, next), each));
        if (entries.isEmpty()) {
            entries = new EnumMap<>(Hook.class);
        }
        entries.put(hook, next.toArray(NONE));
    }

    private static int placeOf(Entry entry, List<Entry> among) {
        int place = 0;
        while (place < among.size() && entry.priority > among.get(place).priority) {
            place++;
        }
        return place;
    }
}
