package packetwalk.linux.nftables.statement;

import java.util.List;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Outcome;
import packetwalk.linux.nftables.Statement;

/** No more often than, or only what comes more often: a bucket of nanoseconds, net/netfilter/nft_limit.c. */
public final class LimitStatement implements Statement {

    private static final long NANOS = 1_000_000_000L;

    private final Rate rate;
    private final long most;
    private long tokens;
    private long last;

    /**
     * How much.
     *
     * @param over whether the rule applies to what is beyond the rate
     * @param amount packets, or bytes, in one unit of time
     * @param unit the unit of time
     * @param burst how much may come at once: 5 packets, or 0 bytes, where nothing is said
     * @param ofBytes whether bytes are counted
     */
    public record Rate(boolean over, long amount, Unit unit, long burst, boolean ofBytes) {

        /** NFT_LIMIT_PKT_BURST_DEFAULT: net/netfilter/nft_limit.c. */
        public static final long BURST = 5;
    }

    /** Units of time, as they are typed. */
    public enum Unit {
        SECOND(1),
        MINUTE(60),
        HOUR(3600),
        DAY(86_400),
        WEEK(604_800);

        private final long seconds;

        Unit(long seconds) {
            this.seconds = seconds;
        }

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        /** The unit of that name. */
        public static java.util.Optional<Unit> named(String word) {
            return List.of(values()).stream()
                    .filter(each -> each.toString().equals(word))
                    .findFirst();
        }
    }

    public LimitStatement(Rate rate) {
        this.rate = rate;
        this.most = rate.ofBytes()
                ? rate.unit().seconds * NANOS * (rate.amount() + rate.burst()) / rate.amount()
                : cost(1) * rate.burst();
        this.tokens = most;
    }

    private long cost(long length) {
        return rate.ofBytes()
                ? (long) ((double) rate.unit().seconds * NANOS * length / rate.amount())
                : rate.unit().seconds * NANOS / rate.amount();
    }

    /** {@code nft_limit_eval()}. */
    @Override
    public Outcome execute(Evaluation at) {
        long now = at.host().simulation().now();
        tokens = Math.min(tokens + now - last, most);
        last = now;
        long cost = cost(at.packet().length());
        boolean within = tokens >= cost;
        if (at.host().trace().on()) {
            String found = "the bucket has " + tokens + " of " + most + " tokens, the packet costs " + cost;
            at.host().trace().asked(at.skb().id(), at.packet(), this, within != rate.over(), found);
        }
        if (within) {
            tokens -= cost;
        }
        return within != rate.over() ? Outcome.GO_ON : Outcome.BREAK;
    }

    @Override
    public Statement installed() {
        return new LimitStatement(rate);
    }

    /** What stands behind {@code limit}, there and in an object of that kind. */
    public String words() {
        String over = rate.over() ? "over " : "";
        if (rate.ofBytes()) {
            String burst = rate.burst() == 0 ? "" : " burst " + DataUnits.of(rate.burst());
            return "rate " + over + DataUnits.of(rate.amount()) + "/" + rate.unit() + burst;
        }
        String burst = rate.burst() == Rate.BURST ? "" : " burst " + rate.burst() + " packets";
        return "rate " + over + rate.amount() + "/" + rate.unit() + burst;
    }

    @Override
    public String toString() {
        return "limit " + words();
    }
}
