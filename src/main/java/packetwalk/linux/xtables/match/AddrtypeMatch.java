package packetwalk.linux.xtables.match;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.IpAddress;

/**
 * What addresses are to this host: {@code -m addrtype}, net/netfilter/xt_addrtype.c {@code addrtype_mt_v1()}.
 *
 * @param src what the source must be; null for anything
 * @param dst what the destination must be; null for anything
 * @param limit whose addresses count: all the host's, or one device's only
 */
public record AddrtypeMatch(@Nullable Types src, @Nullable Types dst, Limit limit) implements Match {

    /** Types of an address, in the order of linux/rtnetlink.h. Some are words only: no address is one here. */
    public enum Type {
        UNSPEC(null),
        UNICAST(RouteType.UNICAST),
        LOCAL(RouteType.LOCAL),
        BROADCAST(RouteType.BROADCAST),
        ANYCAST(null),
        MULTICAST(RouteType.MULTICAST),
        BLACKHOLE(RouteType.BLACKHOLE),
        UNREACHABLE(RouteType.UNREACHABLE),
        PROHIBIT(RouteType.PROHIBIT),
        THROW(RouteType.THROW),
        NAT(null),
        XRESOLVE(null);

        private final @Nullable RouteType route;

        Type(@Nullable RouteType route) {
            this.route = route;
        }
    }

    /** What one side must be, or must not: {@code ! --dst-type LOCAL,BROADCAST}. */
    public record Types(Set<Type> types, boolean negated) {

        boolean hold(RouteType actual) {
            return types.stream().anyMatch(each -> each.route == actual) != negated;
        }

        private String words() {
            return EnumSet.copyOf(types).stream().map(Type::name).collect(Collectors.joining(","));
        }

        String listed(String side) {
            return " " + side + "-type " + (negated ? "!" : "") + words();
        }

        String option(String side) {
            return (negated ? " ! --" : " --") + side + "-type " + words();
        }
    }

    /** Whether only addresses of the packet's incoming or outgoing device count as the host's own. */
    public enum Limit {
        NONE(Hook.ALL, "", ""),
        IN(Set.of(Hook.PREROUTING, Hook.INPUT, Hook.FORWARD), " --limit-iface-in", " limit-in"),
        OUT(Set.of(Hook.FORWARD, Hook.OUTPUT, Hook.POSTROUTING), " --limit-iface-out", " limit-out");

        private final Set<Hook> hooks;
        private final String option;
        private final String listed;

        Limit(Set<Hook> hooks, String option, String listed) {
            this.hooks = hooks;
            this.option = option;
            this.listed = listed;
        }

        /** The device whose addresses alone count; empty for all. */
        String device(Skb skb) {
            return switch (this) {
                case NONE -> "";
                case IN -> skb.in();
                case OUT -> skb.out();
            };
        }
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return (src == null || src.hold(type(skb.packet().src(), skb, host)))
                && (dst == null || dst.hold(type(skb.packet().dst(), skb, host)));
    }

    private RouteType type(IpAddress address, Skb skb, Surroundings host) {
        return limit == Limit.NONE ? host.addressType(address) : host.addressType(address, limit.device(skb));
    }

    @Override
    public Set<Hook> baseChains() {
        return limit.hooks;
    }

    @Override
    public String listed(boolean numeric) {
        return " ADDRTYPE match" + (src == null ? "" : src.listed("src")) + (dst == null ? "" : dst.listed("dst"))
                + limit.listed;
    }

    @Override
    public String toString() {
        return "-m addrtype" + (src == null ? "" : src.option("src")) + (dst == null ? "" : dst.option("dst"))
                + limit.option;
    }
}
