package packetwalk.linux.nftables.expression;

import java.util.List;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.ElementText;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.Value;

/** A value that stands in the rule: net/netfilter/nft_immediate.c. */
public record Literal(List<DataType> types, Value value) implements Expression {

    public Literal {
        types = List.copyOf(types);
    }

    @Override
    public Value evaluate(Evaluation at) {
        return value;
    }

    @Override
    public String toString() {
        return ElementText.parts(types, value);
    }
}
