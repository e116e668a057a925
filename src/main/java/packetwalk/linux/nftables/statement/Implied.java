package packetwalk.linux.nftables.statement;

import java.util.List;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.Outcome;
import packetwalk.linux.nftables.Statement;

/** A condition that goes without saying, since what comes behind can only hold with it: it is asked, and not printed. */
public record Implied(Statement condition) implements Statement {

    @Override
    public Outcome execute(Evaluation at) {
        return condition.execute(at);
    }

    @Override
    public List<Expression> expressions() {
        return condition.expressions();
    }

    @Override
    public String toString() {
        return "";
    }
}
