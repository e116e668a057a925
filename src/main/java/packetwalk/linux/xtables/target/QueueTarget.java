package packetwalk.linux.xtables.target;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;

/**
 * Gives the packet to a program to decide: {@code -j NFQUEUE}, net/netfilter/xt_NFQUEUE.c. No program of this world
 * listens, so the packet ends here, or with {@code --queue-bypass} passes this table: {@code nf_queue()}.
 *
 * @param first the queue
 * @param last the last of several that share the packets; equal to {@code first} for one
 * @param fanout whether the processor chooses among them
 */
public record QueueTarget(int first, int last, boolean bypass, boolean fanout) implements Target {

    public QueueTarget {
        Objects.checkIndex(last, 0x10000);
        Objects.checkIndex(first, last + 1);
    }

    @Override
    public @Nullable Verdict apply(Skb skb, Action action) {
        return bypass ? Verdict.ACCEPT : Verdict.DROP;
    }

    @Override
    public String name() {
        return "NFQUEUE";
    }

    @Override
    public String listed(boolean numeric) {
        String queues = first == last ? " num " + first : " balance " + first + ":" + last;
        return " NFQUEUE" + queues + (bypass ? " bypass" : "") + (fanout ? " cpu-fanout" : "");
    }

    @Override
    public String toString() {
        String queues = first == last ? " --queue-num " + first : " --queue-balance " + first + ":" + last;
        return "-j NFQUEUE" + queues + (bypass ? " --queue-bypass" : "") + (fanout ? " --queue-cpu-fanout" : "");
    }
}
