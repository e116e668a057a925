package packetwalk.linux.xtables.match;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Connection;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Side;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;

/** How many connections a client, or its network, has: {@code -m connlimit}, net/netfilter/xt_connlimit.c. */
public final class ConnlimitMatch implements Match {

    private final long limit;
    private final boolean upTo;
    private final int prefixLength;
    private final Side side;

    /** Connections that were seen by this rule, by network and zone. */
    private final Map<Key, Set<Connection>> seen = new HashMap<>();

    private record Key(IpAddress network, int zone) {}

    /**
     * A condition that has seen nothing yet.
     *
     * @param limit connections
     * @param upTo whether it holds up to that many; else above
     * @param prefixLength the addresses of a network this long count as one
     * @param side whose addresses
     */
    public ConnlimitMatch(long limit, boolean upTo, int prefixLength, Side side) {
        this.limit = limit;
        this.upTo = upTo;
        this.prefixLength = prefixLength;
        this.side = Objects.requireNonNull(side, "side");
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return (count(skb, host) > limit) != upTo;
    }

    /** {@code nf_conncount_count()}: the live ones among those seen, the packet's own included. */
    private long count(Skb skb, Surroundings host) {
        Packet packet = skb.packet();
        Connection own = skb.connection();
        Key key = new Key(
                side.address(packet).masked(prefixLength),
                own == null ? 0 : own.zone().id());
        Set<Connection> same = seen.computeIfAbsent(key, any -> new LinkedHashSet<>());
        long now = host.simulation().now();
        same.removeIf(each -> each != own && (each.closed() || !each.alive(now)));
        if (own == null) {
            return same.size() + 1L;
        }
        same.add(own);
        return same.size();
    }

    @Override
    public boolean tracks() {
        return true;
    }

    @Override
    public Match installed() {
        return new ConnlimitMatch(limit, upTo, prefixLength, side);
    }

    @Override
    public boolean remembers() {
        return true;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConnlimitMatch match
                && match.limit == limit
                && match.upTo == upTo
                && match.prefixLength == prefixLength
                && match.side == side;
    }

    @Override
    public int hashCode() {
        return Objects.hash(limit, upTo, prefixLength, side);
    }

    @Override
    public String listed(boolean numeric) {
        return " #conn " + side + "/" + prefixLength + (upTo ? " <= " : " > ") + limit;
    }

    @Override
    public String toString() {
        return "-m connlimit --connlimit-" + (upTo ? "upto " : "above ") + limit + " --connlimit-mask " + prefixLength
                + (side == Side.SRC ? " --connlimit-saddr" : " --connlimit-daddr");
    }
}
