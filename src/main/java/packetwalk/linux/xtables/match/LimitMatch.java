package packetwalk.linux.xtables.match;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/**
 * No more often than: {@code -m limit}. iptables-nft makes nftables' own expression of it, a bucket of nanoseconds:
 * net/netfilter/nft_limit.c {@code nft_limit_eval()}.
 */
public final class LimitMatch implements Match {

    /** What stands without {@code --limit-burst}. */
    public static final long BURST = 5;

    /** {@code XT_LIMIT_SCALE}: a period is counted in ten-thousandths of a second. */
    private static final long SCALE = 10_000;

    private static final long NANOS = 1_000_000_000L;

    /** A unit of rates, as it is printed. */
    private record Unit(String name, long seconds) {}

    private static final List<Unit> UNITS =
            List.of(new Unit("day", 86_400), new Unit("hour", 3_600), new Unit("min", 60), new Unit("sec", 1));

    private final long rate;
    private final Unit unit;
    private final long burst;
    private final long cost;
    private long tokens;
    private long last;

    private LimitMatch(long rate, Unit unit, long burst) {
        this.rate = rate;
        this.unit = unit;
        this.burst = burst;
        this.cost = unit.seconds * NANOS / rate;
        this.tokens = cost * burst;
    }

    /**
     * A limit.
     *
     * @param period ten-thousandths of a second between two packets, 1 or more; the rate that stands for it is the one
     *     that iptables prints
     * @param burst packets that may come at once; 0 stands for 5
     */
    public static LimitMatch of(long period, long burst) {
        Unit unit = unit(period);
        return new LimitMatch(SCALE * unit.seconds / period, unit, burst == 0 ? BURST : burst);
    }

    /** The smallest in which a period is still a number: libxt_limit.c {@code print_rate()}. */
    private static Unit unit(long period) {
        Unit found = UNITS.get(0);
        for (Unit next : UNITS.subList(1, UNITS.size())) {
            long ticks = SCALE * next.seconds;
            if (period > ticks || ticks / period < ticks % period) {
                break;
            }
            found = next;
        }
        return found;
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        long now = host.simulation().now();
        tokens = Math.min(tokens + now - last, cost * burst);
        last = now;
        boolean within = tokens >= cost;
        if (host.trace().on()) {
            String found = "the bucket has tokens for " + tokens / cost + " of " + burst + " packets";
            host.trace().asked(skb.id(), skb.packet(), this, within, found);
        }
        if (within) {
            tokens -= cost;
        }
        return within;
    }

    @Override
    public Match installed() {
        return new LimitMatch(rate, unit, burst);
    }

    @Override
    public boolean remembers() {
        return true;
    }

    @Override
    public String listed(boolean numeric) {
        return " limit: avg " + rate + "/" + unit.name + " burst " + burst;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LimitMatch limit
                && limit.rate == rate
                && limit.unit.equals(unit)
                && limit.burst == burst;
    }

    @Override
    public int hashCode() {
        return Objects.hash(rate, unit, burst);
    }

    @Override
    public String toString() {
        return "-m limit --limit " + rate + "/" + unit.name + (burst == BURST ? "" : " --limit-burst " + burst);
    }
}
