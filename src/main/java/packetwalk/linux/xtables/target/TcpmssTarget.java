package packetwalk.linux.xtables.target;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;
import packetwalk.net.Tcp;

/**
 * Lowers the maximum segment size that a TCP segment announces, and goes on: {@code -j TCPMSS}, net/netfilter/xt_TCPMSS.c
 * {@code tcpmss_mangle_packet()}. A segment without data that announces none gets the option, be it a SYN or not.
 *
 * @param mss the size; {@link #CLAMP} for what fits the narrower of the two ways
 */
public record TcpmssTarget(int mss) implements Target {

    /** {@code --clamp-mss-to-pmtu}: {@code XT_TCPMSS_CLAMP_PMTU}. */
    public static final int CLAMP = 0xffff;

    /** RFC 1122 4.2.2.6: what a host that hears of no size must assume. */
    private static final int DEFAULT = 536;

    /** Headers of IP and TCP without options. */
    private static final int HEADERS = 40;

    /** Room for options behind a TCP header. */
    private static final int MOST_OPTIONS = 40;

    @Override
    public @Nullable Verdict apply(Skb skb, Action action) {
        if (!(skb.packet().transport() instanceof Tcp segment)) {
            return null;
        }
        int wanted = mss;
        if (mss == CLAMP) {
            int back = action.host().mtuTo(skb.packet().src());
            int mtu = Math.min(action.host().mtuOf(skb.route()), back);
            if (mtu <= HEADERS) {
                return Verdict.DROP; // "unknown or invalid path-MTU"
            }
            wanted = mtu - HEADERS;
        }
        int announced = segment.options().mss();
        if (announced > wanted) {
            announce(skb, segment, wanted);
        } else if (announced == 0
                && segment.data().isEmpty()
                && segment.options().length() < MOST_OPTIONS) {
            announce(skb, segment, Math.min(wanted, DEFAULT));
        }
        return null;
    }

    private static void announce(Skb skb, Tcp segment, int size) {
        skb.packet(
                skb.packet().withTransport(segment.withOptions(segment.options().withMss(size))));
    }

    @Override
    public String name() {
        return "TCPMSS";
    }

    @Override
    public Set<Hook> hooks() {
        return mss == CLAMP ? Set.of(Hook.FORWARD, Hook.OUTPUT, Hook.POSTROUTING) : Hook.ALL;
    }

    @Override
    public String listed(boolean numeric) {
        return mss == CLAMP ? " TCPMSS clamp to PMTU" : " TCPMSS set " + mss;
    }

    @Override
    public String toString() {
        return mss == CLAMP ? "-j TCPMSS --clamp-mss-to-pmtu" : "-j TCPMSS --set-mss " + mss;
    }
}
