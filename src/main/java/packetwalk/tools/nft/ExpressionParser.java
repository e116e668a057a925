package packetwalk.tools.nft;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.DataTypes;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.Family;
import packetwalk.linux.nftables.NftTable;
import packetwalk.linux.nftables.Value;
import packetwalk.linux.nftables.expression.Binary;
import packetwalk.linux.nftables.expression.Concatenation;
import packetwalk.linux.nftables.expression.Ct;
import packetwalk.linux.nftables.expression.Fib;
import packetwalk.linux.nftables.expression.Hash;
import packetwalk.linux.nftables.expression.Header;
import packetwalk.linux.nftables.expression.MapLookup;
import packetwalk.linux.nftables.expression.Meta;
import packetwalk.linux.nftables.expression.Numgen;
import packetwalk.linux.nftables.expression.Payload;
import packetwalk.linux.nftables.expression.RawPayload;

/** Reads what a rule asks a packet for: nftables' src/parser_bison.y {@code expr}. */
final class ExpressionParser {

    /** Keys of meta that may stand without that word. */
    private static final Set<String> UNQUALIFIED = Set.of(
            "mark",
            "iif",
            "iifname",
            "iiftype",
            "oif",
            "oifname",
            "oiftype",
            "skuid",
            "skgid",
            "nftrace",
            "rtclassid",
            "ibrname",
            "obrname",
            "pkttype",
            "cpu",
            "iifgroup",
            "oifgroup",
            "cgroup");

    /** What the parser knows by its first word, and the engine by name only. */
    private static final Set<String> UNMODELLED = Set.of(
            "rt", "socket", "osf", "ipsec", "exthdr", "hbh", "rt0", "rt2", "rt4", "frag", "dst", "mh", "symhash");

    private final Tokens tokens;
    private final NftTable table;
    private final Constants constants;

    ExpressionParser(Tokens tokens, NftTable table) {
        this.tokens = tokens;
        this.table = table;
        this.constants = new Constants(tokens);
    }

    /** Values that stand in the rule. */
    Constants constants() {
        return constants;
    }

    Family family() {
        return table.family();
    }

    NftTable table() {
        return table;
    }

    /**
     * A concatenation, and what a map has for it.
     *
     * @param wanted the types that what stands in a map of the rule's own is to have
     */
    Expression expression(List<DataType> wanted) {
        Expression key = concatenation();
        return tokens.take("map")
                ? new MapLookup(key, new ElementParser(tokens, constants, table).reference(key.types(), wanted))
                : key;
    }

    /** Expressions with points between them. */
    Expression concatenation() {
        List<Expression> parts = new ArrayList<>();
        do {
            parts.add(binary());
        } while (tokens.take("."));
        return parts.size() == 1 ? parts.get(0) : new Concatenation(parts);
    }

    private Expression binary() {
        Expression left = primary();
        for (Optional<Binary.Operator> operator = operator(); operator.isPresent(); operator = operator()) {
            if (operator.get().shifts()) {
                left = shift(left, operator.get());
            } else {
                left = bitwise(left);
            }
        }
        return left;
    }

    private Expression shift(Expression left, Binary.Operator operator) {
        tokens.next();
        int mark = tokens.mark();
        Value places = constants.mask(DataTypes.INTEGER);
        if (places.number() >= left.type().bits()) {
            throw tokens.refusal(
                    mark,
                    (operator == Binary.Operator.LEFT_SHIFT ? "Left" : "Right") + " shift of " + places.number()
                            + " bits is undefined for type of "
                            + left.type().bits() + " bits width");
        }
        if (places.isZero()) {
            throw tokens.refusal(mark, "Could not process rule: Invalid argument");
        }
        return new Binary(left, operator, places);
    }

    private Expression bitwise(Expression left) {
        BitwiseChain chain = new BitwiseChain((left.type().bits() + 7) / 8);
        for (Optional<Binary.Operator> next = operator(); isBitwise(next); next = operator()) {
            tokens.next();
            chain.add(next.get(), operand(left.type(), next.get()));
        }
        return chain.on(left);
    }

    /** A constant, with what binds it tighter than {@code before} does. */
    private Value operand(DataType type, Binary.Operator before) {
        Value value = constants.mask(type);
        for (Optional<Binary.Operator> next = operator(); isBitwise(next); next = operator()) {
            if (next.get().compareTo(before) >= 0) {
                break;
            }
            tokens.next();
            value = next.get().apply(value, operand(type, next.get()));
        }
        return value;
    }

    private static boolean isBitwise(Optional<Binary.Operator> operator) {
        return operator.isPresent() && !operator.get().shifts();
    }

    private Optional<Binary.Operator> operator() {
        return switch (tokens.peek().kind() == Token.Kind.STRING
                ? ""
                : tokens.peek().text()) {
            case "&", "and" -> Optional.of(Binary.Operator.AND);
            case "|", "or" -> Optional.of(Binary.Operator.OR);
            case "^", "xor" -> Optional.of(Binary.Operator.XOR);
            case "<<", "lshift" -> Optional.of(Binary.Operator.LEFT_SHIFT);
            case ">>", "rshift" -> Optional.of(Binary.Operator.RIGHT_SHIFT);
            default -> Optional.empty();
        };
    }

    /** Whether the next word begins an expression. */
    boolean begins() {
        String word = tokens.peek().text();
        return tokens.peek().kind() != Token.Kind.STRING
                && (UNQUALIFIED.contains(word)
                        || UNMODELLED.contains(word)
                        || List.of("meta", "ct", "fib", "numgen", "jhash", "@", "(")
                                .contains(word)
                        || Header.named(word).isPresent());
    }

