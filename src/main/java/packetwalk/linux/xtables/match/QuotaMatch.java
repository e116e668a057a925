package packetwalk.linux.xtables.match;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/** Until so many bytes have come: {@code -m quota}, net/netfilter/xt_quota.c. */
public final class QuotaMatch implements Match {

    private final long quota;
    private final boolean negated;
    private long left;

    /** {@code quota}: bytes, an unsigned number of 64 bits. */
    public QuotaMatch(long quota, boolean negated) {
        this.quota = quota;
        this.negated = negated;
        this.left = quota;
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        int length = skb.packet().length();
        boolean within = Long.compareUnsigned(left, length) >= 0;
        if (host.trace().on()) {
            String found = Long.toUnsignedString(left) + " bytes were left, the packet has " + length;
            host.trace().asked(skb.id(), skb.packet(), this, within != negated, found);
        }
        // once a packet was too long, shorter ones are not let through either
        left = within ? left - length : 0;
        return within != negated;
    }

    @Override
    public Match installed() {
        return new QuotaMatch(quota, negated);
    }

    @Override
    public boolean remembers() {
        return true;
    }

    /** Without the negation, which libxt_quota.c {@code quota_print()} leaves out. */
    @Override
    public String listed(boolean numeric) {
        return " quota: " + Long.toUnsignedString(quota) + " bytes";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof QuotaMatch match && match.quota == quota && match.negated == negated;
    }

    @Override
    public int hashCode() {
        return Objects.hash(quota, negated);
    }

    @Override
    public String toString() {
        return "-m quota" + (negated ? " !" : "") + " --quota " + Long.toUnsignedString(quota);
    }
}
