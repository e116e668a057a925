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
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;

/** Moves one side into another network, host part and all: {@code -j NETMAP --to 10.1.0.0/16}, net/netfilter/xt_NETMAP.c. */
public record NetmapTarget(Cidr to) implements Target {

    @Override
    public Verdict apply(Skb skb, Action action) {
        Connection connection = skb.connection();
        if (connection != null) {
            NatKind kind = NatKind.at(action.hook());
            IpAddress own =
                    kind == NatKind.SNAT ? skb.packet().src() : skb.packet().dst();
            NatRange range = NatRange.of(to.network().or(own.hostPart(to.length())));
            action.nat().setup(connection, kind, range, action.rule(), name());
        }
        return Verdict.ACCEPT;
    }

    @Override
    public String name() {
        return "NETMAP";
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
        return Set.of(Hook.PREROUTING, Hook.INPUT, Hook.OUTPUT, Hook.POSTROUTING);
    }

    @Override
    public String listed(boolean numeric) {
        return " to:" + to;
    }

    @Override
    public String toString() {
        return "-j NETMAP --to " + to;
    }
}
