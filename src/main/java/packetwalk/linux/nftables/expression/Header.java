package packetwalk.linux.nftables.expression;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.DataTypes;
import packetwalk.net.IpFamily;
import packetwalk.net.Packet;

/** The headers whose fields rules can ask, as they are typed: nftables' src/proto.c. */
public enum Header {
    ETHER(Base.LINK, -1),
    VLAN(Base.LINK, -1),
    ARP(Base.NETWORK, -1),
    IP(Base.NETWORK, -1),
    IP6(Base.NETWORK, -1),
    ICMP(Base.TRANSPORT, 1),
    IGMP(Base.TRANSPORT, 2),
    ICMPV6(Base.TRANSPORT, 58),
    TCP(Base.TRANSPORT, 6),
    UDP(Base.TRANSPORT, 17),
    UDPLITE(Base.TRANSPORT, 136),
    SCTP(Base.TRANSPORT, 132),
    DCCP(Base.TRANSPORT, 33),
    AH(Base.TRANSPORT, 51),
    ESP(Base.TRANSPORT, 50),
    COMP(Base.TRANSPORT, 108),
    /** Whatever has ports. */
    TH(Base.TRANSPORT, -1);

    private static final DataType NUMBER = DataTypes.INTEGER;

    static {
        ETHER.field("daddr", 0, DataTypes.ETHER_ADDR)
                .field("saddr", 48, DataTypes.ETHER_ADDR)
                .field("type", 96, DataTypes.ETHER_TYPE);
        VLAN.field("pcp", 0, NUMBER.of(3)).field("dei", 3, NUMBER.of(1)).field("cfi", 3, NUMBER.of(1));
        VLAN.field("id", 4, NUMBER.of(12)).field("type", 16, DataTypes.ETHER_TYPE);
        ARP.field("htype", 0, NUMBER.of(16)).field("ptype", 16, DataTypes.ETHER_TYPE);
        ARP.field("hlen", 32, NUMBER.of(8)).field("plen", 40, NUMBER.of(8)).field("operation", 48, DataTypes.ARP_OP);
        IP.field("version", 0, NUMBER.of(4))
                .field("hdrlength", 4, NUMBER.of(4))
                .field("dscp", 8, DataTypes.DSCP)
                .field("ecn", 14, DataTypes.ECN)
                .field("length", 16, NUMBER.of(16))
                .field("id", 32, NUMBER.of(16))
                .field("frag-off", 48, NUMBER.of(16))
                .field("ttl", 64, NUMBER.of(8))
                .field("protocol", 72, DataTypes.INET_PROTO)
                .field("checksum", 80, NUMBER.of(16))
                .field("saddr", 96, DataTypes.IPV4_ADDR)
                .field("daddr", 128, DataTypes.IPV4_ADDR);
        IP6.field("version", 0, NUMBER.of(4))
                .field("dscp", 4, DataTypes.DSCP)
                .field("ecn", 10, DataTypes.ECN)
                .field("flowlabel", 12, NUMBER.of(20))
                .field("length", 32, NUMBER.of(16))
                .field("nexthdr", 48, DataTypes.INET_PROTO)
                .field("hoplimit", 56, NUMBER.of(8))
                .field("saddr", 64, DataTypes.IPV6_ADDR)
                .field("daddr", 192, DataTypes.IPV6_ADDR);
        ICMP.field("type", 0, DataTypes.ICMP_TYPE)
                .field("code", 8, DataTypes.ICMP_CODE)
                .field("checksum", 16, NUMBER.of(16))
                .field("id", 32, NUMBER.of(16))
                .field("sequence", 48, NUMBER.of(16))
                .field("mtu", 48, NUMBER.of(16))
                .field("gateway", 32, NUMBER);
        IGMP.field("type", 0, DataTypes.IGMP_TYPE)
                .field("checksum", 16, NUMBER.of(16))
                .field("group", 32, DataTypes.IPV4_ADDR);
        ICMPV6.field("type", 0, DataTypes.ICMPV6_TYPE)
                .field("code", 8, DataTypes.ICMPV6_CODE)
                .field("checksum", 16, NUMBER.of(16))
                .field("mtu", 32, NUMBER)
                .field("id", 32, NUMBER.of(16))
                .field("sequence", 48, NUMBER.of(16))
                .field("max-delay", 32, NUMBER.of(16));
        TCP.ports()
                .field("sequence", 32, NUMBER)
                .field("ackseq", 64, NUMBER)
                .field("doff", 96, NUMBER.of(4))
                .field("reserved", 100, NUMBER.of(4))
                .field("flags", 104, DataTypes.TCP_FLAG)
                .field("window", 112, NUMBER.of(16))
                .field("checksum", 128, NUMBER.of(16))
                .field("urgptr", 144, NUMBER.of(16));
        UDP.ports().field("length", 32, NUMBER.of(16)).field("checksum", 48, NUMBER.of(16));
        UDPLITE.ports().field("csumcov", 32, NUMBER.of(16)).field("checksum", 48, NUMBER.of(16));
        SCTP.ports().field("vtag", 32, NUMBER).field("checksum", 64, NUMBER);
        DCCP.ports();
        AH.field("nexthdr", 0, DataTypes.INET_PROTO)
                .field("hdrlength", 8, NUMBER.of(8))
                .field("reserved", 16, NUMBER.of(16))
                .field("spi", 32, NUMBER)
                .field("sequence", 64, NUMBER);
        ESP.field("spi", 0, NUMBER).field("sequence", 32, NUMBER);
        COMP.field("nexthdr", 0, DataTypes.INET_PROTO)
                .field("flags", 8, NUMBER.of(8))
                .field("cpi", 16, NUMBER.of(16));
        TH.ports();
    }

