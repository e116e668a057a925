package packetwalk.linux.nftables.expression;

import java.util.List;
import java.util.Optional;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.Value;

/** Something that the engine knows the name and the type of, and no more: it is kept, printed, and never asked. */
public record Unmodelled(String text, DataType only) implements Expression {

    @Override
    public List<DataType> types() {
        return List.of(only);
    }

    @Override
    public Value evaluate(Evaluation at) {
        throw new AssertionError(text + " is not modelled, and must not be asked");
    }

    @Override
    public Optional<String> unknown() {
        return Optional.of(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
