package packetwalk.linux.nftables.statement;

import java.util.Set;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Outcome;
import packetwalk.linux.nftables.Statement;

/** A verdict that stands in the rule: accept, drop, jump, …; net/netfilter/nft_immediate.c. */
public record VerdictStatement(Outcome verdict) implements Statement {

    @Override
    public Outcome execute(Evaluation at) {
        return verdict;
    }

    @Override
    public Set<String> chains() {
        return verdict instanceof Outcome.Jump jump ? Set.of(jump.chain()) : Set.of();
    }

    @Override
    public Statement leading(String from, String to) {
        return new VerdictStatement(Outcome.leading(verdict, from, to));
    }

    @Override
    public boolean terminal() {
        return true;
    }

    @Override
    public String toString() {
        return verdict.toString();
    }
}
