package packetwalk.linux.nftables.statement;

import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Outcome;
import packetwalk.linux.nftables.Statement;

/** No connection tracking for the packet: net/netfilter/nft_ct.c {@code nft_notrack_eval()}. */
public record Notrack() implements Statement {

    @Override
    public Outcome execute(Evaluation at) {
        if (at.skb().connection() == null) {
            at.skb().notrack();
        }
        return Outcome.GO_ON;
    }

    @Override
    public String toString() {
        return "notrack";
    }
}
