package packetwalk.linux.xtables.match;

import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/** The hops that are left: {@code -m ttl}, net/netfilter/xt_hl.c {@code ttl_mt()}. */
public record TtlMatch(Comparison comparison, int ttl) implements Match {

    /** How the packet's is compared with the rule's. */
    public enum Comparison {
        EQUAL("--ttl-eq", "=="),
        UNEQUAL("! --ttl-eq", "!="),
        LESS("--ttl-lt", "<"),
        GREATER("--ttl-gt", ">");

        private final String option;
        private final String sign;

        Comparison(String option, String sign) {
            this.option = option;
            this.sign = sign;
        }
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        int actual = skb.packet().ttl();
        return switch (comparison) {
            case EQUAL -> actual == ttl;
            case UNEQUAL -> actual != ttl;
            case LESS -> actual < ttl;
            case GREATER -> actual > ttl;
        };
    }

    @Override
    public String listed(boolean numeric) {
        return " TTL match TTL " + comparison.sign + " " + ttl;
    }

    @Override
    public String toString() {
        return "-m ttl " + comparison.option + " " + ttl;
    }
}
