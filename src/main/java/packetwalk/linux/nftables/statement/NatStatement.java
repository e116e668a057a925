package packetwalk.linux.nftables.statement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Connection;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.NatKind;
import packetwalk.linux.conntrack.NatRange;
import packetwalk.linux.nftables.BaseHook;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.Outcome;
import packetwalk.linux.nftables.Statement;
import packetwalk.linux.nftables.Value;
import packetwalk.linux.nftables.expression.Literal;
import packetwalk.linux.nftables.expression.MapLookup;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/**
 * Decides once for a connection how its packets are rewritten: net/netfilter/nft_nat.c, nft_masq.c, nft_redir.c.
 *
 * @param kind which of the four
 * @param family {@code ip} or {@code ip6} where that must be said; else empty
 * @param address what is taken for the address; null where the device gives it, or only the port changes
 * @param port what is taken for the port; null where it stays, or stands with the address in a map
 * @param choice how a port is chosen
 */
public record NatStatement(
        Kind kind,
        String family,
        @Nullable Operand address,
        @Nullable Operand port,
        NatRange.Choice choice) implements Statement {

    private static final int ADDRESS_V4 = 4;
    private static final int ADDRESS_V6 = 16;

    /** The four ways. */
    public enum Kind {
        SNAT(NatKind.SNAT, Set.of(Hook.INPUT, Hook.POSTROUTING)),
        DNAT(NatKind.DNAT, Set.of(Hook.PREROUTING, Hook.OUTPUT)),
        MASQUERADE(NatKind.SNAT, Set.of(Hook.POSTROUTING)),
        REDIRECT(NatKind.DNAT, Set.of(Hook.PREROUTING, Hook.OUTPUT));

        private final NatKind side;
        private final Set<Hook> hooks;

        Kind(NatKind side, Set<Hook> hooks) {
            this.side = side;
            this.hooks = hooks;
        }

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** From one to another; {@code to} is null for one alone. */
    public record Operand(Expression from, @Nullable Expression to) {
        /** A range of addresses that is a prefix is printed as one: {@code range_expr_reduce()}. */
        @Override
        public String toString() {
            if (to instanceof Literal last && from instanceof Literal first && isAddress(first)) {
                int length = first.value().prefixTo(last.value());
                return length < 0 ? from + "-" + to : from + "/" + length;
            }
            return from + (to == null ? "" : "-" + to);
        }

        private static boolean isAddress(Literal literal) {
            return literal.type().form() == DataType.Form.ADDRESS;
        }
    }

    @Override
    public Outcome execute(Evaluation at) {
        Connection connection = at.skb().connection();
        boolean otherFamily = !family.isEmpty() && family.equals("ip") != (at.family() == IpFamily.IPV4);
        if (otherFamily) {
            return Outcome.GO_ON; // nft_nat_inet_eval()
        }
        if (connection == null) {
            return Outcome.ACCEPT;
        }
        Value first = address == null ? Value.EMPTY : address.from().evaluate(at);
        Value portFirst = port == null ? Value.EMPTY : port.from().evaluate(at);
        if (first == null || portFirst == null) {
            return Outcome.BREAK; // a map without that key
        }
        NatRange.Ports ports = port == null ? behind(first) : port(portFirst, last(port, portFirst, at));
        return switch (kind) {
            case SNAT, DNAT -> translate(at, connection, first, ports);
            case MASQUERADE -> masquerade(at, connection, ports);
            case REDIRECT -> redirect(at, connection, ports);
        };
    }

    /** The other end of a range, which is always a literal; {@code first} where there is none. */
    private static Value last(Operand operand, Value first, Evaluation at) {
        return operand.to() instanceof Literal literal ? literal.evaluate(at) : first;
    }

    private Outcome translate(Evaluation at, Connection connection, Value first, NatRange.@Nullable Ports ports) {
        Value last = address == null ? first : last(address, first, at);
        NatRange.Addresses addresses = first.length() == 0 ? null : new NatRange.Addresses(taken(first), taken(last));
        at.nat().setup(connection, kind.side, new NatRange(addresses, ports, choice), at.rule(), kind.name());
        return Outcome.ACCEPT;
    }

    private static IpAddress taken(Value value) {
        return value.part(0, value.length() < ADDRESS_V6 ? ADDRESS_V4 : ADDRESS_V6)
                .address();
    }

    /** The port that a map has beside the address. */
    private static NatRange.@Nullable Ports behind(Value value) {
        int rest = value.length() % ADDRESS_V4;
        return rest == 0
                ? null
                : port(value.part(value.length() - rest, rest), value.part(value.length() - rest, rest));
    }

    private static NatRange.Ports port(Value from, Value to) {
        return new NatRange.Ports((int) from.number(), (int) to.number());
    }

    /** {@code nf_nat_masquerade_ipv4()}, {@code nf_nat_masquerade_ipv6()}. */
    private Outcome masquerade(Evaluation at, Connection connection, NatRange.@Nullable Ports ports) {
        if (connection.original().src().isAny()) {
            return Outcome.ACCEPT; // a host that has no address yet speaks so on purpose: DHCP
        }
        Optional<IpAddress> own = at.host().masqueradeAddress(at.skb());
        if (own.isEmpty()) {
            return Outcome.DROP; // "eth0 ate my IP address"
        }
        NatRange range = new NatRange(null, ports, choice).at(own.get());
        at.nat().masquerade(connection, range, at.skb().out(), at.rule(), kind.name());
        return Outcome.ACCEPT;
    }

    /** {@code nf_nat_redirect_ipv4()}, {@code nf_nat_redirect_ipv6()}. */
    private Outcome redirect(Evaluation at, Connection connection, NatRange.@Nullable Ports ports) {
        Optional<IpAddress> own = at.hook() == Hook.OUTPUT
                ? Optional.of(at.host().loopback())
                : at.host().primaryAddress(at.skb().in());
        if (own.isEmpty()) {
            return Outcome.DROP; // the device has no address
        }
        NatRange range = new NatRange(null, ports, choice).at(own.get());
        at.nat().setup(connection, NatKind.DNAT, range, at.rule(), kind.name());
        return Outcome.ACCEPT;
    }

    @Override
    public boolean tracks() {
        return true;
    }

    @Override
    public List<Expression> expressions() {
        List<Expression> all = new ArrayList<>();
        for (Operand each : Arrays.asList(address, port)) {
            if (each != null) {
                all.add(each.from());
                Optional.ofNullable(each.to()).ifPresent(all::add);
            }
        }
        return all;
    }

    @Override
    public Set<Hook> hooks() {
        return kind.hooks;
    }

    @Override
    public boolean fits(BaseHook.Type type) {
        return type == BaseHook.Type.NAT;
    }

    /** Whether it gives a port as well, of its own or of a map. */
    public boolean changesPort() {
        return port != null || map().filter(each -> each.types().size() > 1).isPresent();
    }

    private Optional<MapLookup> map() {
        return address != null && address.from() instanceof MapLookup lookup ? Optional.of(lookup) : Optional.empty();
    }

    @Override
    public boolean terminal() {
        return true;
    }

    @Override
    public Statement installed() {
        return address == null || address.to() != null
                ? this
                : new NatStatement(kind, family, new Operand(address.from().installed(), null), port, choice);
    }

    /** {@code nat_stmt_print()}, nftables' src/statement.c. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kind.toString());
        text.append(family.isEmpty() ? "" : " " + family);
        if (address != null) {
            boolean bracketed = port != null && address.toString().indexOf(':') >= 0;
            text.append(" to ").append(bracketed ? bracketed(address) : address);
        } else if (port != null) {
            text.append(" to ");
        }
        text.append(port == null ? "" : ":" + port);
        String options = choice.options(",");
        options = options.replace("random-fully", "fully-random");
        return text.append(options.isEmpty() ? "" : " " + options.substring(1)).toString();
    }

    private static String bracketed(Operand operand) {
        String range = operand.toString();
        return range.indexOf('/') > 0 || operand.to() == null
                ? "[" + range + "]"
                : "[" + operand.from() + "]-[" + operand.to() + "]";
    }
}
