package packetwalk.linux.nftables.statement;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.NftSet;
import packetwalk.linux.nftables.Outcome;
import packetwalk.linux.nftables.SetElement;
import packetwalk.linux.nftables.SetReference;
import packetwalk.linux.nftables.Statement;
import packetwalk.linux.nftables.Value;

/** A verdict by a map: {@code tcp dport vmap @m}; net/netfilter/nft_lookup.c. A key without one: the rule does not apply. */
public record VmapStatement(Expression key, SetReference map) implements Statement {

    @Override
    public Outcome execute(Evaluation at) {
        Value value = key.evaluate(at);
        SetElement found = value == null ? null : map.find(at, value);
        if (found == null) {
            return Outcome.BREAK;
        }
        return found.data().flatMap(SetElement.Mapped::verdict).orElse(Outcome.BREAK);
    }

    @Override
    public List<Expression> expressions() {
        return List.of(key);
    }

    @Override
    public List<SetReference> sets() {
        return Stream.concat(Statement.super.sets().stream(), Stream.of(map)).toList();
    }

    @Override
    public Set<String> chains() {
        return map.anonymous().map(NftSet::chains).orElse(Set.of());
    }

    @Override
    public Statement leading(String from, String to) {
        return map.anonymous()
                .map(set -> new VmapStatement(key, SetReference.of(set.leading(from, to))))
                .orElse(this);
    }

    @Override
    public Statement installed() {
        return new VmapStatement(key.installed(), map);
    }

    @Override
    public String toString() {
        return key + " vmap " + map;
    }
}
