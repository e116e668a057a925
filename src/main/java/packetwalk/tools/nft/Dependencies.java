package packetwalk.tools.nft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.nftables.DataTypes;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.Family;
import packetwalk.linux.nftables.Statement;
import packetwalk.linux.nftables.Value;
import packetwalk.linux.nftables.expression.Ct;
import packetwalk.linux.nftables.expression.Header;
import packetwalk.linux.nftables.expression.Meta;
import packetwalk.linux.nftables.expression.PartOfByte;
import packetwalk.linux.nftables.expression.Payload;
import packetwalk.linux.nftables.expression.RawPayload;
import packetwalk.linux.nftables.statement.Assignment;
import packetwalk.linux.nftables.statement.Implied;
import packetwalk.linux.nftables.statement.MatchStatement;
import packetwalk.linux.nftables.statement.NatStatement;
import packetwalk.linux.nftables.statement.RejectStatement;
import packetwalk.linux.nftables.statement.Test;
import packetwalk.linux.nftables.statement.Unmodelled;
import packetwalk.linux.nftables.statement.VmapStatement;

/**
 * Which conditions of a rule go without saying: {@code meta l4proto tcp} before {@code tcp dport 80} is not printed;
 * nftables' src/payload.c {@code payload_dependency_kill()}. They are asked all the same.
 */
final class Dependencies {

    private static final int TCP = 6;

    /** NFPROTO_IPV4 and NFPROTO_IPV6: linux/netfilter.h. */
    private static final int IPV4 = 2;

    private static final int IPV6 = 10;

    private static final int PORT_UNREACHABLE = 3;
    private static final int PORT_UNREACHABLE_V6 = 4;

    /** More than one protocol is possible: none is known, and no header fits them all. */
    private static final int SEVERAL = -2;

    private static final int UNKNOWN = -1;

    private final Family family;
    private final Function<String, IllegalArgumentException> refusal;
    private final List<Statement> kept = new ArrayList<>();

    /** The place of a condition on the protocol that could go without saying, or -1. */
    private int transport = -1;

    /** The place of a condition on the version of IP that could go without saying, or -1. */
    private int network = -1;

    /** The number of the protocol that is known, or UNKNOWN, or SEVERAL. */
    private int protocol = UNKNOWN;

    /** The version of IP that is known: ip, ip6, or empty. */
    private String version;

    /** The version that is known to {@code reject} and {@code dnat}: one that came with the device's header is not. */
    private String certain;

    /** Whether the protocol is known from bits that nft does not look into. */
    private boolean raw;

    private Dependencies(Family family, Function<String, IllegalArgumentException> refusal) {
        this.family = family;
        this.refusal = refusal;
        this.version = family == Family.IP || family == Family.IP6 ? family.toString() : "";
        this.certain = version;
    }

    /** The statements of a rule as nft keeps them. */
    static List<Statement> of(Family family, List<Statement> read, Function<String, IllegalArgumentException> refusal) {
        Dependencies dependencies = new Dependencies(family, refusal);
        read.forEach(dependencies::look);
        return dependencies.said();
    }

    /** A rule says something, even if all of that could go without saying. */
    private List<Statement> said() {
        boolean nothing = kept.stream().allMatch(Implied.class::isInstance);
        return nothing ? kept.stream().map(each -> ((Implied) each).condition()).toList() : kept;
    }

    private void look(Statement typed) {
        Statement each = typed instanceof NatStatement nat
                ? NatFamily.said(nat, family, certain, refusal)
                : named(typed, version);
        requireUseful(each);
        if (each instanceof NatStatement nat && isUnclear(nat)) {
            throw refusal.apply("transport protocol mapping is only valid after transport protocol match");
        }
        if (subject(each) instanceof PartOfByte bits) {
            requireHeader(bits.field().header());
        }
        fields(each).forEach(this::look);
        Statement known = protocol >= 0 ? Ports.named(each, protocol) : each;
        if (!known.toString().equals(each.toString()) && transport >= 0) {
            transport = imply(transport);
        }
        if (each instanceof RejectStatement reject) {
            refuse(reject);
        } else {
            requireProtocol(each);
            kept.add(known);
            remember(each, typed);
        }
        if (!isCondition(each)) {
            transport = -1; // what comes first is done whatever comes behind: payload_dependency_reset()
            network = -1;
        }
    }

