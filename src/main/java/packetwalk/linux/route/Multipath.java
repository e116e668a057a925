package packetwalk.linux.route;

import java.nio.ByteBuffer;
import java.util.List;
import packetwalk.linux.sysctl.Sysctl;
import packetwalk.linux.sysctl.Sysctls;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;

/**
 * Which of a route's nexthops a flow takes: the kernel's own hash, so that equal seeds choose equal ways; net/ipv4/route.c
 * {@code fib_multipath_hash()}, net/ipv4/fib_semantics.c {@code fib_select_multipath()}.
 *
 * <p>A kernel whose {@code net.ipv4.fib_multipath_hash_seed} is 0 draws one when it starts; here that is the world's
 * dice.
 */
public final class Multipath {

    /** {@code struct flow_keys} from its first hashed field on: addresses lie behind ports and tags that are not used. */
    private static final int KEY_BYTES = 48;

    private static final int PROTOCOL_AT = 2;
    private static final int PORTS_AT = 28;
    private static final int ADDRESSES_AT = 36;
    private static final int LAYER_4 = 1;

    private final Sysctls sysctls;
    private final Links links;
    private final int bootSeed;

    /** {@code bootSeed}: what the hash is seeded with while nobody sets another. */
    public Multipath(Sysctls sysctls, Links links, int bootSeed) {
        this.sysctls = sysctls;
        this.links = links;
        this.bootSeed = bootSeed;
    }

    /** The way of what this host itself sends; one whose source address is the packet's is preferred. */
    public Route select(Route route, RouteQuery query) {
        int hash = hash(query.src(), query.dst(), query.protocol(), query.sport(), query.dport());
        return route.along(select(route.nexthops(), hash, query.src()));
    }

    /** The way of a packet that is forwarded; an ICMP error goes the way of the packet that it is about. */
    public Route select(Route route, Packet packet) {
        boolean byPorts = sysctls.value(Sysctl.FIB_MULTIPATH_HASH_POLICY) == LAYER_4;
        Packet about = !byPorts && packet.transport() instanceof IcmpError error ? error.cause() : packet;
        RouteQuery flow = RouteQuery.input(about, RouteQuery.LOCAL, 0);
        int hash = hash(flow.src(), flow.dst(), flow.protocol(), flow.sport(), flow.dport());
        return route.along(select(route.nexthops(), hash, IpAddress.ANY_V4));
    }

    /** 31 bits, the same in both directions of a flow. */
    private int hash(IpAddress src, IpAddress dst, int protocol, int sport, int dport) {
        ByteBuffer keys = ByteBuffer.allocate(KEY_BYTES);
        putOrdered(keys, ADDRESSES_AT, (int) src.low(), (int) dst.low());
        if (sysctls.value(Sysctl.FIB_MULTIPATH_HASH_POLICY) == LAYER_4) {
            keys.put(PROTOCOL_AT, (byte) protocol);
            boolean swap = Short.toUnsignedInt(Short.reverseBytes((short) dport))
                    < Short.toUnsignedInt(Short.reverseBytes((short) sport));
            keys.putShort(PORTS_AT, (short) (swap ? dport : sport));
            keys.putShort(PORTS_AT + 2, (short) (swap ? sport : dport));
        }
        int set = sysctls.value(Sysctl.FIB_MULTIPATH_HASH_SEED);
        long seed = Integer.toUnsignedLong(set == 0 ? bootSeed : set);
        long key = seed << 32 | seed;
        int hash = (int) SipHash.of(keys.array(), key, key);
        return (hash == 0 ? 1 : hash) >>> 1;
    }

    /** {@code __flow_hash_consistentify_keys()}: the lesser first, compared as a little-endian machine reads them. */
    private static void putOrdered(ByteBuffer keys, int at, int src, int dst) {
        boolean swap = Integer.compareUnsigned(Integer.reverseBytes(dst), Integer.reverseBytes(src)) < 0;
        keys.putInt(at, swap ? dst : src);
        keys.putInt(at + Integer.BYTES, swap ? src : dst);
    }

    private Nexthop select(List<Nexthop> hops, int hash, IpAddress src) {
        long total = 0;
        for (Nexthop hop : hops) {
            total += links.isUp(hop.dev()) ? hop.weight() : 0;
        }
        boolean useNeigh = sysctls.on(Sysctl.FIB_MULTIPATH_USE_NEIGH);
        Nexthop best = hops.get(0);
        int bestScore = -1;
        long weight = 0;
        for (Nexthop hop : hops) {
            if (!links.isUp(hop.dev())) {
                continue;
            }
            weight += hop.weight();
            if (useNeigh && !links.isGood(hop)) {
                continue;
            }
            // fib_rebalance(): each way gets its share of the 31 bits
            long upperBound = ((weight << 31) + total / 2) / total - 1;
            int score = (isSource(src, hop) ? 2 : 0) + (hash <= upperBound ? 1 : 0);
            if (score > bestScore) {
                best = hop;
                bestScore = score;
                if (score == 3 || (src.isAny() && score == 1)) {
                    break;
                }
            }
        }
        return best;
    }

    private boolean isSource(IpAddress src, Nexthop hop) {
        return !src.isAny() && links.sourceFor(hop).filter(src::equals).isPresent();
    }
}
