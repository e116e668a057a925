package packetwalk.tools.nft;

import java.util.List;
import java.util.Optional;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.DataTypes;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.NftSet;
import packetwalk.linux.nftables.NftTable;
import packetwalk.linux.nftables.SetElement;
import packetwalk.linux.nftables.SetReference;
import packetwalk.linux.nftables.Statement;
import packetwalk.linux.nftables.Value;
import packetwalk.linux.nftables.expression.Binary;
import packetwalk.linux.nftables.expression.Fib;
import packetwalk.linux.nftables.expression.PartOfByte;
import packetwalk.linux.nftables.statement.MatchStatement;
import packetwalk.linux.nftables.statement.MatchStatement.Operator;
import packetwalk.linux.nftables.statement.Test;
import packetwalk.linux.nftables.statement.VmapStatement;

/**
 * Reads what stands behind an expression: a comparison, or a map of verdicts.
 *
 * <p>What nft turns into something shorter (a set of one element, a mask that is a prefix, flags of a mask) is turned
 * here too, so that it is printed as nft prints it: nftables' src/evaluate.c, src/netlink_delinearize.c.
 */
final class MatchParser {

    private final Tokens tokens;
    private final Constants constants;
    private final ElementParser elements;

    MatchParser(Tokens tokens, Constants constants, NftTable table) {
        this.tokens = tokens;
        this.constants = constants;
        this.elements = new ElementParser(tokens, constants, table);
    }

    Statement behind(Expression left) {
        Statement read = read(left);
        Optional<PartOfByte> part = PartOfByte.of(left);
        if (part.isPresent() && read instanceof VmapStatement vmap) {
            return new VmapStatement(part.get(), vmap.map());
        }
        if (read instanceof MatchStatement match) {
            return PartOfByte.of(match.left())
                    .<Statement>map(bits -> new MatchStatement(bits, match.operator(), raw(bits, match.right())))
                    .orElse(match);
        }
        return read;
    }

    private static Test raw(PartOfByte bits, Test test) {
        return test instanceof Test.Exactly exactly ? new Test.Exactly(bits.types(), exactly.value()) : test;
    }

    private Statement read(Expression left) {
        if (tokens.take("vmap")) {
            return new VmapStatement(left, elements.reference(left.types(), List.of(DataTypes.VERDICT)));
        }
        Optional<Operator> operator = operator();
        if (tokens.at("{", "@")) {
            return set(left, operator.orElse(Operator.EQUAL));
        }
        if (left.types().size() > 1) {
            throw tokens.refusal("Use concatenations with sets and maps, not singleton values");
        }
        if (left.type().flags()) {
            return flags(left, operator);
        }
        return single(left, plain(operator));
    }

    private Optional<Operator> operator() {
        if (tokens.peek().kind() == Token.Kind.STRING) {
            return Optional.empty();
        }
        Optional<Operator> operator = switch (tokens.peek().text()) {
            case "==", "eq" -> Optional.of(Operator.EXACTLY);
            case "!=", "ne" -> Optional.of(Operator.NOT_EQUAL);
            case "<", "lt" -> Optional.of(Operator.LESS);
            case ">", "gt" -> Optional.of(Operator.GREATER);
            case "<=", "le" -> Optional.of(Operator.AT_MOST);
            case ">=", "ge" -> Optional.of(Operator.AT_LEAST);
            case "!" -> Optional.of(Operator.NONE);
            default -> Optional.empty();
        };
        operator.ifPresent(any -> tokens.next());
        return operator;
    }

    private static Operator plain(Optional<Operator> operator) {
        return operator.filter(each -> each != Operator.EXACTLY).orElse(Operator.EQUAL);
    }

    /** {@code optimize_singleton_set()}: one value, prefix or range needs no set. */
    private Statement set(Expression left, Operator operator) {
        int mark = tokens.mark();
        boolean literal = tokens.at("{");
        Operator how = operator == Operator.EXACTLY ? Operator.EQUAL : operator;
        if (how.ordered()) {
            throw tokens.refusal(mark, "Relational expression is not supported with sets");
        }
        boolean one = literal && left.types().size() == 1 && hasOne();
        if (one) {
            ElementParser.Read only = elements.one(left.type());
            requireInRange(left, only.key().to(), mark);
            return only.alone()
                    ? new MatchStatement(left, how, spanned(left.type(), only.key()))
                    : new MatchStatement(left, how, new Test.InSet(SetReference.of(elements.set(left.type(), only))));
        }
        SetReference read = elements.reference(left.types(), List.of());
        read.anonymous().ifPresent(set -> set.elements(0).forEach(each -> requireInRange(left, each.to(), mark)));
        return turned(left, how, read);
    }

    /** Whether the braces hold one element. */
    private boolean hasOne() {
        int mark = tokens.mark();
        tokens.next();
        int depth = 1;
        int commas = 0;
        while (depth > 0 && !tokens.atEnd()) {
            Token token = tokens.next();
            depth += token.is("{") ? 1 : token.is("}") ? -1 : 0;
            commas += token.is(",") ? 1 : 0;
        }
        tokens.reset(mark);
        return commas == 0;
    }

