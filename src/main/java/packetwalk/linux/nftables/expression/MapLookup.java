package packetwalk.linux.nftables.expression;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.SetElement;
import packetwalk.linux.nftables.SetReference;
import packetwalk.linux.nftables.Value;

/** What a map has for a key: {@code ip saddr map @m}; net/netfilter/nft_lookup.c. */
public record MapLookup(Expression key, SetReference map) implements Expression {

    @Override
    public List<DataType> types() {
        return map.spec().data();
    }

    @Override
    public @Nullable Value evaluate(Evaluation at) {
        Value value = key.evaluate(at);
        SetElement found = value == null ? null : map.find(at, value);
        return found == null
                ? null
                : found.data().flatMap(SetElement.Mapped::value).orElse(null);
    }

    @Override
    public List<Expression> operands() {
        return List.of(key);
    }

    @Override
    public List<SetReference> sets() {
        return Stream.concat(Expression.super.sets().stream(), Stream.of(map)).toList();
    }

    @Override
    public Expression installed() {
        return new MapLookup(key.installed(), map);
    }

    @Override
    public String toString() {
        return key + " map " + map;
    }
}
