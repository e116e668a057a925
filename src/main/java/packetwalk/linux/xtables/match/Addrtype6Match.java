package packetwalk.linux.xtables.match;

import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.IpAddress;

/**
 * What addresses of IPv6 are to this host: {@code -m addrtype}, net/netfilter/xt_addrtype.c {@code match_type6()}. Unlike
 * IPv4's types these do not exclude each other: this host's own address is unicast as well.
 *
 * @param asked the same words
 */
public record Addrtype6Match(AddrtypeMatch asked) implements Match {

    /** What a look-up tells. */
    private static final Set<AddrtypeMatch.Type> LOOKED_UP =
            Set.of(AddrtypeMatch.Type.ANYCAST, AddrtypeMatch.Type.LOCAL, AddrtypeMatch.Type.UNREACHABLE);

    /** Types that the kernel module takes. */
    private static final Set<AddrtypeMatch.Type> KNOWN = Set.of(
            AddrtypeMatch.Type.UNSPEC,
            AddrtypeMatch.Type.UNICAST,
            AddrtypeMatch.Type.LOCAL,
            AddrtypeMatch.Type.ANYCAST,
            AddrtypeMatch.Type.MULTICAST,
            AddrtypeMatch.Type.UNREACHABLE);

    public Addrtype6Match {
        requireKnown(asked.src());
        requireKnown(asked.dst());
    }

    private static void requireKnown(AddrtypeMatch.@Nullable Types types) {
        if (types != null && !KNOWN.containsAll(types.types())) {
            throw new IllegalArgumentException("addrtype: " + types.types()
                    + " has a type that is not supported for IPv6 (Invalid argument); there are " + KNOWN);
        }
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        String device = asked.limit().device(skb);
        return fits(asked.src(), skb.packet().src(), device, host)
                && fits(asked.dst(), skb.packet().dst(), device, host);
    }

    private static boolean fits(
            AddrtypeMatch.@Nullable Types wanted, IpAddress address, String device, Surroundings host) {
        return wanted == null || isAll(wanted.types(), address, device, host) != wanted.negated();
    }

    private static boolean isAll(Set<AddrtypeMatch.Type> types, IpAddress address, String device, Surroundings host) {
        boolean group = address.isMulticast();
        boolean excluded = (types.contains(AddrtypeMatch.Type.MULTICAST) && !group)
                || (types.contains(AddrtypeMatch.Type.UNICAST) && (group || address.isAny()))
                || (types.contains(AddrtypeMatch.Type.UNSPEC) && !address.isAny());
        if (excluded || Collections.disjoint(types, LOOKED_UP)) {
            return !excluded;
        }
        RouteType found = host.addressType(address, device);
        return (found == RouteType.LOCAL && types.contains(AddrtypeMatch.Type.LOCAL))
                || (found == RouteType.UNREACHABLE && types.contains(AddrtypeMatch.Type.UNREACHABLE));
    }

    @Override
    public Set<Hook> baseChains() {
        return asked.baseChains();
    }

    @Override
    public String listed(boolean numeric) {
        return asked.listed(numeric);
    }

    @Override
    public String toString() {
        return asked.toString();
    }
}