    private static boolean isCondition(Statement statement) {
        return statement instanceof MatchStatement || statement instanceof VmapStatement;
    }

    /** What is known behind a condition on the protocol, or on the version of IP. */
    private void remember(Statement each, Statement typed) {
        int place = kept.size() - 1;
        int asked = protocolAsked(each);
        String asksFamily = familyAsked(each);
        if (asked != UNKNOWN) {
            raw |= each != typed;
            transport = asked >= 0 && (subject(each) instanceof Meta || family != Family.INET) ? place : -1;
            protocol = asked;
        } else if (!asksFamily.isEmpty()) {
            boolean ofDevice = each.toString().startsWith("meta protocol");
            boolean already = ofDevice && version.equals(asksFamily) && family != Family.INET;
            network = family == Family.INET && ofDevice ? -1 : place;
            network = already ? imply(network) : network;
            version = ofDevice && family == Family.INET ? version : asksFamily;
            certain = version;
        }
    }

    /** Whether it gives a port, and nothing says whose. */
    private boolean isUnclear(NatStatement nat) {
        NatStatement.Operand address = nat.address();
        boolean asksHeader = address != null
                && leaves(address.from()).anyMatch(each -> each.header().protocol() >= 0);
        return nat.changesPort() && protocol == UNKNOWN && !asksHeader;
    }

    /** In a table of one family all packets have that. */
    private void requireUseful(Statement statement) {
        boolean one = family == Family.IP || family == Family.IP6;
        if (one && new Meta(Meta.Key.NFPROTO).equals(subject(statement))) {
            throw refusal.apply("meta nfproto is only useful in the inet family");
        }
    }

    /** What a port is called depends on whose it is. */
    private void requireProtocol(Statement statement) {
        boolean port =
                subject(statement) instanceof Ct ct && (ct.key() == Ct.Key.PROTO_SRC || ct.key() == Ct.Key.PROTO_DST);
        if (port && protocol == UNKNOWN) {
            throw refusal.apply("Can't parse symbolic invalid expressions");
        }
        if (statement instanceof Unmodelled other && other.text().startsWith("tproxy ") && protocol == UNKNOWN) {
            throw refusal.apply("Transparent proxy support requires transport protocol match");
        }
    }

    private void look(Payload field) {
        lookAtNetwork(field.header());
        lookAtTransport(field.header());
    }

    private void lookAtTransport(Header header) {
        int used = header.protocol();
        if (used < 0) {
            return;
        }
        if (protocol != UNKNOWN && used != protocol && !raw) {
            String before = protocol == SEVERAL ? "several" : DataTypes.INET_PROTO.print(Value.of(protocol, 8));
            throw refusal.apply("conflicting protocols specified: " + before + " vs. "
                    + DataTypes.INET_PROTO.print(Value.of(used, 8)));
        }
        if (used == protocol && transport >= 0) {
            transport = imply(transport);
        }
        if (network >= 0 && subject(kept.get(network)) instanceof Ct) {
            network = imply(network);
        }
        protocol = used;
    }