    private final Base base;
    private final int protocol;
    private final Map<String, Field> fields = new LinkedHashMap<>();

    /** Which header of a packet: {@code enum nft_payload_bases}. */
    public enum Base {
        LINK("ll"),
        NETWORK("nh"),
        TRANSPORT("th");

        private final String word;

        Base(String word) {
            this.word = word;
        }

        /** The header of that name behind {@code @}. */
        public static Optional<Base> named(String word) {
            for (Base each : values()) {
                if (each.word.equals(word)) {
                    return Optional.of(each);
                }
            }
            return Optional.empty();
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** A field: {@code offset} in bits from its header's begin, as long as its type. */
    public record Field(String name, int offset, DataType type) {}

    Header(Base base, int protocol) {
        this.base = base;
        this.protocol = protocol;
    }

    private Header field(String name, int offset, DataType type) {
        fields.put(name, new Field(name, offset, type));
        return this;
    }

    private Header ports() {
        return field("sport", 0, DataTypes.INET_SERVICE).field("dport", 16, DataTypes.INET_SERVICE);
    }

    /** The header of that name. */
    public static Optional<Header> named(String word) {
        for (Header each : values()) {
            if (each.toString().equals(word)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** The field of that name. */
    public Optional<Field> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** The field of that many bits at that place. */
    public Optional<Field> at(int offset, int bits) {
        return fields.values().stream()
                .filter(each -> each.offset == offset && each.type.bits() == bits)
                .findFirst();
    }

    public Base base() {
        return base;
    }

    /** The number of the protocol whose header it is; -1 for none. */
    public int protocol() {
        return protocol;
    }

    /** Whether the packet has it: what {@code nft} adds a rule's conditions for. */
    boolean in(Packet packet) {
        return switch (this) {
            case IP -> packet.src().family() == IpFamily.IPV4;
            case IP6 -> packet.src().family() == IpFamily.IPV6;
            case ARP, VLAN -> false;
            case ETHER, TH -> true;
            default -> packet.protocol().number() == protocol;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
