package packetwalk.linux.nftables.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.DataTypes;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.Value;

/** A value and a number that stands in the rule: net/netfilter/nft_bitwise.c. */
public record Binary(Expression left, Operator operator, Value right) implements Expression {

    /** What is done with the two; what binds tighter comes first. */
    public enum Operator {
        AND("&"),
        XOR("^"),
        OR("|"),
        LEFT_SHIFT("<<"),
        RIGHT_SHIFT(">>");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        /** Whether the number says how far bits are moved. */
        public boolean shifts() {
            return this == LEFT_SHIFT || this == RIGHT_SHIFT;
        }

        /** What comes of the two. */
        public Value apply(Value left, Value right) {
            return switch (this) {
                case AND -> left.and(right);
                case XOR -> left.xor(right);
                case OR -> left.or(right);
                case LEFT_SHIFT -> left.shifted((int) right.number());
                case RIGHT_SHIFT -> left.shifted(-(int) right.number());
            };
        }

        @Override
        public String toString() {
            return sign;
        }
    }

    @Override
    public List<DataType> types() {
        return left.types();
    }

    @Override
    public @Nullable Value evaluate(Evaluation at) {
        Value value = left.evaluate(at);
        return value == null ? null : operator.apply(value, right);
    }

    @Override
    public List<Expression> operands() {
        return List.of(left);
    }

    @Override
    public String toString() {
        DataType shown = operator.shifts() ? DataTypes.INTEGER : type();
        return left + " " + operator + " " + shown.print(right);
    }
}
