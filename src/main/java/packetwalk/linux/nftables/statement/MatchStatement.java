package packetwalk.linux.nftables.statement;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.Outcome;
import packetwalk.linux.nftables.SetReference;
import packetwalk.linux.nftables.Statement;
import packetwalk.linux.nftables.Value;
import packetwalk.linux.nftables.expression.Binary;
import packetwalk.linux.nftables.expression.PartOfByte;

/** A condition: the rule applies only if it holds; net/netfilter/nft_cmp.c, nft_range.c, nft_lookup.c. */
public record MatchStatement(Expression left, Operator operator, Test right) implements Statement {

    /** How the two sides are compared. */
    public enum Operator {
        EQUAL(""),
        /** As EQUAL, where that word must stand: one flag, and no others. */
        EXACTLY("== "),
        /** None of the flags. */
        NONE("! "),
        NOT_EQUAL("!= "),
        LESS("< "),
        GREATER("> "),
        AT_MOST("<= "),
        AT_LEAST(">= ");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        /** Whether it asks for an order, which only single values have. */
        public boolean ordered() {
            return switch (this) {
                case LESS, GREATER, AT_MOST, AT_LEAST -> true;
                default -> false;
            };
        }

        boolean negates() {
            return this == NOT_EQUAL || this == NONE;
        }
    }

    @Override
    public Outcome execute(Evaluation at) {
        Value value = left.evaluate(at);
        return value != null && holds(value, at) ? Outcome.GO_ON : Outcome.BREAK;
    }

    private boolean holds(Value value, Evaluation at) {
        if (operator.ordered() && right instanceof Test.Exactly exactly) {
            return inOrder(value.compareTo(exactly.value()));
        }
        if (operator.ordered() && right instanceof Test.Network network) {
            return inOrder(value.and(value.mask(network.length())).compareTo(network.network()));
        }
        return right.holds(value, at) != operator.negates();
    }

    private boolean inOrder(int order) {
        return switch (operator) {
            case LESS -> order < 0;
            case GREATER -> order > 0;
            case AT_MOST -> order <= 0;
            default -> order >= 0;
        };
    }

    @Override
    public List<Expression> expressions() {
        return List.of(left);
    }

    @Override
    public List<SetReference> sets() {
        return Stream.concat(
                        Statement.super.sets().stream(),
                        right instanceof Test.InSet in ? Stream.of(in.set()) : Stream.empty())
                .toList();
    }

    @Override
    public Statement installed() {
        return new MatchStatement(left.installed(), operator, right);
    }

    /** {@code &} before a value would be taken for its flags, so that {@code ==} stands there. */
    @Override
    public String toString() {
        boolean masked = left instanceof Binary || left instanceof PartOfByte;
        return left + " " + (masked && operator == Operator.EQUAL ? "== " : operator.sign) + right;
    }

    /** The value that the left side must have for the rule to apply; null if there is not just one. */
    public @Nullable Value only() {
        return operator == Operator.EQUAL && right instanceof Test.Exactly exactly ? exactly.value() : null;
    }
}
