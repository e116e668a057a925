package packetwalk.linux.xtables.match;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/** By chance, or every n-th packet: {@code -m statistic}, net/netfilter/xt_statistic.c. */
public final class StatisticMatch implements Match {

    /** Certainty, as the kernel counts chances: 31 bits and one. */
    private static final long CERTAIN = 0x8000_0000L;

    /** Chance of 0x80000000; less than 0 where packets are counted instead. */
    private final long chance;

    private final long every;
    private final long packet;
    private final boolean negated;
    private long count;

    private StatisticMatch(long chance, long every, long packet, boolean negated) {
        this.chance = chance;
        this.every = every;
        this.packet = packet;
        this.negated = negated;
        this.count = every - 1 - packet;
    }

    /** {@code --mode random --probability}; {@code probability} is 0 to 1, rounded to 31 bits. */
    public static StatisticMatch random(double probability, boolean negated) {
        return new StatisticMatch(Math.round(probability * CERTAIN), 1, 0, negated);
    }

    /** {@code --mode nth --every --packet}: of {@code every} packets the one that is number {@code packet} from 0. */
    public static StatisticMatch nth(long every, long packet, boolean negated) {
        return new StatisticMatch(-1, every, packet, negated);
    }

    private boolean isRandom() {
        return chance >= 0;
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return (isRandom() ? thrown(skb, host) : counted(skb, host)) != negated;
    }

    private boolean thrown(Skb skb, Surroundings host) {
        int roll = host.simulation().dice().roll();
        boolean below = roll < chance;
        if (host.trace().on()) {
            String found = "the dice gave " + decimal(roll) + (below ? ", less than " : ", not less than ");
            host.trace().asked(skb.id(), skb.packet(), this, below != negated, found + decimal(chance));
        }
        return below;
    }

    private boolean counted(Skb skb, Surroundings host) {
        count = count == every - 1 ? 0 : count + 1;
        if (host.trace().on()) {
            String found = "it is packet " + Math.floorMod(count + packet, every) + " of 0 to " + (every - 1);
            host.trace().asked(skb.id(), skb.packet(), this, (count == 0) != negated, found);
        }
        return count == 0;
    }

    private static String decimal(long chance) {
        return String.format(Locale.ROOT, "%.11f", (double) chance / CERTAIN);
    }

    @Override
    public Match installed() {
        return new StatisticMatch(chance, every, packet, negated);
    }

    @Override
    public boolean remembers() {
        return true;
    }

    /** Both prints say the same, but for two dashes. */
    private String words(String dashes) {
        String not = negated ? " !" : "";
        return isRandom()
                ? dashes + "mode random" + not + " " + dashes + "probability " + decimal(chance)
                : dashes + "mode nth" + not + " " + dashes + "every " + every + " " + dashes + "packet " + packet;
    }

    @Override
    public String listed(boolean numeric) {
        return " statistic " + words("");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StatisticMatch match
                && match.chance == chance
                && match.every == every
                && match.packet == packet
                && match.negated == negated;
    }

    @Override
    public int hashCode() {
        return Objects.hash(chance, every, packet, negated);
    }

    @Override
    public String toString() {
        return "-m statistic " + words("--");
    }
}
