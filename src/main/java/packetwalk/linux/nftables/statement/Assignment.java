package packetwalk.linux.nftables.statement;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import packetwalk.linux.conntrack.Connection;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Zone;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.Outcome;
import packetwalk.linux.nftables.Statement;
import packetwalk.linux.nftables.Value;
import packetwalk.linux.nftables.expression.Ct;
import packetwalk.linux.nftables.expression.Header;
import packetwalk.linux.nftables.expression.Meta;
import packetwalk.linux.nftables.expression.Payload;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;
import packetwalk.net.Udp;

/**
 * Changes what the packet, the stack or the connection has: {@code meta mark set 0x1}; net/netfilter/nft_meta.c
 * {@code nft_meta_set_eval()}, nft_ct.c {@code nft_ct_set_eval()}, nft_payload.c {@code nft_payload_set_eval()}.
 *
 * @param target a {@link Meta}, a {@link Ct} or a {@link Payload}
 */
public record Assignment(Expression target, Expression value) implements Statement {

    @Override
    public Outcome execute(Evaluation at) {
        Value given = value.evaluate(at);
        if (given == null) {
            return Outcome.BREAK;
        }
        if (target instanceof Meta meta) {
            if (meta.key() == Meta.Key.MARK) {
                at.skb().mark((int) given.number());
            }
            return Outcome.GO_ON; // a priority, and whether it is traced, change nothing here
        }
        if (target instanceof Ct ct) {
            setConnection(at, ct, given);
            return Outcome.GO_ON;
        }
        return target instanceof Payload payload && !payload.in(at.packet())
                ? Outcome.BREAK
                : setPacket(at, (Payload) target, given);
    }

    private static void setConnection(Evaluation at, Ct ct, Value given) {
        Connection connection = at.skb().connection();
        int number = (int) given.number();
        if (ct.key() == Ct.Key.ZONE) {
            boolean original = ct.direction() != Ct.Direction.REPLY;
            boolean reply = ct.direction() != Ct.Direction.ORIGINAL;
            at.skb().zone(new Zone(number, original, reply), false);
        } else if (connection != null) {
            connection.mark(number);
        }
    }

    private static Outcome setPacket(Evaluation at, Payload field, Value given) {
        Packet packet = at.packet();
        int number = (int) given.number();
        at.skb()
                .packet(
                        switch (field.field().name()) {
                            case "ttl", "hoplimit" -> packet.withTtl(number);
                            case "dscp" -> packet.withTos((number << 2) | (packet.tos() & 3));
                            case "ecn" -> packet.withTos((packet.tos() & ~3) | number);
                            case "id" -> packet.withId(number);
                            case "saddr" -> packet.withSrc(given.address());
                            case "daddr" -> packet.withDst(given.address());
                            case "sport" -> withPorts(packet, number, -1);
                            default -> withPorts(packet, -1, number);
                        });
        return Outcome.GO_ON;
    }

    private static Packet withPorts(Packet packet, int src, int dst) {
        if (packet.transport() instanceof Tcp tcp) {
            return packet.withTransport(tcp.withPorts(src < 0 ? tcp.srcPort() : src, dst < 0 ? tcp.dstPort() : dst));
        }
        Udp udp = (Udp) packet.transport();
        return packet.withTransport(new Udp(src < 0 ? udp.srcPort() : src, dst < 0 ? udp.dstPort() : dst, udp.data()));
    }

    /** {@code nft_meta_set_validate()}. */
    @Override
    public Set<Hook> hooks() {
        boolean ofKind = target instanceof Meta meta && meta.key() == Meta.Key.PKTTYPE;
        return ofKind ? Set.of(Hook.PREROUTING) : Statement.super.hooks();
    }

    @Override
    public boolean tracks() {
        return target.tracks() || value.tracks();
    }

    @Override
    public Optional<String> unknown() {
        return settable() ? value.unknown() : Optional.of(this.toString());
    }

    private boolean settable() {
        if (target instanceof Meta meta) {
            return switch (meta.key()) {
                case MARK, NFTRACE, PRIORITY -> true;
                default -> false;
            };
        }
        if (target instanceof Ct ct) {
            return ct.key() == Ct.Key.MARK || ct.key() == Ct.Key.ZONE;
        }
        if (target instanceof Payload payload) {
            return switch (payload.field().name()) {
                case "ttl", "hoplimit", "dscp", "ecn", "id", "saddr", "daddr" ->
                    payload.header() == Header.IP || payload.header() == Header.IP6;
                case "sport", "dport" -> payload.header() == Header.TCP || payload.header() == Header.UDP;
                default -> false;
            };
        }
        return false;
    }

    @Override
    public List<Expression> expressions() {
        return List.of(value);
    }

    @Override
    public Statement installed() {
        return new Assignment(target, value.installed());
    }

    @Override
    public String toString() {
        return target + " set " + value;
    }
}