    private Expression primary() {
        if (tokens.take("(")) {
            Expression inner = concatenation();
            tokens.expect(")");
            return inner;
        }
        Token first = tokens.peek();
        if (first.kind() == Token.Kind.STRING) {
            throw tokens.unexpected("expecting an expression");
        }
        if (first.is("meta")) {
            tokens.next();
            return meta();
        }
        if (UNQUALIFIED.contains(first.text())) {
            return meta();
        }
        return switch (first.text()) {
            case "ct" -> ct();
            case "fib" -> fib();
            case "numgen" -> numgen();
            case "jhash" -> hash();
            case "@" -> raw();
            default -> header(first);
        };
    }

    private Expression header(Token first) {
        if (UNMODELLED.contains(first.text()) || tokens.ahead(1).is("option")) {
            return new UnmodelledParser(tokens, table.family()).read();
        }
        Optional<Header> header = Header.named(first.text());
        if (header.isEmpty()) {
            throw tokens.unexpected("expecting an expression");
        }
        tokens.next();
        String field = tokens.peek().text();
        Header.Field found =
                header.get().field(field).orElseThrow(() -> tokens.unexpected("expecting a field of " + header.get()));
        tokens.next();
        return new Payload(header.get(), found);
    }

    private Expression meta() {
        int mark = tokens.mark();
        String word = tokens.name();
        String key = word.equals("ibriport") ? "ibrname" : word.equals("obriport") ? "obrname" : word;
        return new Meta(
                Meta.Key.named(key).orElseThrow(() -> tokens.refusal(mark, "syntax error, unexpected " + word)));
    }

    private Expression ct() {
        tokens.next();
        Ct.Direction direction = Ct.Direction.NONE;
        for (Ct.Direction each : List.of(Ct.Direction.ORIGINAL, Ct.Direction.REPLY)) {
            if (tokens.at(each.name().toLowerCase(Locale.ROOT))) {
                tokens.next();
                direction = each;
            }
        }
        boolean ip6 = tokens.at("ip6");
        boolean ip = tokens.at("ip");
        if (ip || ip6) {
            tokens.next();
        }
        int mark = tokens.mark();
        String word = tokens.name();
        Ct.Key key = Ct.Key.named(word).orElseThrow(() -> tokens.refusal(mark, "syntax error, unexpected " + word));
        boolean unclear = !ip && !ip6 && table.family() == Family.INET;
        if (unclear && (key == Ct.Key.SADDR || key == Ct.Key.DADDR)) {
            throw tokens.refusal(
                    mark, "cannot determine ip protocol version, use \"ip saddr\" or \"ip6 saddr\" instead");
        }
        boolean address = key == Ct.Key.SADDR || key == Ct.Key.DADDR;
        boolean wide = ip6 || (!ip && table.family() == Family.IP6);
        return new Ct(key, direction, address && wide ? DataTypes.IPV6_ADDR : key.type());
    }

    private Expression fib() {
        tokens.next();
        boolean source = false;
        boolean destination = false;
        boolean mark = false;
        Fib.Device device = null;
        int begin = tokens.mark();
        do {
            String flag = tokens.name();
            switch (flag) {
                case "saddr" -> source = true;
                case "daddr" -> destination = true;
                case "mark" -> mark = true;
                case "iif" -> device = Fib.Device.IIF;
                case "oif" -> device = Fib.Device.OIF;
                default -> throw tokens.refusal(begin, "syntax error, unexpected " + flag);
            }
        } while (tokens.take("."));
        if (source == destination) {
            throw tokens.refusal(begin, "fib: exactly one of saddr and daddr must be given");
        }
        String result = tokens.name();
        if (device == Fib.Device.OIF && !result.equals("type")) {
            throw tokens.refusal(begin, "Could not process rule: Invalid argument");
        }
        boolean check = tokens.at("exists", "missing");
        return new Fib(
                source,
                mark,
                device,
                switch (result) {
                    case "oif" -> check ? Fib.Result.EXISTS : Fib.Result.OIF;
                    case "oifname" -> Fib.Result.OIFNAME;
                    case "type" -> Fib.Result.TYPE;
                    default -> throw tokens.refusal(begin, "syntax error, unexpected " + result);
                });
    }

    private Expression numgen() {
        tokens.next();
        boolean random = tokens.take("random");
        if (!random) {
            tokens.expect("inc");
        }
        tokens.expect("mod");
        int mark = tokens.mark();
        long modulus = tokens.number();
        if (modulus < 1) {
            throw tokens.refusal(mark, "Could not process rule: Numerical result out of range");
        }
        return new Numgen(random, modulus, tokens.take("offset") ? tokens.number() : 0);
    }

    private Expression hash() {
        tokens.next();
        Expression key = concatenation();
        tokens.expect("mod");
        long modulus = tokens.number();
        Optional<Long> seed = tokens.take("seed") ? Optional.of(tokens.number()) : Optional.empty();
        return new Hash(key, modulus, seed, tokens.take("offset") ? tokens.number() : 0);
    }

    /** {@code @th,16,16}; what is a field of either transport is printed as that. */
    private Expression raw() {
        tokens.next();
        int mark = tokens.mark();
        String word = tokens.name();
        Header.Base base =
                Header.Base.named(word).orElseThrow(() -> tokens.refusal(mark, "syntax error, unexpected " + word));
        tokens.expect(",");
        int offset = (int) tokens.number();
        tokens.expect(",");
        int length = (int) tokens.number();
        if (base == Header.Base.TRANSPORT && length == 16 && (offset == 0 || offset == 16)) {
            return new Payload(
                    Header.TH, Header.TH.field(offset == 0 ? "sport" : "dport").orElseThrow());
        }
        return new RawPayload(base, offset, length);
    }
}
