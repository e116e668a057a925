package packetwalk.linux.nftables.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.DataTypes;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.Value;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.route.RouteType;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;

/**
 * What the routing tables say of one of the packet's addresses: net/ipv4/netfilter/nft_fib_ipv4.c.
 *
 * @param ofSource whether the source is looked up, and not the destination
 * @param mark whether the packet's mark counts
 * @param device IIF, OIF, or null: whose addresses count, or by which the way must lead
 * @param result what is asked
 */
public record Fib(boolean ofSource, boolean mark, @Nullable Device device, Result result) implements Expression {

    private static final Cidr THIS_NETWORK = Cidr.parse("0.0.0.0/8");
    private static final Cidr LOCAL_GROUPS = Cidr.parse("224.0.0.0/24");

    /** One of the packet's two devices. */
    public enum Device {
        IIF,
        OIF
    }

    /** What is asked: the outgoing device by index or name, whether there is one, or what the address is. */
    public enum Result {
        OIF("oif", DataTypes.IFACE_INDEX),
        OIFNAME("oifname", DataTypes.IFNAME),
        EXISTS("oif", DataTypes.BOOL),
        TYPE("type", DataTypes.FIB_ADDRTYPE);

        private final String word;
        private final DataType type;

        Result(String word, DataType type) {
            this.word = word;
            this.type = type;
        }
    }

    @Override
    public List<DataType> types() {
        return List.of(result.type);
    }

    /** The same question, for {@code exists} and {@code missing}. */
    public Fib check() {
        return new Fib(ofSource, mark, device, Result.EXISTS);
    }

    @Override
    public Value evaluate(Evaluation at) {
        if (result == Result.TYPE) {
            return Value.of(number(addressType(at)), 32);
        }
        String found = outgoing(at);
        return result == Result.EXISTS ? Value.of(found.isEmpty() ? 0 : 1, 8) : Value.ofName(found);
    }

    private String deviceName(Evaluation at) {
        if (device == null) {
            return "";
        }
        return device == Device.IIF ? at.in() : at.out();
    }

    /** {@code nft_fib4_eval_type()}. */
    private RouteType addressType(Evaluation at) {
        IpAddress address = ofSource ? at.packet().src() : at.packet().dst();
        return device == null ? at.host().addressType(address) : at.host().addressType(address, deviceName(at));
    }

    /** {@code RTN_*}, linux/rtnetlink.h. */
    private static int number(RouteType type) {
        return switch (type) {
            case UNICAST -> 1;
            case LOCAL -> 2;
            case BROADCAST -> 3;
            case MULTICAST -> 5;
            case BLACKHOLE -> 6;
            case UNREACHABLE -> 7;
            case PROHIBIT -> 8;
            case THROW -> 9;
        };
    }

    /** {@code nft_fib4_eval()}; empty if there is no way, or none by that device. */
    private String outgoing(Evaluation at) {
        Packet packet = at.packet();
        if (at.hook() == Hook.PREROUTING && at.in().equals("lo")) {
            return at.in();
        }
        boolean forAll = packet.dst().equals(IpAddress.BROADCAST_V4) || LOCAL_GROUPS.contains(packet.dst());
        if (THIS_NETWORK.contains(packet.src()) && forAll) {
            return at.in(); // a host that asks for its address
        }
        IpAddress to = ofSource ? packet.src() : packet.dst();
        IpAddress from = ofSource ? packet.dst() : packet.src();
        RouteResult found = at.host()
                .route(new RouteQuery(
                        to, usable(from), RouteQuery.LOCAL, "", mark ? at.skb().mark() : 0, packet.tos(), 0, 0, 0));
        if (!found.found() || found.route().type() != RouteType.UNICAST) {
            return "";
        }
        String must = deviceName(at);
        if (must.isEmpty()) {
            return found.route().dev();
        }
        return found.route().leavesBy(must) ? must : "";
    }

    /** {@code get_saddr()}: what can be no source is left open. */
    private static IpAddress usable(IpAddress address) {
        boolean nobody =
                address.isMulticast() || address.equals(IpAddress.BROADCAST_V4) || THIS_NETWORK.contains(address);
        return nobody ? IpAddress.ANY_V4 : address;
    }

    @Override
    public String toString() {
        String by = device == null ? "" : device == Device.IIF ? " . iif" : " . oif";
        return "fib " + (ofSource ? "saddr" : "daddr") + (mark ? " . mark" : "") + by + " " + result.word;
    }
}
