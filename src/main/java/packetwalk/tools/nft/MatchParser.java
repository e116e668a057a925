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
        if (tokens.take("vmap")) {
            return new VmapStatement(left, elements.reference(left.types(), List.of(DataTypes.VERDICT)));
        }
        Optional<Operator> operator = operator();
        if (tokens.at("{", "@")) {
            return set(left, operator.orElse(Operator.EQUAL));
        }
        if (left.types().size() > 1) {
            Value value = Constants.joined(constants.spans(left.types())).from();
            return new MatchStatement(left, plain(operator), new Test.Exactly(left.types(), value));
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
        if (!one) {
            SetReference set = elements.reference(left.types(), List.of());
            return new MatchStatement(left, how, new Test.InSet(set));
        }
        NftSet set = elements.reference(left.types(), List.of()).anonymous().orElseThrow();
        SetElement only = set.elements(0).get(0);
        return only.isCatchAll() || !only.statements().isEmpty()
                ? new MatchStatement(left, how, new Test.InSet(SetReference.of(set)))
                : new MatchStatement(left, how, spanned(left.type(), new Constants.Span(only.from(), only.to(), true)));
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
        return span.from().equals(span.to())
                ? new Test.Exactly(List.of(type), span.from())
                : new Test.Between(type, span.from(), span.to(), span.prefix());
    }

    private Statement single(Expression left, Operator operator) {
        int mark = tokens.mark();
        boolean checks = left instanceof Fib && tokens.at("exists", "missing");
        Expression asked = checks ? ((Fib) left).check() : left;
        Constants.Span span = constants.span(asked.type());
        Test test = spanned(asked.type(), span);
        if (operator.ordered() && !(test instanceof Test.Exactly)) {
            throw tokens.refusal(mark, "Relational expression with a range or a prefix must be == or !=");
        }
        boolean masked = asked instanceof Binary binary
                && binary.operator() == Binary.Operator.AND
                && asked.type().form() == DataType.Form.ADDRESS
                && test instanceof Test.Exactly;
        if (masked) {
            Binary binary = (Binary) asked;
            Value network = binary.right();
            int length = prefixLength(network);
            if (length >= 0 && span.from().and(network).equals(span.from())) {
                Value to = span.from().last(length);
                return new MatchStatement(
                        binary.left(), operator, new Test.Between(asked.type(), span.from(), to, true));
            }
        }
        return new MatchStatement(asked, operator, test);
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
