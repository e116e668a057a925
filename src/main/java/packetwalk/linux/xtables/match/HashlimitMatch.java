package packetwalk.linux.xtables.match;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Holding;
import packetwalk.linux.xtables.Jiffies;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/**
 * No more, or no less, often than a rate that each address or port has for itself: {@code -m hashlimit},
 * net/netfilter/xt_hashlimit.c.
 *
 * @param above whether it holds beyond the rate
 * @param name of the table that it shares with all rules that name it
 */
public record HashlimitMatch(boolean above, String name, HashlimitConfig config) implements Match, Holding {

    /** A unit of rates, as it is printed. */
    private record Unit(String name, long size) {}

    private static final List<Unit> UNITS =
            List.of(new Unit("day", 86_400), new Unit("hour", 3_600), new Unit("min", 60), new Unit("sec", 1));

    private static final List<Unit> BYTES = List.of(new Unit("mb", 1 << 20), new Unit("kb", 1 << 10), new Unit("b", 1));

    public HashlimitMatch {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(config, "config");
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        HashlimitTable table = HashlimitTables.of(host).table(name);
        Optional<HashlimitBucket> bucket = table.bucket(skb, Jiffies.now(host.simulation()));
        if (bucket.isEmpty()) {
            skb.hotdrop();
            host.trace().asked(skb.id(), skb.packet(), this, false, "its table is full, so the packet is dropped");
            return false;
        }
        boolean within = bucket.get().pay(skb.packet().length());
        if (host.trace().on()) {
            String found = "table " + name + (within ? ": within the limit" : ": over the limit");
            host.trace().asked(skb.id(), skb.packet(), this, within != above, found);
        }
        return within != above;
    }

    @Override
    public boolean remembers() {
        return true;
    }

    @Override
    public void take(Surroundings host) {
        HashlimitTables.of(host).take(this);
    }

    @Override
    public void release(Surroundings host) {
        HashlimitTables.of(host).release(this);
    }

    /** The smallest unit in which a period is still a number: libxt_hashlimit.c {@code print_rate()}. */
    private static Unit unit(long period) {
        Unit found = UNITS.get(0);
        for (Unit next : UNITS.subList(1, UNITS.size())) {
            long parts = HashlimitConfig.SCALE * next.size;
            if (period > parts || parts / period < parts % period) {
                break;
            }
            found = next;
        }
        return found;
    }

    private static String bytes(long number, Predicate<Unit> fits) {
        Unit unit = BYTES.stream()
                .filter(each -> number >= each.size && fits.test(each))
                .findFirst()
                .orElse(BYTES.get(BYTES.size() - 1));
        return number / unit.size + unit.name;
    }

    /** Whether so many bytes cost the same if they are cut to the unit: libxt_hashlimit.c {@code print_bytes()}. */
    private boolean costsTheSame(long bytes, Unit unit) {
        return unit.size == 1 || HashlimitConfig.costOf(bytes & 0xffff_ffffL & -unit.size) == config.average();
    }

    /** The rate and the burst, each option after {@code dashes}. */
    private String rate(long period, String dashes) {
        if (config.bytes()) {
            long bytes = HashlimitConfig.bytesOf(config.average());
            String rate = bytes(bytes, unit -> costsTheSame(bytes, unit)) + "/s";
            String burst = bytes(bytes * config.burst(), unit -> true);
            return rate + (config.burst() == 0 ? "" : " " + dashes + "burst " + burst);
        }
        Unit unit = unit(period);
        return HashlimitConfig.SCALE * unit.size / period + "/" + unit.name + " " + dashes + "burst " + config.burst();
    }

    /** Milliseconds for which entries are kept if nobody says otherwise. */
    private long usualExpire(long period) {
        if (config.bytes()) {
            return 1_000 * (config.burst() == 0 ? HashlimitConfig.BYTE_EXPIRE : HashlimitConfig.BYTE_EXPIRE_BURST);
        }
        return 1_000 * unit(period).size;
    }

    private String table(long period, String dashes) {
        return option(dashes + "htable-size", config.size(), 0)
                + option(dashes + "htable-max", config.max(), 0)
                + option(dashes + "htable-gcinterval", config.gcInterval(), HashlimitConfig.GC_INTERVAL)
                + option(dashes + "htable-expire", config.expire(), usualExpire(period));
    }

    private String masks(String dashes) {
        return option(dashes + "srcmask", config.keys().srcMask(), 32)
                + option(dashes + "dstmask", config.keys().dstMask(), 32);
    }

    private String matching(String dashes) {
        return config.rateMatch()
                ? " " + dashes + "rate-match" + option(dashes + "rate-interval", config.interval(), 1)
                : "";
    }

    private static String option(String name, long value, long usual) {
        return value == usual ? "" : " " + name + " " + value;
    }

    @Override
    public String listed(boolean numeric) {
        long period = config.average() * config.interval();
        List<String> keys = config.keys().words();
        return " limit: " + (above ? "above " : "up to ") + rate(period, "")
                + (keys.isEmpty() ? "" : " mode " + String.join("-", keys))
                + table(period, "") + masks("") + matching("");
    }

    @Override
    public String toString() {
        String dashes = "--hashlimit-";
        List<String> keys = config.keys().words();
        return "-m hashlimit " + dashes + (above ? "above " : "upto ") + rate(config.average(), dashes)
                + (keys.isEmpty() ? "" : " " + dashes + "mode " + String.join(",", keys))
                + " " + dashes + "name " + name
                + table(config.average(), dashes) + masks(dashes) + matching(dashes);
    }
}
