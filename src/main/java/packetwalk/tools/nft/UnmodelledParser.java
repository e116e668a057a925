package packetwalk.tools.nft;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.DataTypes;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.Family;
import packetwalk.linux.nftables.expression.Unmodelled;

/** Reads what a rule asks for and the engine knows by name only: extension headers, options, routes, sockets. */
final class UnmodelledParser {

    /** Extension headers of IPv6, and bits of those fields that have not eight: nftables' src/exthdr.c. */
    private static final Map<String, Map<String, Integer>> EXTENSIONS = Map.of(
            "hbh", Map.of(),
            "rt", Map.of(),
            "rt0", Map.of("addr[1]", 128),
            "rt2", Map.of("addr", 128),
            "rt4", Map.of("sid[1]", 128),
            "frag", Map.of("frag-off", 13, "reserved2", 2, "more-fragments", 1, "id", 32),
            "dst", Map.of(),
            "mh", Map.of("checksum", 16));

    private static final Set<String> OF_ROUTE = Set.of("classid", "nexthop", "mtu", "ipsec", "ip", "ip6");

    private final Tokens tokens;
    private final Family family;

    UnmodelledParser(Tokens tokens, Family family) {
        this.tokens = tokens;
        this.family = family;
    }

    /** Everything up to what could be the other side, in its own words. */
    Expression read() {
        String first = tokens.peek().text();
        if (first.equals("rt") && OF_ROUTE.contains(tokens.ahead(1).text())) {
            return ofRoute();
        }
        if (EXTENSIONS.containsKey(first) || first.equals("exthdr")) {
            return extension(first);
        }
        int mark = tokens.mark();
        tokens.next();
        DataType type = switch (first) {
            case "symhash" -> hash();
            case "socket" -> socket();
            case "tcp", "ip", "sctp", "dccp" -> option();
            default -> {
                tokens.next();
                yield tokens.at("exists", "missing") ? DataTypes.BOOL : DataTypes.INTEGER;
            }
        };
        return new Unmodelled(tokens.text(mark), type);
    }

    private Expression ofRoute() {
        int mark = tokens.mark();
        tokens.next();
        Optional<Family> said = Family.named(tokens.peek().text());
        said.ifPresent(any -> tokens.next());
        String word = tokens.name();
        if (!word.equals("nexthop")) {
            DataType type = word.equals("classid") ? DataTypes.REALM : DataTypes.INTEGER.of(16);
            return new Unmodelled(tokens.text(mark), word.equals("ipsec") ? DataTypes.BOOL : type);
        }
        Family of = said.orElse(family);
        if (of == Family.INET) {
            throw tokens.refusal(
                    mark, "cannot determine ip protocol version, use \"ip nexthop\" or \"ip6 nexthop\" instead");
        }
        if (family != Family.INET && of != family) {
            throw tokens.refusal(mark, of + " nexthop will not match");
        }
        return new Unmodelled("rt " + of + " nexthop", of == Family.IP6 ? DataTypes.IPV6_ADDR : DataTypes.IPV4_ADDR);
    }

    private Expression extension(String header) {
        int mark = tokens.mark();
        if (family == Family.IP) {
            throw tokens.refusal("cannot use exthdr with ip");
        }
        tokens.next();
        String field = tokens.name();
        boolean whole = header.equals("exthdr");
        int bits = whole ? 8 : EXTENSIONS.getOrDefault(header, Map.of()).getOrDefault(field, 8);
        DataType number = field.equals("nexthdr") ? DataTypes.INET_PROTO : DataTypes.INTEGER.of(bits);
        return new Unmodelled(tokens.text(mark), whole ? DataTypes.BOOL : number);
    }

    private DataType hash() {
        tokens.expect("mod");
        tokens.number();
        if (tokens.take("offset")) {
            tokens.number();
        }
        return DataTypes.INTEGER;
    }

    private DataType socket() {
        String key = tokens.name();
        return key.equals("mark") ? DataTypes.MARK : DataTypes.INTEGER.of(key.equals("cgroupv2") ? 64 : 1);
    }

    private DataType option() {
        tokens.next();
        tokens.next();
        boolean field = tokens.peek().kind() == Token.Kind.WORD
                && tokens.peek().text().matches("[a-z][a-z0-9-]*")
                && !tokens.at("exists", "missing");
        if (field) {
            tokens.next();
        }
        return field ? DataTypes.INTEGER.of(16) : DataTypes.BOOL;
    }
}
