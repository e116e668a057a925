package packetwalk.linux.xtables.match;

import java.util.Optional;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/** What addresses are to this host: {@code -m addrtype}, net/netfilter/xt_addrtype.c. */
public record AddrtypeMatch(Optional<Type> src, Optional<Type> dst) implements Match {

    /** What one side must be: {@code ! --dst-type LOCAL}. */
    public record Type(RouteType type, boolean negated) {
        String listed(String side) {
            return " " + side + "-type " + (negated ? "!" : "") + type.name();
        }

        String option(String side) {
            return (negated ? " ! --" : " --") + side + "-type " + type.name();
        }
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return (src.isEmpty()
                        || (host.addressType(skb.packet().src()) == src.get().type())
                                != src.get().negated())
                && (dst.isEmpty()
                        || (host.addressType(skb.packet().dst()) == dst.get().type())
                                != dst.get().negated());
    }

    @Override
    public String listed(boolean numeric) {
        return " ADDRTYPE match" + src.map(each -> each.listed("src")).orElse("")
                + dst.map(each -> each.listed("dst")).orElse("");
    }

    @Override
    public String toString() {
        return "-m addrtype" + src.map(each -> each.option("src")).orElse("")
                + dst.map(each -> each.option("dst")).orElse("");
    }
}