    private void lookAtNetwork(Header header) {
        String used = switch (header) {
            case IP, IP6, ARP -> header.toString();
            default -> "";
        };
        if (!used.isEmpty() && !version.isEmpty() && !used.equals(version)) {
            throw refusal.apply("conflicting protocols specified: " + version + " vs. " + used);
        }
        if (header == Header.IGMP && protocol == UNKNOWN && version.isEmpty()) {
            requireVersion(IPV4);
            network = kept.size() - 1;
        }
        // either ICMP may come with the other's header, and says which one is meant where none is known
        String likely = header == Header.ICMP ? "ip" : header == Header.ICMPV6 ? "ip6" : "";
        boolean implies = !likely.isEmpty() && (version.isEmpty() || version.equals(likely));
        if (!used.isEmpty() || implies) {
            known(used.isEmpty() ? likely : used);
            network = imply(network);
        }
    }

    /** Bits say not of which header they are, so that this is asked, and printed. */
    private void requireHeader(Header header) {
        if (header == Header.IP || header == Header.IP6) {
            requireVersion(header == Header.IP ? IPV4 : IPV6);
        } else if (header.protocol() >= 0 && protocol == UNKNOWN) {
            Meta meta = new Meta(Meta.Key.L4PROTO);
            kept.add(new MatchStatement(meta, MatchStatement.Operator.EQUAL, only(meta, header.protocol())));
            protocol = header.protocol();
        }
    }

    private void requireVersion(int number) {
        if (version.isEmpty()) {
            Meta meta = new Meta(Meta.Key.NFPROTO);
            kept.add(new MatchStatement(meta, MatchStatement.Operator.EQUAL, only(meta, number)));
            known(number == IPV4 ? "ip" : "ip6");
        }
    }

    private void known(String now) {
        version = now;
        certain = now;
    }

    private static Test only(Meta meta, int number) {
        return new Test.Exactly(meta.types(), Value.of(number, 8));
    }

    /** The condition at a place goes without saying; no place is left. */
    private int imply(int place) {
        if (place >= 0) {
            kept.set(place, new Implied(kept.get(place)));
        }
        return -1;
    }

    /** What is refused by either family's error is by one's where only that one comes so far. */
    private void refuse(RejectStatement reject) {
        boolean reset = reject.with() == RejectStatement.With.TCP_RESET;
        boolean either = reject.with() == RejectStatement.With.ICMPX && reject.silent();
        String used = version(reject.with());
        if (!used.isEmpty() && !certain.isEmpty() && !used.equals(certain)) {
            throw refusal.apply("conflicting protocols specified: ip vs ip6");
        }
        if (reset && protocol != UNKNOWN && protocol != TCP) {
            throw refusal.apply("you cannot use tcp reset with this protocol");
        }
        if (reset || either || !used.isEmpty()) {
            network = imply(network);
        }
        if (reset && protocol == UNKNOWN) {
            onlyTcp();
        } else if (reset && family != Family.INET) {
            transport = imply(transport);
        }
        if (family == Family.INET && !used.isEmpty() && certain.isEmpty()) {
            first(new Meta(Meta.Key.NFPROTO), used.equals("ip") ? IPV4 : IPV6, kept.size());
        }
        if (family == Family.INET && either && !certain.isEmpty()) {
            boolean v4 = certain.equals("ip");
            RejectStatement.With with = v4 ? RejectStatement.With.ICMP : RejectStatement.With.ICMPV6;
            kept.add(new RejectStatement(with, v4 ? PORT_UNREACHABLE : PORT_UNREACHABLE_V6, false));
        } else {
            kept.add(reject);
        }
    }

    /** A reset is for TCP, and ports before it are TCP's then. */
    private void onlyTcp() {
        int port = 0;
        while (port < kept.size() && Ports.named(kept.get(port), TCP).equals(kept.get(port))) {
            port++;
        }
        boolean asksPort = port < kept.size();
        kept.replaceAll(each -> Ports.named(each, TCP));
        first(new Meta(Meta.Key.L4PROTO), TCP, asksPort || family != Family.INET ? port : -1);
    }

    /** What a refusal needs is asked first of all, and goes without saying if only conditions stand before {@code user}. */
    private void first(Meta meta, int number, int user) {
        Statement condition = new MatchStatement(meta, MatchStatement.Operator.EQUAL, only(meta, number));
        boolean killed = user >= 0 && kept.subList(0, user).stream().allMatch(Dependencies::mayStandBetween);
        kept.add(0, killed ? new Implied(condition) : condition);
    }

