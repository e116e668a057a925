package packetwalk.linux.xtables.match;

import java.util.Objects;
import java.util.Optional;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Holding;
import packetwalk.linux.xtables.Jiffies;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Side;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.IpAddress;

/**
 * Whether an address was seen lately, in a list that such rules write: {@code -m recent}, net/netfilter/xt_recent.c.
 *
 * @param seconds how long ago it may be; 0 for any time
 * @param hitCount how often it must have been seen; 0 for once
 * @param reap whether the list loses what is older than {@code seconds}
 * @param ttl whether the TTL must be that of the last packet
 */
public record RecentMatch(
        Mode mode,
        boolean negated,
        long seconds,
        int hitCount,
        boolean reap,
        boolean ttl,
        String name,
        IpAddress mask,
        Side side)
        implements Match, Holding {

    /** {@code ip_pkt_list_tot} is 0, so that each list has room as its rules look back, for no less than this. */
    private static final int LEAST_STAMPS = 32;

    /** What is done with the list, as it is typed and as {@code iptables -L} says it. */
    public enum Mode {
        SET("--set", "SET"),
        CHECK("--rcheck", "CHECK"),
        UPDATE("--update", "UPDATE"),
        REMOVE("--remove", "REMOVE");

        private final String option;
        private final String listed;

        Mode(String option, String listed) {
            this.option = option;
            this.listed = listed;
        }

        /** The option that stands for it: {@code --rcheck}. */
        public String option() {
            return option;
        }

        /** Whether it only looks at what others wrote. */
        public boolean asks() {
            return this == CHECK || this == UPDATE;
        }
    }

    public RecentMatch {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(name, "name");
    }

    /** Times that a list must have room for: {@code nstamp_mask} and one. */
    int stamps() {
        return hitCount == 0 ? LEAST_STAMPS : Math.max(1, Integer.highestOneBit(2 * hitCount - 1));
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        RecentTable table = RecentTables.of(host).table(name);
        IpAddress address = table.masked(side.address(skb.packet()));
        // what is being forwarded counts as it came
        boolean passing = !skb.in().isEmpty() && !skb.out().isEmpty();
        int seenTtl = (skb.packet().ttl() + (passing ? 1 : 0)) & 0xff;
        boolean holds = ask(table, address, seenTtl, skb, host) != negated;
        if (mode == Mode.SET || (mode == Mode.UPDATE && holds && table.has(address, asked(seenTtl)))) {
            table.see(address, asked(seenTtl), seenTtl, Jiffies.now(host.simulation()));
        }
        return holds;
    }

    private int asked(int seenTtl) {
        return ttl ? seenTtl : 0;
    }

    private boolean ask(RecentTable table, IpAddress address, int seenTtl, Skb skb, Surroundings host) {
        boolean known = table.has(address, asked(seenTtl));
        long earliest = seconds == 0 ? 0 : Jiffies.now(host.simulation()) - seconds * Jiffies.HZ;
        int hits = known && mode.asks() ? table.hits(address, asked(seenTtl), earliest) : 0;
        boolean yes = switch (mode) {
            case SET -> true; // whether it is new makes no difference
            case REMOVE -> known;
            case CHECK, UPDATE -> known && hits >= Math.max(1, hitCount);
        };
        if (known && reap) {
            boolean updates = mode == Mode.UPDATE && yes != negated;
            table.reap(earliest, updates ? Optional.of(address) : Optional.empty());
        }
        if (mode == Mode.REMOVE) {
            table.remove(address, asked(seenTtl));
        }
        if (host.trace().on()) {
            host.trace().asked(skb.id(), skb.packet(), this, yes != negated, found(address, known, hits));
        }
        return yes;
    }

    private String found(IpAddress address, boolean known, int hits) {
        String times = hits == 1 ? " once" : " " + hits + " times";
        String lately = known && mode.asks() ? ", seen" + times + (seconds == 0 ? "" : " in " + seconds + " s") : "";
        return address + (known ? " is in list " : " is not in list ") + name + lately;
    }

    @Override
    public boolean remembers() {
        return true;
    }

    @Override
    public void take(Surroundings host) {
        RecentTables.of(host).take(this);
    }

    @Override
    public void release(Surroundings host) {
        RecentTables.of(host).release(this);
    }

    @Override
    public String listed(boolean numeric) {
        return (negated ? " !" : "") + " recent: " + mode.listed
                + (seconds == 0 ? "" : " seconds: " + seconds)
                + (reap ? " reap" : "")
                + (hitCount == 0 ? "" : " hit_count: " + hitCount)
                + (ttl ? " TTL-Match" : "")
                + " name: " + name + " side: " + (side == Side.SRC ? "source" : "dest") + " mask: " + mask;
    }

    @Override
    public String toString() {
        return "-m recent " + (negated ? "! " : "") + mode.option
                + (seconds == 0 ? "" : " --seconds " + seconds)
                + (reap ? " --reap" : "")
                + (hitCount == 0 ? "" : " --hitcount " + hitCount)
                + (ttl ? " --rttl" : "")
                + " --name " + name + " --mask " + mask + (side == Side.SRC ? " --rsource" : " --rdest");
    }
}
