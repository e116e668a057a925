package packetwalk.linux.xtables.target;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;

/** Changes the TTL and goes on: {@code -j TTL}, net/netfilter/xt_HL.c. */
public record TtlTarget(Mode mode, int amount) implements Target {

    /** What is done with the amount, as it is typed and listed. */
    public enum Mode {
        SET("--%s-set", "set to"),
        DEC("--%s-dec", "decrement by"),
        INC("--%s-inc", "increment by");

        private final String option;
        private final String listed;

        Mode(String option, String listed) {
            this.option = option;
            this.listed = listed;
        }

        /** The option that stands for it; {@code field} is {@code ttl} or {@code hl}. */
        public String option(String field) {
            return option.formatted(field);
        }

        String listed() {
            return listed;
        }

        int change(int hops, int amount) {
            return switch (this) {
                case SET -> amount;
                case DEC -> Math.max(0, hops - amount);
                case INC -> Math.min(255, hops + amount);
            };
        }
    }

    public TtlTarget {
        Objects.requireNonNull(mode, "mode");
    }

    @Override
    public @Nullable Verdict apply(Skb skb, Action action) {
        skb.packet(skb.packet().withTtl(mode.change(skb.packet().ttl(), amount)));
        return null;
    }

    @Override
    public String name() {
        return "TTL";
    }

    @Override
    public Set<Table> tables() {
        return Set.of(Table.MANGLE);
    }

    @Override
    public String listed(boolean numeric) {
        return " TTL " + mode.listed + " " + amount;
    }

    @Override
    public String toString() {
        return "-j TTL " + mode.option("ttl") + " " + amount;
    }
}
