package packetwalk.linux.nftables.expression;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.Value;

/** Several values one behind the other: {@code ip saddr . tcp dport}. */
public record Concatenation(List<Expression> parts) implements Expression {

    public Concatenation {
        parts = List.copyOf(parts);
    }

    @Override
    public List<DataType> types() {
        return parts.stream().flatMap(each -> each.types().stream()).toList();
    }

    @Override
    public @Nullable Value evaluate(Evaluation at) {
        Value all = Value.EMPTY;
        for (int i = 0; i < parts.size(); i++) {
            Value value = parts.get(i).evaluate(at);
            if (value == null) {
                return null;
            }
            all = all.then(value);
        }
        return all;
    }

    @Override
    public List<Expression> operands() {
        return parts;
    }

    @Override
    public String toString() {
        return parts.stream().map(Expression::toString).collect(Collectors.joining(" . "));
    }
}
