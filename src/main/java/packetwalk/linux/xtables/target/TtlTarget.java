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
        SET("--ttl-set", "set to"),
        DEC("--ttl-dec", "decrement by"),
        INC("--ttl-inc", "increment by");

        private final String option;
        private final String listed;

        Mode(String option, String listed) {
            this.option = option;
            this.listed = listed;
        }

        /** The option that stands for it. */
        public String option() {
            return option;
        }
    }

    public TtlTarget {
        Objects.requireNonNull(mode, "mode");
    }

    @Override
    public @Nullable Verdict apply(Skb skb, Action action) {
        int ttl = skb.packet().ttl();
        int changed = switch (mode) {
            case SET -> amount;
            case DEC -> Math.max(0, ttl - amount);
            case INC -> Math.min(255, ttl + amount);
        };
        skb.packet(skb.packet().withTtl(changed));
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
        return "-j TTL " + mode.option + " " + amount;
    }
}
