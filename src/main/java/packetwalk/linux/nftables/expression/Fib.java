package packetwalk.linux.nftables.expression;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.DataTypes;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.Value;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.Packet;

/**
 * What the routing tables say of one of the packet's addresses: net/netfilter/nft_fib.c,
 * nft_fib_inet.c.
 *
 * @param ofSource whether the source is looked up, and not the destination
 * @param mark whether the packet's mark counts
 * @param device IIF, OIF, or null: whose addresses count, or by which the way must lead
 * @param result what is asked
 */
public record Fib(boolean ofSource, boolean mark, @Nullable Device device, Result result) implements Expression {

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

    /** {@code nft_fib_validate()}. */
    @Override
    public Set<Hook> hooks() {
        if (result == Result.TYPE && device == null) {
            return Hook.ALL;
        }
        if (result == Result.TYPE && device == Device.OIF) {
            return Set.of(Hook.OUTPUT, Hook.POSTROUTING, Hook.FORWARD);
        }
        return Set.of(Hook.PREROUTING, Hook.INPUT, Hook.FORWARD);
    }

    @Override
    public Value evaluate(Evaluation at) {
        if (result == Result.TYPE) {
            return Value.of(isIpv4(at) ? FibIpv4.addressType(this, at) : FibIpv6.addressType(this, at), 32);
        }
        String found = isIpv4(at) ? FibIpv4.outgoing(this, at) : FibIpv6.outgoing(this, at);
        return result == Result.EXISTS ? Value.of(found.isEmpty() ? 0 : 1, 8) : Value.ofName(found);
    }

    /** {@code nft_fib_inet_eval()}: by the packet's own family. */
    private static boolean isIpv4(Evaluation at) {
        return at.family() == IpFamily.IPV4;
    }

    /** The address that is looked up. */
    IpAddress to(Packet packet) {
        return ofSource ? packet.src() : packet.dst();
    }

    /** The packet's other address, from which the way would be. */
    IpAddress from(Packet packet) {
        return ofSource ? packet.dst() : packet.src();
    }

    /** The packet's mark, where it counts. */
    int markOf(Skb skb) {
        return mark ? skb.mark() : 0;
    }

    /** Name of the device that is asked about; empty for none. */
    String deviceName(Evaluation at) {
        if (device == null) {
            return "";
        }
        return device == Device.IIF ? at.in() : at.out();
    }

    /** What comes in from loopback came the right way: {@code nft_fib_can_skip()}. */
    static boolean isLoopback(Evaluation at) {
        return (at.hook() == Hook.PREROUTING || at.hook() == Hook.INPUT)
                && at.in().equals("lo");
    }

    @Override
    public String toString() {
        String by = device == null ? "" : device == Device.IIF ? " . iif" : " . oif";
        return "fib " + (ofSource ? "saddr" : "daddr") + (mark ? " . mark" : "") + by + " " + result.word;
    }
}