    private static boolean mayStandBetween(Statement kept) {
        return kept instanceof Implied || isCondition(kept);
    }

    private static String version(RejectStatement.With with) {
        return switch (with) {
            case ICMP -> "ip";
            case ICMPV6 -> "ip6";
            default -> "";
        };
    }

    /** Bits of the header of IP by the name of their field, where it is known to be that header. */
    private static Statement named(Statement statement, String version) {
        boolean bits = statement instanceof MatchStatement match
                && match.left() instanceof RawPayload payload
                && payload.base() == Header.Base.NETWORK
                && !version.isEmpty();
        if (!bits) {
            return statement;
        }
        MatchStatement match = (MatchStatement) statement;
        RawPayload payload = (RawPayload) match.left();
        Header header = version.equals("ip") ? Header.IP : Header.IP6;
        Optional<Header.Field> field = header.at(payload.offset(), payload.length());
        boolean one = field.isPresent() && match.right() instanceof Test.Exactly;
        if (!one) {
            return statement;
        }
        Payload named = new Payload(header, field.get());
        Test right = new Test.Exactly(named.types(), ((Test.Exactly) match.right()).value());
        return new MatchStatement(named, match.operator(), right);
    }

    /** The number that {@code meta l4proto} or {@code ip protocol} must be, or SEVERAL; UNKNOWN for other statements. */
    private int protocolAsked(Statement statement) {
        boolean asks = statement instanceof MatchStatement match
                && match.operator() == MatchStatement.Operator.EQUAL
                && isProtocol(match.left());
        if (!asks) {
            return UNKNOWN;
        }
        Value only = ((MatchStatement) statement).only();
        if (only != null) {
            return (int) only.number();
        }
        boolean literal = ((MatchStatement) statement).right() instanceof Test.InSet in
                && in.set().anonymous().isPresent();
        return literal ? SEVERAL : UNKNOWN;
    }

    private boolean isProtocol(Expression asked) {
        return asked.equals(new Meta(Meta.Key.L4PROTO))
                || (family != Family.INET && asked instanceof Ct ct && ct.key() == Ct.Key.PROTOCOL)
                || (asked instanceof Payload payload
                        && (payload.toString().equals("ip protocol")
                                || payload.toString().equals("ip6 nexthdr")));
    }

    /** The version of IP that {@code meta nfproto} or {@code meta protocol} must be; empty for other statements. */
    private static String familyAsked(Statement statement) {
        if (!(statement instanceof MatchStatement match) || match.only() == null) {
            return "";
        }
        String text = match.toString();
        boolean v4 = List.of("meta nfproto ipv4", "meta protocol ip", "ether type ip", "ct l3proto ipv4")
                .contains(text);
        boolean v6 = List.of("meta nfproto ipv6", "meta protocol ip6", "ether type ip6", "ct l3proto ipv6")
                .contains(text);
        return v4 ? "ip" : v6 ? "ip6" : "";
    }

    private static @Nullable Expression subject(Statement statement) {
        if (statement instanceof MatchStatement match) {
            return match.left();
        }
        return statement instanceof VmapStatement vmap ? vmap.key() : null;
    }

    /** Fields of headers that a statement asks or sets, in that order. */
    private static List<Payload> fields(Statement statement) {
        Stream<Expression> target =
                statement instanceof Assignment assignment ? Stream.of(assignment.target()) : Stream.empty();
        return Stream.concat(target, statement.expressions().stream())
                .flatMap(Dependencies::leaves)
                .toList();
    }

    private static Stream<Payload> leaves(Expression expression) {
        return expression instanceof Payload payload
                ? Stream.of(payload)
                : expression.operands().stream().flatMap(Dependencies::leaves);
    }
}