    private static Test spanned(DataType type, Constants.Span span) {
        return span.single()
                ? new Test.Exactly(List.of(type), span.from())
                : new Test.Between(type, span.from(), span.to(), span.shape() == Constants.Shape.PREFIX);
    }

    private void requireInRange(Expression left, Value value, int mark) {
        if (left.most().isPresent() && value.number() > left.most().getAsLong()) {
            throw tokens.refusal(
                    mark,
                    "Value " + value.number() + " exceeds valid range 0-"
                            + left.most().getAsLong());
        }
    }

    /** Bits that are turned may as well be turned on the other side: {@code binop_transfer()}. */
    private static Optional<Binary> turning(Expression left) {
        return left instanceof Binary binary && binary.operator() == Binary.Operator.XOR
                ? Optional.of(binary)
                : Optional.empty();
    }

    private static Statement turned(Expression left, Operator how, SetReference set) {
        Optional<Binary> turning = turning(left);
        boolean single = set.anonymous().isPresent()
                && set.anonymous().get().elements(0).stream()
                        .allMatch(each -> !each.isCatchAll() && each.from().equals(each.to()));
        if (turning.isEmpty() || !single) {
            return new MatchStatement(left, how, new Test.InSet(set));
        }
        Value bits = turning.get().right();
        List<SetElement> elements = set.anonymous().get().elements(0).stream()
                .map(each -> each.from().xor(bits))
                .map(value -> SetElement.of(value, value, SetElement.Extras.NONE))
                .toList();
        SetReference turned = SetReference.of(NftSet.anonymous(set.spec(), elements));
        return new MatchStatement(turning.get().left(), how, new Test.InSet(turned));
    }

    private Statement single(Expression typed, Operator operator) {
        int mark = tokens.mark();
        boolean checks = typed instanceof Fib && tokens.at("exists", "missing");
        Expression left = checks ? ((Fib) typed).check() : typed;
        Constants.Span span = constants.span(left.type());
        requireInRange(left, span.to(), mark);
        if (operator.ordered() && !span.single()) {
            throw tokens.refusal(mark, "Relational expression with a range or a prefix must be == or !=");
        }
        Optional<Binary> turning =
                turning(left).filter(any -> span.shape() != Constants.Shape.PREFIX && !orderedAsHost(operator, left));
        Expression asked = turning.map(Binary::left).orElse(left);
        Value turned = turning.map(Binary::right)
                .orElse(span.from().and(Value.of(0, left.type().bits())));
        Constants.Span wanted =
                new Constants.Span(span.from().xor(turned), span.to().xor(turned), span.shape());
        return masked(asked, operator, wanted)
                .orElseGet(() -> new MatchStatement(asked, operator, spanned(asked.type(), wanted)));
    }

    /** Numbers of this machine's order are turned round before they are compared, and bits on their own side. */
    private static boolean orderedAsHost(Operator operator, Expression left) {
        return operator.ordered() && left.type().hostOrder();
    }

    /** A mask that is a prefix is printed as one, whatever bits the other side has beyond it: {@code expr_mask_is_prefix()}. */
    private static Optional<Statement> masked(Expression asked, Operator operator, Constants.Span span) {
        boolean mask = asked instanceof Binary binary
                && binary.operator() == Binary.Operator.AND
                && asked.type().hasPrefixes()
                && span.single()
                && !orderedAsHost(operator, asked);
        int length = mask ? prefixLength(((Binary) asked).right()) : -1;
        return length < 0
                ? Optional.empty()
                : Optional.of(new MatchStatement(
                        ((Binary) asked).left(), operator, new Test.Network(asked.type(), span.from(), length)));
    }

    /** How many of the first bits are set, where no others are; else -1. */
    private static int prefixLength(Value mask) {
        for (int length = 0; length <= mask.length() * 8; length++) {
            if (mask.mask(length).equals(mask)) {
                return length;
            }
        }
        return -1;
    }

    /** {@code ct state new,established}, {@code tcp flags syn / syn,ack}, {@code tcp flags & (syn | ack) == syn}. */
    private Statement flags(Expression left, Optional<Operator> operator) {
        DataType type = left.type();
        Value value = list(type);
        if (left instanceof Binary binary && binary.operator() == Binary.Operator.AND) {
            return masked(binary, plain(operator), value);
        }
        if (tokens.take("/")) {
            return new MatchStatement(left, plain(operator), new Test.FlagsOf(type, value, list(type)));
        }
        if (operator.isEmpty() || operator.get() == Operator.NONE) {
            return new MatchStatement(left, operator.orElse(Operator.EQUAL), new Test.AnyFlag(type, value));
        }
        return new MatchStatement(left, operator.get(), new Test.Exactly(List.of(type), value));
    }

    private Statement masked(Binary binary, Operator operator, Value value) {
        DataType type = binary.type();
        if (value.isZero()) {
            boolean none = operator == Operator.EQUAL;
            return new MatchStatement(
                    binary.left(), none ? Operator.NONE : Operator.EQUAL, new Test.AnyFlag(type, binary.right()));
        }
        return new MatchStatement(binary.left(), operator, new Test.FlagsOf(type, value, binary.right()));
    }

    private Value list(DataType type) {
        Value value = constants.mask(type);
        while (tokens.at(",", "|")) {
            tokens.next();
            value = value.or(constants.mask(type));
        }
        return value;
    }
}
