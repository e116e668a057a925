package packetwalk.linux.xtables.target;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;

/**
 * Changes the bits of explicit congestion notification and goes on: {@code -j ECN}, net/ipv4/netfilter/ipt_ECN.c. TCP's
 * two flags, which no segment of the engine has, can only be removed.
 *
 * @param ece what becomes of TCP's ECE: 0 or 1; -1 to leave it
 * @param cwr what becomes of TCP's CWR: 0 or 1; -1 to leave it
 * @param ect the IP header's two bits, 0 to 3; -1 to leave them
 */
public record EcnTarget(int ece, int cwr, int ect) implements Target {

    @Override
    public @Nullable Verdict apply(Skb skb, Action action) {
        if (ect >= 0) {
            skb.packet(skb.packet().withTos((skb.packet().tos() & ~0x03) | ect));
        }
        return null;
    }

    @Override
    public Optional<String> unknown() {
        return ece == 1 || cwr == 1 ? Optional.of("-j ECN, which sets TCP flags") : Optional.empty();
    }

    @Override
    public String name() {
        return "ECN";
    }

    @Override
    public Set<Table> tables() {
        return Set.of(Table.MANGLE);
    }

    private boolean removes() {
        return ece == 0 && cwr == 0 && ect < 0;
    }

    @Override
    public String listed(boolean numeric) {
        if (removes()) {
            return " ECN TCP remove";
        }
        return " ECN" + (ece < 0 ? "" : " ECE=" + ece) + (cwr < 0 ? "" : " CWR=" + cwr)
                + (ect < 0 ? "" : " ECT codepoint=" + ect);
    }

    @Override
    public String toString() {
        if (removes()) {
            return "-j ECN --ecn-tcp-remove";
        }
        return "-j ECN" + (ece < 0 ? "" : " --ecn-tcp-ece " + ece) + (cwr < 0 ? "" : " --ecn-tcp-cwr " + cwr)
                + (ect < 0 ? "" : " --ecn-ip-ect " + ect);
    }
}
