package packetwalk.linux.nftables.expression;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.DataTypes;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.Value;
import packetwalk.linux.socket.Owner;
import packetwalk.net.IpFamily;
import packetwalk.net.MacAddress;

/** What the stack knows of a packet besides its bytes: {@code meta mark}; net/netfilter/nft_meta.c. */
public record Meta(Key key) implements Expression {

    /** ARPHRD_ETHER and ARPHRD_LOOPBACK: linux/if_arp.h. */
    private static final int ETHER = 1;

    private static final int LOOPBACK = 772;

    /** What can be asked; {@code modelled} says whether here too. */
    public enum Key {
        LENGTH(DataTypes.INTEGER, true),
        PROTOCOL(DataTypes.ETHER_TYPE, true),
        NFPROTO(DataTypes.NF_PROTO, true),
        L4PROTO(DataTypes.INET_PROTO, true),
        PRIORITY(DataTypes.CLASSID, false),
        MARK(DataTypes.MARK, true),
        IIF(DataTypes.IFACE_INDEX, true),
        OIF(DataTypes.IFACE_INDEX, true),
        IIFNAME(DataTypes.IFNAME, true),
        OIFNAME(DataTypes.IFNAME, true),
        IIFTYPE(DataTypes.IFACE_TYPE, true),
        OIFTYPE(DataTypes.IFACE_TYPE, true),
        IIFGROUP(DataTypes.DEVGROUP, false),
        OIFGROUP(DataTypes.DEVGROUP, false),
        SKUID(DataTypes.UID, true),
        SKGID(DataTypes.GID, true),
        NFTRACE(DataTypes.INTEGER.of(8), false),
        RTCLASSID(DataTypes.REALM, false),
        PKTTYPE(DataTypes.PKT_TYPE, true),
        CPU(DataTypes.HOST_INTEGER, false),
        CGROUP(DataTypes.HOST_INTEGER, false),
        RANDOM(DataTypes.INTEGER, true),
        IPSEC(DataTypes.BOOL, false),
        IBRNAME(DataTypes.IFNAME, false),
        OBRNAME(DataTypes.IFNAME, false),
        IIFKIND(DataTypes.IFNAME, false),
        OIFKIND(DataTypes.IFNAME, false),
        SDIF(DataTypes.IFACE_INDEX, false),
        SDIFNAME(DataTypes.IFNAME, false),
        TIME(DataTypes.TEXT, false),
        DAY(DataTypes.TEXT, false),
        HOUR(DataTypes.TEXT, false);

        private final DataType type;
        private final boolean modelled;

        Key(DataType type, boolean modelled) {
            this.type = type;
            this.modelled = modelled;
        }

        /** The key of that name. */
        public static Optional<Key> named(String word) {
            for (Key each : values()) {
                if (each.toString().equals(word)) {
                    return Optional.of(each);
                }
            }
            return Optional.empty();
        }

        /** Whether it is printed without the word {@code meta}. */
        boolean unqualified() {
            return switch (this) {
                case IIF, OIF, IIFNAME, OIFNAME, IIFGROUP, OIFGROUP -> true;
                default -> false;
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public List<DataType> types() {
        return List.of(key.type);
    }

    @Override
    public Optional<String> unknown() {
        return key.modelled ? Optional.empty() : Optional.of(toString());
    }

    /** {@code nft_meta_get_eval()}. */
    @Override
    public @Nullable Value evaluate(Evaluation at) {
        return switch (key) {
            case LENGTH -> Value.of(at.packet().length(), 32);
            case PROTOCOL -> Value.of(at.family() == IpFamily.IPV4 ? 0x0800 : 0x86dd, 16);
            case NFPROTO -> Value.of(at.family() == IpFamily.IPV4 ? 2 : 10, 8);
            case L4PROTO -> Value.of(at.packet().protocol().number(), 8);
            case MARK -> Value.of(at.skb().mark(), 32);
            // no device has the index 0, and the name "": NFT_BREAK comes for neither
            case IIF, IIFNAME -> Value.ofName(at.in());
            case OIF, OIFNAME -> Value.ofName(at.out());
            case IIFTYPE -> deviceType(at.in());
            case OIFTYPE -> deviceType(at.out());
            case SKUID ->
                at.skb()
                        .owner()
                        .filter(Owner::hasUser)
                        .map(owner -> Value.of(owner.uid(), 32))
                        .orElse(null);
            case SKGID ->
                at.skb()
                        .owner()
                        .filter(Owner::hasUser)
                        .map(owner -> Value.of(owner.gid(), 32))
                        .orElse(null);
            case PKTTYPE -> Value.of(packetType(at.skb().macDst()), 8);
            case RANDOM -> Value.of((long) at.host().simulation().dice().roll() << 1, 32);
            default -> throw new AssertionError(this + " is not modelled, and must not be asked");
        };
    }

    private static @Nullable Value deviceType(String device) {
        return device.isEmpty() ? null : Value.of(device.equals("lo") ? LOOPBACK : ETHER, 16);
    }

    private static int packetType(MacAddress destination) {
        return destination.equals(MacAddress.BROADCAST) ? 1 : destination.isMulticast() ? 2 : 0;
    }

    @Override
    public String toString() {
        return key.unqualified() ? key.toString() : "meta " + key;
    }
}
