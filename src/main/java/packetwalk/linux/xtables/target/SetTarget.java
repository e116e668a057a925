package packetwalk.linux.xtables.target;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.ipset.IpSets;
import packetwalk.linux.ipset.SetFlag;
import packetwalk.linux.ipset.SetPacket;
import packetwalk.linux.ipset.SkbInfo;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.Holding;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;
import packetwalk.linux.xtables.match.SetMatch;

/**
 * Puts what the packet has into a set, takes it out of one, or takes a mark from one: {@code -j SET},
 * net/netfilter/xt_set.c {@code set_target_v3()}. The packet goes on.
 *
 * @param add null if nothing is added; {@code del} and {@code map} likewise
 */
public record SetTarget(
        @Nullable Add add, @Nullable Named del, @Nullable Map map) implements Target, Holding {

    /** A set, and which end of the packet each part of its elements is. */
    public record Named(String set, List<SetFlag> flags) {

        public Named {
            flags = List.copyOf(flags);
        }

        /** {@code KUBE src,dst}. */
        @Override
        public String toString() {
            return set + " " + SetMatch.words(flags);
        }
    }

    /**
     * {@code --add-set}.
     *
     * @param exist whether an entry that is there begins anew
     * @param timeout seconds; null for the set's own
     */
    public record Add(Named to, boolean exist, @Nullable Integer timeout) {
        @Override
        public String toString() {
            return to
                    + (exist ? " --exist" : "")
                    + (timeout == null ? "" : " --timeout " + Integer.toUnsignedString(timeout));
        }
    }

    /** {@code --map-set}; class and queue are those of a device's queueing, which decides nothing here. */
    public record Map(Named from, boolean mark, boolean prio, boolean queue) {
        @Override
        public String toString() {
            return from + (mark ? " --map-mark" : "") + (prio ? " --map-prio" : "") + (queue ? " --map-queue" : "");
        }
    }

    @Override
    public @Nullable Verdict apply(Skb skb, Action action) {
        IpSets sets = action.host().sets();
        SetPacket packet = SetMatch.packet(skb);
        if (add != null) {
            sets.get(add.to.set).add(packet, add.to.flags, add.timeout, add.exist);
        }
        if (del != null) {
            sets.get(del.set).delete(packet, del.flags);
        }
        if (map != null) {
            sets.get(map.from.set).entry(packet, map.from.flags).ifPresent(entry -> {
                SkbInfo info = entry.skbinfo();
                if (map.mark) {
                    skb.mark((skb.mark() & ~info.mask()) ^ info.mark());
                }
            });
        }
        return null;
    }

    @Override
    public String name() {
        return "SET";
    }

    /** Names of the sets that it changes or asks. */
    private List<String> sets() {
        List<String> sets = new ArrayList<>();
        if (add != null) {
            sets.add(add.to.set);
        }
        if (del != null) {
            sets.add(del.set);
        }
        if (map != null) {
            sets.add(map.from.set);
        }
        return sets;
    }

    @Override
    public void check(Surroundings host) {
        sets().forEach(each -> SetMatch.requireSet(host, each));
    }

    @Override
    public void take(Surroundings host) {
        sets().forEach(host.sets()::take);
    }

    @Override
    public void release(Surroundings host) {
        sets().forEach(host.sets()::release);
    }

    @Override
    public Set<Table> tables() {
        return map == null ? Table.ALL : Set.of(Table.MANGLE);
    }

    @Override
    public Set<Hook> hooks() {
        return map != null && (map.prio || map.queue)
                ? EnumSet.of(Hook.OUTPUT, Hook.FORWARD, Hook.POSTROUTING)
                : Hook.ALL;
    }

    @Override
    public String listed(boolean numeric) {
        return options().replace("--", "");
    }

    private String options() {
        return (add == null ? "" : " --add-set " + add)
                + (del == null ? "" : " --del-set " + del)
                + (map == null ? "" : " --map-set " + map);
    }

    @Override
    public String toString() {
        return "-j SET" + options();
    }
}
