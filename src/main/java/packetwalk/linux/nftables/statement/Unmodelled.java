package packetwalk.linux.nftables.statement;

import java.util.Optional;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Outcome;
import packetwalk.linux.nftables.Statement;

/** A statement that the engine knows by its words only: it is kept, printed, and UNKNOWN for the packet that meets it. */
public record Unmodelled(String text) implements Statement {

    @Override
    public Outcome execute(Evaluation at) {
        return Outcome.unknown(text);
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
