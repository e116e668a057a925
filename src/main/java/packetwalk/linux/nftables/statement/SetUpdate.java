package packetwalk.linux.nftables.statement;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.NftSet;
import packetwalk.linux.nftables.Outcome;
import packetwalk.linux.nftables.SetElement;
import packetwalk.linux.nftables.SetReference;
import packetwalk.linux.nftables.Statement;
import packetwalk.linux.nftables.TimeText;
import packetwalk.linux.nftables.Value;

/**
 * Changes a set by what a packet has: {@code update @seen { ip saddr }}; net/netfilter/nft_dynset.c.
 *
 * @param key what the element is found by
 * @param data what it maps to, in a map; else null
 * @param timeoutMillis how long it lives; 0 for the set's own span
 * @param statements what the element remembers
 */
public record SetUpdate(
        Operation operation,
        SetReference set,
        Expression key,
        @Nullable Expression data,
        long timeoutMillis,
        List<Statement> statements)
        implements Statement {

    /** What is done. */
    public enum Operation {
        ADD,
        /** As add; and an element that is there lives on from now. */
        UPDATE,
        DELETE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public SetUpdate {
        statements = List.copyOf(statements);
    }

    /** {@code nft_dynset_eval()}. */
    @Override
    public Outcome execute(Evaluation at) {
        Value value = key.evaluate(at);
        Value mapped = data == null ? Value.EMPTY : data.evaluate(at);
        if (value == null || mapped == null) {
            return Outcome.BREAK;
        }
        NftSet target = set.set(at);
        SetElement element = SetElement.of(value, value, extras(mapped));
        if (operation == Operation.DELETE) {
            target.remove(element);
            return Outcome.GO_ON;
        }
        long now = at.host().simulation().now();
        SetElement there = target.update(element, operation == Operation.UPDATE, now);
        return there == null ? Outcome.BREAK : there.remember(at);
    }

    private SetElement.Extras extras(Value mapped) {
        return new SetElement.Extras(
                data == null ? null : SetElement.Mapped.of(mapped),
                "",
                timeoutMillis,
                0,
                statements.isEmpty() ? set.spec().statements() : statements);
    }

    @Override
    public List<Expression> expressions() {
        return data == null ? List.of(key) : List.of(key, data);
    }

    @Override
    public List<SetReference> sets() {
        return Stream.concat(Statement.super.sets().stream(), Stream.of(set)).toList();
    }

    @Override
    public Optional<String> unknown() {
        return Statement.super
                .unknown()
                .or(() -> statements.stream()
                        .flatMap(each -> each.unknown().stream())
                        .findFirst());
    }

    @Override
    public Optional<String> growing() {
        return Optional.of(set.spec().name());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(operation + " " + set + " { " + key);
        if (timeoutMillis > 0) {
            text.append(" timeout ").append(TimeText.of(timeoutMillis));
        }
        statements.forEach(each -> text.append(' ').append(each instanceof CounterStatement ? "counter" : each));
        return text.append(data == null ? "" : " : " + data).append(" }").toString();
    }
}
