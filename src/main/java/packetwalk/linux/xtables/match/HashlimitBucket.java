package packetwalk.linux.xtables.match;

import packetwalk.linux.xtables.Jiffies;

/** One bucket of credits, or the count of one interval: {@code struct dsthash_ent} of xt_hashlimit.c. */
final class HashlimitBucket {

    private final HashlimitConfig config;
    private long expires;
    private long previous;
    private long credit;
    private long cap;
    /** Of rates that are compared: what has come in this interval, and whether the last one had too much. */
    private long current;

    private boolean exceeded;

    /** {@code rateinfo_init()}. */
    HashlimitBucket(HashlimitConfig config, long now) {
        this.config = config;
        this.previous = now;
        this.cap = config.cap();
        this.credit = config.bytes() ? full() : cap;
    }

    private static long full() {
        return HashlimitConfig.BYTE_CREDITS_PER_JIFFY * Jiffies.HZ;
    }

    long expires() {
        return expires;
    }

    void keepUntil(long tick) {
        expires = tick;
    }

    /** Time has passed: {@code rateinfo_recalc()}. */
    void refill(long now) {
        long delta = now - previous;
        if (delta == 0) {
            return;
        }
        if (config.rateMatch()) {
            long interval = config.interval() * Jiffies.HZ;
            if (delta >= interval) {
                previous = now;
                exceeded = current * interval > delta * config.rate();
                current = 0;
            }
            return;
        }
        previous = now;
        if (config.bytes()) {
            credit = Math.min(full(), credit + HashlimitConfig.BYTE_CREDITS_PER_JIFFY * delta);
        } else {
            credit += delta * HashlimitConfig.CREDITS_PER_JIFFY;
            credit = Long.compareUnsigned(credit, cap) > 0 ? cap : credit;
        }
    }

    /** Takes what a packet costs, if it has as much; says whether the packet is within the limit. */
    boolean pay(int length) {
        if (config.rateMatch()) {
            current += config.bytes() ? length : 1;
            return !exceeded && current <= config.allowance();
        }
        long cost = config.bytes() ? byteCost(length) : config.cost();
        boolean within = Long.compareUnsigned(credit, cost) >= 0;
        if (within) {
            credit -= cost;
        }
        return within;
    }

    /** {@code hashlimit_byte_cost()}: an empty bucket is filled up as often as the burst allows. */
    private long byteCost(int length) {
        long cost = Math.min(full(), HashlimitConfig.pieces(length) * config.cost());
        if (credit < cost && cap > 0) {
            cap--;
            credit = full();
        }
        return cost;
    }

    /** Credit, most credit, cost; the kernel shows what lies in the same place where rates are compared. */
    @Override
    public String toString() {
        return config.rateMatch()
                ? config.interval() + (exceeded ? 1L << 32 : 0) + " " + current + " " + config.rate()
                : Long.toUnsignedString(credit) + " " + Long.toUnsignedString(cap) + " "
                        + Long.toUnsignedString(config.cost());
    }
}
