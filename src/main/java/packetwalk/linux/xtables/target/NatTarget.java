package packetwalk.linux.xtables.target;

import java.util.Set;
import packetwalk.linux.conntrack.Connection;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.NatKind;
import packetwalk.linux.conntrack.NatRange;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;

/** Rewrites source or destination: {@code -j SNAT --to-source}, {@code -j DNAT --to-destination}; net/netfilter/xt_nat.c. */
public record NatTarget(NatKind kind, NatRange range) implements Target {

    @Override
    public Verdict apply(Skb skb, Action action) {
        Connection connection = skb.connection();
        if (connection != null) {
            action.nat().setup(connection, kind, range, action.rule(), name());
        }
        return Verdict.ACCEPT;
    }

    @Override
    public String name() {
        return kind.name();
    }

    @Override
    public boolean tracks() {
        return true;
    }

    @Override
    public Set<Table> tables() {
        return Set.of(Table.NAT);
    }

    @Override
    public Set<Hook> hooks() {
        return kind == NatKind.SNAT ? Set.of(Hook.INPUT, Hook.POSTROUTING) : Set.of(Hook.PREROUTING, Hook.OUTPUT);
    }

    @Override
    public String listed(boolean numeric) {
        return " to:" + range + range.choice().options(" ");
    }

    @Override
    public String toString() {
        String option = kind == NatKind.DNAT ? "-j DNAT --to-destination " : "-j SNAT --to-source ";
        return option + range + range.choice().options(" --");
    }
}
