package packetwalk.tools.nft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.nftables.DataTypes;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.Family;
import packetwalk.linux.nftables.Statement;
import packetwalk.linux.nftables.Value;
import packetwalk.linux.nftables.expression.Binary;
import packetwalk.linux.nftables.expression.Concatenation;
import packetwalk.linux.nftables.expression.Ct;
import packetwalk.linux.nftables.expression.Header;
import packetwalk.linux.nftables.expression.MapLookup;
import packetwalk.linux.nftables.expression.Meta;
import packetwalk.linux.nftables.expression.Payload;
import packetwalk.linux.nftables.expression.RawPayload;
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
    private static final int PORT_UNREACHABLE = 3;
    private static final int PORT_UNREACHABLE_V6 = 4;

    private final Family family;
    private final List<Statement> statements;
    private final Function<String, IllegalArgumentException> refusal;

    /** The place of a condition on the protocol that could go without saying, or -1. */
    private int transport = -1;

    /** The place of a condition on the version of IP that could go without saying, or -1. */
    private int network = -1;

    /** The protocol that is known; -1 for none. */
    private int protocol = -1;

    /** The version of IP that is known: ip, ip6, or empty. */
    private String version;

    /** Whether the protocol is known from bits that nft does not look into. */
    private boolean raw;

    /** Whether the protocol is known to be one of several. */
    private boolean several;

    private Dependencies(
            Family family, List<Statement> statements, Function<String, IllegalArgumentException> refusal) {
        this.family = family;
        this.statements = new ArrayList<>(statements);
        this.refusal = refusal;
        this.version = family == Family.IP || family == Family.IP6 ? family.toString() : "";
    }

    /** The statements of a rule as nft keeps them. */
    static List<Statement> of(Family family, List<Statement> read, Function<String, IllegalArgumentException> refusal) {
        Dependencies dependencies = new Dependencies(family, read, refusal);
        for (int i = 0; i < read.size(); i++) {
            dependencies.look(i, read.get(i));
        }
        return dependencies.statements;
    }

    private void look(int place, Statement typed) {
        Statement each = named(typed, version);
        requireUseful(each);
        statements.set(place, each);
        Expression subject = subject(each);
        int asked = protocolAsked(each);
        raw |= each != typed && asked >= 0;
        if (asked >= 0) {
            transport = subject instanceof Meta || family != Family.INET ? place : -1;
            protocol = asked;
        } else if (!familyAsked(each).isEmpty()) {
            boolean known = version.equals(familyAsked(each)) && family != Family.INET;
            network = family != Family.INET || new Meta(Meta.Key.NFPROTO).equals(subject) ? place : -1;
            network = known ? imply(network) : network;
            version = familyAsked(each);
        } else if (subject != null) {
            requireProtocol(subject);
            lookAtTransport(place, each, subject);
            lookAtNetwork(subject);
        } else if (each instanceof RejectStatement reject) {
            refuse(place, reject);
        } else if (each instanceof NatStatement nat && isUnclear(nat)) {
            throw refusal.apply("transport protocol mapping is only valid after transport protocol match");
        } else if (each instanceof Unmodelled other && other.text().startsWith("tproxy ") && isUnknownProtocol()) {
            throw refusal.apply("Transparent proxy support requires transport protocol match");
        }
        several |= asksProtocol(each);
    }

    /** Whether it gives a port, and nothing says whose. */
    private boolean isUnclear(NatStatement nat) {
        NatStatement.Operand address = nat.address();
        boolean asksHeader = address != null && headerOf(address.from()) >= 0;
        return nat.changesPort() && isUnknownProtocol() && !asksHeader;
    }

    /** Nobody knows whether what comes has ports. */
    private boolean isUnknownProtocol() {
        return protocol < 0 && !several;
    }

    /** {@code meta l4proto { tcp, udp }}. */
    private static boolean asksProtocol(Statement statement) {
        return statement instanceof MatchStatement match
                && match.operator() == MatchStatement.Operator.EQUAL
                && isProtocol(match.left());
    }

    /** In a table of one family all packets have that. */
    private void requireUseful(Statement statement) {
        boolean one = family == Family.IP || family == Family.IP6;
        if (one && new Meta(Meta.Key.NFPROTO).equals(subject(statement))) {
            throw refusal.apply("meta nfproto is only useful in the inet family");
        }
    }

    /** What a port is called depends on whose it is. */
    private void requireProtocol(Expression subject) {
        boolean port = subject instanceof Ct ct && (ct.key() == Ct.Key.PROTO_SRC || ct.key() == Ct.Key.PROTO_DST);
        if (port && isUnknownProtocol()) {
            throw refusal.apply("Can't parse symbolic invalid expressions");
        }
    }

    private void lookAtTransport(int place, Statement statement, Expression subject) {
        int used = headerOf(subject);
        if (used >= 0 && protocol >= 0 && used != protocol && !raw) {
            throw refusal.apply("conflicting protocols specified: " + DataTypes.INET_PROTO.print(Value.of(protocol, 8))
                    + " vs. " + DataTypes.INET_PROTO.print(Value.of(used, 8)));
        }
        if (used == protocol && transport >= 0) {
            transport = imply(transport);
        } else if (used >= 0) {
            protocol = used;
        } else if (uses(subject, Header.TH) && transport >= 0 && hasPorts(protocol)) {
            transport = imply(transport);
            statements.set(place, ofHeader(statement, protocol));
        }
    }

    private void lookAtNetwork(Expression subject) {
        String used = uses(subject, Header.IP) ? "ip" : uses(subject, Header.IP6) ? "ip6" : "";
        if (!used.isEmpty() && !version.isEmpty() && !used.equals(version)) {
            throw refusal.apply("conflicting protocols specified: " + version + " vs. " + used);
        }
        // either ICMP may come with the other's header, and says which one is meant where none is known
        String likely = uses(subject, Header.ICMP) ? "ip" : uses(subject, Header.ICMPV6) ? "ip6" : "";
        boolean implies = !likely.isEmpty() && (version.isEmpty() || version.equals(likely));
        if (!used.isEmpty() || implies) {
            version = used.isEmpty() ? likely : used;
            network = imply(network);
        }
    }

    /** The condition at a place goes without saying; no place is left. */
    private int imply(int place) {
        if (place >= 0) {
            statements.set(place, new Implied(statements.get(place)));
        }
        return -1;
    }

    /** What is refused by either family's error is by one's where only that one comes so far. */
    private void refuse(int place, RejectStatement reject) {
        boolean reset = reject.with() == RejectStatement.With.TCP_RESET;
        boolean either = reject.with() == RejectStatement.With.ICMPX && reject.silent();
        String used = version(reject.with());
        if (!used.isEmpty() && !version.isEmpty() && !used.equals(version)) {
            throw refusal.apply("conflicting protocols specified: ip vs ip6");
        }
        if (family == Family.INET && either && !version.isEmpty()) {
            boolean v4 = version.equals("ip");
            RejectStatement.With with = v4 ? RejectStatement.With.ICMP : RejectStatement.With.ICMPV6;
            statements.set(place, new RejectStatement(with, v4 ? PORT_UNREACHABLE : PORT_UNREACHABLE_V6, false));
        }
        if (reset || either || !used.isEmpty()) {
            network = imply(network);
        }
        if (reset && protocol < 0) {
            Meta meta = new Meta(Meta.Key.L4PROTO);
            Test tcp = new Test.Exactly(meta.types(), Value.of(TCP, 8));
            Statement condition = new MatchStatement(meta, MatchStatement.Operator.EQUAL, tcp);
            statements.add(0, family == Family.INET ? condition : new Implied(condition));
        } else if (reset && family != Family.INET) {
            transport = imply(transport);
        }
    }

    private static String version(RejectStatement.With with) {
        return switch (with) {
            case ICMP -> "ip";
            case ICMPV6 -> "ip6";
            default -> "";
        };
    }

    private static boolean hasPorts(int protocol) {
        return protocol == TCP || protocol == 17 || protocol == 132 || protocol == 33 || protocol == 136;
    }

    /** {@code th dport} as the field of the one protocol that it can be. */
    private static Statement ofHeader(Statement statement, int protocol) {
        if (statement instanceof MatchStatement match) {
            return new MatchStatement(ofHeader(match.left(), protocol), match.operator(), match.right());
        }
        return statement instanceof VmapStatement vmap
                ? new VmapStatement(ofHeader(vmap.key(), protocol), vmap.map())
                : statement;
    }

    private static Expression ofHeader(Expression expression, int protocol) {
        if (expression instanceof Concatenation concatenation) {
            return new Concatenation(concatenation.parts().stream()
                    .map(each -> ofHeader(each, protocol))
                    .toList());
        }
        if (expression instanceof Payload payload && payload.header() == Header.TH) {
            for (Header header : Header.values()) {
                if (header.protocol() == protocol) {
                    return new Payload(
                            header, header.field(payload.field().name()).orElseThrow());
                }
            }
        }
        return expression;
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

    /** The number that {@code meta l4proto} or {@code ip protocol} must be; -1 for other statements. */
    private static int protocolAsked(Statement statement) {
        if (!(statement instanceof MatchStatement match) || match.only() == null) {
            return -1;
        }
        Value only = match.only();
        return isProtocol(match.left()) && only != null ? (int) only.number() : -1;
    }

    private static boolean isProtocol(Expression asked) {
        return asked.equals(new Meta(Meta.Key.L4PROTO))
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
        boolean v4 = text.equals("meta nfproto ipv4") || text.equals("meta protocol ip");
        boolean v6 = text.equals("meta nfproto ipv6") || text.equals("meta protocol ip6");
        return v4 ? "ip" : v6 ? "ip6" : "";
    }

    private static @Nullable Expression subject(Statement statement) {
        if (statement instanceof MatchStatement match) {
            return match.left();
        }
        return statement instanceof VmapStatement vmap ? vmap.key() : null;
    }

    /** The protocol whose header is asked first; -1 for none. */
    private static int headerOf(Expression expression) {
        if (expression instanceof Payload payload) {
            return payload.header().protocol();
        }
        if (expression instanceof Concatenation concatenation) {
            return concatenation.parts().stream()
                    .mapToInt(Dependencies::headerOf)
                    .filter(each -> each >= 0)
                    .findFirst()
                    .orElse(-1);
        }
        if (expression instanceof MapLookup map) {
            return headerOf(map.key());
        }
        return expression instanceof Binary binary ? headerOf(binary.left()) : -1;
    }

    private static boolean uses(Expression expression, Header header) {
        if (expression instanceof Concatenation concatenation) {
            return concatenation.parts().stream().anyMatch(each -> uses(each, header));
        }
        return (expression instanceof Payload payload && payload.header() == header)
                || (expression instanceof Binary binary && uses(binary.left(), header));
    }
}
