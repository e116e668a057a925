package packetwalk.linux.nftables.statement;

import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Outcome;
import packetwalk.linux.nftables.Statement;

/**
 * Hands the packet to a process: net/netfilter/nft_queue.c. No process here takes any, so that it is lost, or passes.
 *
 * @param words what stands behind {@code queue}, with a blank before it
 * @param bypass whether it passes while nobody takes it
 */
public record QueueStatement(String words, boolean bypass) implements Statement {

    @Override
    public Outcome execute(Evaluation at) {
        return bypass ? Outcome.ACCEPT : Outcome.DROP;
    }

    @Override
    public boolean terminal() {
        return true;
    }

    @Override
    public String toString() {
        return "queue" + words;
    }
}
