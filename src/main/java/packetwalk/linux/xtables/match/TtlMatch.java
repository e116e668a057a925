package packetwalk.linux.xtables.match;

import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/** The hops that are left: {@code -m ttl}, net/netfilter/xt_hl.c {@code ttl_mt()}. */
public record TtlMatch(Comparison comparison, int ttl) implements Match {

    /** How the packet's is compared with the rule's. */
    public enum Comparison {
        EQUAL("--%s-eq", "=="),
        UNEQUAL("! --%s-eq", "!="),
        LESS("--%s-lt", "<"),
        GREATER("--%s-gt", ">");

        private final String option;
        private final String sign;

        Comparison(String option, String sign) {
            this.option = option;
            this.sign = sign;
        }

        boolean holds(int actual, int wanted) {
            return switch (this) {
                case EQUAL -> actual == wanted;
                case UNEQUAL -> actual != wanted;
                case LESS -> actual < wanted;
                case GREATER -> actual > wanted;
            };
        }

        /** The option that stands for it; {@code field} is {@code ttl} or {@code hl}. */
        String option(String field) {
            return option.formatted(field);
        }

        String sign() {
            return sign;
        }
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return comparison.holds(skb.packet().ttl(), ttl);
    }

    @Override
    public String listed(boolean numeric) {
        return " TTL match TTL " + comparison.sign + " " + ttl;
    }

    @Override
    public String toString() {
        return "-m ttl " + comparison.option("ttl") + " " + ttl;
    }
}
