package packetwalk.linux.xtables.match;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Range;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.Tcp;

/**
 * Explicit congestion notification: {@code -m ecn}, net/netfilter/xt_ecn.c. The stack negotiates none, as Linux does
 * unless {@code net.ipv4.tcp_ecn} is 1, and so no segment has one of TCP's two flags.
 *
 * @param ece whether the flag ECE must be set or must not; empty if it does not matter
 * @param cwr the same of CWR
 * @param ect the two bits of the IP header; null if they do not matter
 */
public record EcnMatch(
        Optional<Boolean> ece,
        Optional<Boolean> cwr,
        @Nullable Range ect) implements Match {

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        boolean asksTcp = ece.isPresent() || cwr.isPresent();
        return Range.allows(ect, skb.packet().tos() & 3)
                && (!asksTcp || skb.packet().transport() instanceof Tcp)
                && !ece.orElse(false)
                && !cwr.orElse(false);
    }

    private static String flag(Optional<Boolean> flag, String yes, String no) {
        return flag.map(set -> set ? yes : no).orElse("");
    }

    @Override
    public String listed(boolean numeric) {
        return " ECN match" + flag(ece, " ECE", " !ECE") + flag(cwr, " CWR", " !CWR")
                + (ect == null ? "" : (ect.negated() ? " !ECT=" : " ECT=") + ect);
    }

    @Override
    public String toString() {
        return "-m ecn" + flag(ece, " --ecn-tcp-ece", " ! --ecn-tcp-ece")
                + flag(cwr, " --ecn-tcp-cwr", " ! --ecn-tcp-cwr")
                + (ect == null ? "" : " " + ect.not() + "--ecn-ip-ect " + ect);
    }
}
