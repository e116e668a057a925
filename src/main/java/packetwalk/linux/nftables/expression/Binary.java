package packetwalk.linux.nftables.expression;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.DataTypes;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.Value;

/** A value and a number that stands in the rule: net/netfilter/nft_bitwise.c. */
public record Binary(Expression left, Operator operator, Value right) implements Expression {

    /** What is done with the two. */
    public enum Operator {
        AND("&"),
        OR("|"),
        XOR("^"),
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
        return value == null ? null : result(value);
    }

    private Value result(Value value) {
        int bits = value.length() * 8;
        return switch (operator) {
            case AND -> value.and(right);
            case OR -> value.or(right);
            case XOR -> Value.of(value.number() ^ right.number(), bits);
            case LEFT_SHIFT -> Value.of(value.number() << right.number(), bits);
            case RIGHT_SHIFT -> Value.of(value.number() >>> right.number(), bits);
        };
    }

    @Override
    public boolean tracks() {
        return left.tracks();
    }

    @Override
    public Optional<String> unknown() {
        return left.unknown();
    }

    @Override
    public String toString() {
        DataType shown = operator.shifts() ? DataTypes.INTEGER : type();
        return left + " " + operator + " " + shown.print(right);
    }
}
