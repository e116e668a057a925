package packetwalk.linux.nftables.expression;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Connection;
import packetwalk.linux.conntrack.CtState;
import packetwalk.linux.conntrack.CtStatus;
import packetwalk.linux.conntrack.Tuple;
import packetwalk.linux.conntrack.Zone;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.DataTypes;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.Value;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/**
 * What connection tracking knows of a packet: {@code ct state}; net/netfilter/nft_ct.c.
 *
 * @param key what is asked
 * @param direction of which direction, where that matters
 * @param type the value's type, which an address has from {@code ip} or {@code ip6} before it
 */
public record Ct(Key key, Direction direction, DataType type) implements Expression {

    /** Of which direction. */
    public enum Direction {
        /** Of the packet's own, or of both. */
        NONE,
        ORIGINAL,
        REPLY
    }

    /** What can be asked. */
    public enum Key {
        STATE("state", DataTypes.CT_STATE),
        DIRECTION("direction", DataTypes.CT_DIR),
        STATUS("status", DataTypes.CT_STATUS),
        MARK("mark", DataTypes.MARK),
        EXPIRATION("expiration", DataTypes.TIME_MILLIS),
        L3PROTO("l3proto", DataTypes.NF_PROTO),
        PROTOCOL("protocol", DataTypes.INET_PROTO),
        SADDR("saddr", DataTypes.IPV4_ADDR),
        DADDR("daddr", DataTypes.IPV4_ADDR),
        PROTO_SRC("proto-src", DataTypes.INET_SERVICE),
        PROTO_DST("proto-dst", DataTypes.INET_SERVICE),
        BYTES("bytes", DataTypes.INTEGER.of(64)),
        PACKETS("packets", DataTypes.INTEGER.of(64)),
        AVGPKT("avgpkt", DataTypes.INTEGER.of(64)),
        ZONE("zone", DataTypes.INTEGER.of(16)),
        HELPER("helper", DataTypes.TEXT),
        LABEL("label", DataTypes.CT_LABEL),
        ID("id", DataTypes.INTEGER),
        EVENT("event", DataTypes.INTEGER),
        SECMARK("secmark", DataTypes.INTEGER);

        private final String word;
        private final DataType type;

        Key(String word, DataType type) {
            this.word = word;
            this.type = type;
        }

        /** The key of that name. */
        public static Optional<Key> named(String word) {
            for (Key each : values()) {
                if (each.word.equals(word)) {
                    return Optional.of(each);
                }
            }
            return Optional.empty();
        }

        /** The type that its value has. */
        public DataType type() {
            return type;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    @Override
    public List<DataType> types() {
        return List.of(type);
    }

    @Override
    public boolean tracks() {
        return true;
    }

    @Override
    public Optional<String> unknown() {
        return switch (key) {
            case HELPER, LABEL, ID, EVENT, SECMARK -> Optional.of(toString());
            default -> Optional.empty();
        };
    }

    /** {@code nft_ct_get_eval()}. */
    @Override
    public @Nullable Value evaluate(Evaluation at) {
        CtState state = at.skb().ctState();
        if (key == Key.STATE) {
            return Value.of(stateBit(state), 32);
        }
        Connection connection = at.skb().connection();
        return connection == null ? null : ofConnection(at, connection, state);
    }

    /** {@code NF_CT_STATE_BIT()}, linux/netfilter/nf_conntrack_common.h. */
    private static long stateBit(CtState state) {
        return switch (state) {
            case ESTABLISHED, ESTABLISHED_REPLY -> 2;
            case RELATED, RELATED_REPLY -> 4;
            case NEW, TEMPLATE -> 8;
            case UNTRACKED -> 64;
            case INVALID, NONE -> 1;
        };
    }

    private @Nullable Value ofConnection(Evaluation at, Connection connection, CtState state) {
        Tuple tuple = direction == Direction.REPLY ? connection.reply() : connection.original();
        return switch (key) {
            case DIRECTION -> Value.of(state.reply() ? 1 : 0, 8);
            case STATUS -> Value.of(status(connection), 32);
            case MARK -> Value.of(connection.mark(), 32);
            case EXPIRATION ->
                Value.of(
                        Math.max(
                                        0,
                                        connection.expires()
                                                - at.host().simulation().now())
                                / 1_000_000,
                        64);
            case L3PROTO -> Value.of(tuple.src().family() == IpFamily.IPV4 ? 2 : 10, 8);
            case PROTOCOL -> Value.of(connection.protocol().number(), 8);
            case SADDR -> address(tuple.src());
            case DADDR -> address(tuple.dst());
            case PROTO_SRC -> Value.of(tuple.srcPort(), 16);
            case PROTO_DST -> Value.of(tuple.dstPort(), 16);
            case ZONE -> Value.of(zone(connection.zone()), 16);
            case BYTES, PACKETS, AVGPKT -> Value.of(counted(connection), 64);
            default -> throw new AssertionError(this + " is not modelled, and must not be asked");
        };
    }

    private int zone(Zone zone) {
        return direction == Direction.NONE ? zone.id() : zone.in(direction == Direction.REPLY);
    }

    private @Nullable Value address(IpAddress address) {
        return (address.family() == IpFamily.IPV4 ? 32 : 128) == type.bits() ? Value.of(address) : null;
    }

    private static long status(Connection connection) {
        long bits = 0;
        for (CtStatus each : CtStatus.values()) {
            bits |= connection.has(each) ? each.bit() : 0;
        }
        return bits;
    }

    private long counted(Connection connection) {
        long packets = sum(connection.packets(false), connection.packets(true));
        long bytes = sum(connection.bytes(false), connection.bytes(true));
        return switch (key) {
            case PACKETS -> packets;
            case BYTES -> bytes;
            default -> packets == 0 ? 0 : bytes / packets;
        };
    }

    private long sum(long original, long reply) {
        return switch (direction) {
            case NONE -> original + reply;
            case ORIGINAL -> original;
            case REPLY -> reply;
        };
    }

    @Override
    public String toString() {
        boolean addressed = key == Key.SADDR || key == Key.DADDR;
        String family = type == DataTypes.IPV6_ADDR ? "ip6 " : "ip ";
        boolean both = direction == Direction.NONE || key == Key.PROTOCOL || key == Key.L3PROTO;
        String of = both ? "" : direction.name().toLowerCase(Locale.ROOT) + " ";
        return "ct " + of + (addressed ? family : "") + key;
    }
}
