package packetwalk.linux.nftables.statement;

import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Outcome;
import packetwalk.linux.nftables.Statement;

/** Counts packets and bytes, and goes on: net/netfilter/nft_counter.c. */
public final class CounterStatement implements Statement {

    private long packets;
    private long bytes;

    public CounterStatement(long packets, long bytes) {
        this.packets = packets;
        this.bytes = bytes;
    }

    @Override
    public Outcome execute(Evaluation at) {
        packets++;
        bytes += at.packet().length();
        return Outcome.GO_ON;
    }

    public long packets() {
        return packets;
    }

    public long bytes() {
        return bytes;
    }

    /** Begins anew: {@code nft reset counters}. */
    public void zero() {
        packets = 0;
        bytes = 0;
    }

    @Override
    public Statement installed() {
        return new CounterStatement(packets, bytes);
    }

    @Override
    public String toString() {
        return "counter packets " + packets + " bytes " + bytes;
    }
}
