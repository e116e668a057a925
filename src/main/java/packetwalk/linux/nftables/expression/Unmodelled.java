package packetwalk.linux.nftables.expression;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import packetwalk.linux.conntrack.Hook;
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

    /** {@code nft_rt_validate()}, {@code nft_socket_validate()}. */
    @Override
    public Set<Hook> hooks() {
        if (text.equals("rt mtu")) {
            return Set.of(Hook.FORWARD, Hook.OUTPUT, Hook.POSTROUTING);
        }
        return text.startsWith("socket ") ? Set.of(Hook.PREROUTING, Hook.INPUT, Hook.OUTPUT) : Hook.ALL;
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
