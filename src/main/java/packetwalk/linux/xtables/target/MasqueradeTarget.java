package packetwalk.linux.xtables.target;

import java.util.Optional;
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
import packetwalk.net.IpAddress;

/** Rewrites the source to the address of the outgoing device: {@code -j MASQUERADE}, net/netfilter/nf_nat_masquerade.c. */
public record MasqueradeTarget() implements Target {

    @Override
    public Verdict apply(Skb skb, Action action) {
        IpAddress nextHop = skb.route().nextHop(skb.packet().dst());
        Optional<IpAddress> address = action.host().addressOf(skb.out(), nextHop);
        if (address.isEmpty()) {
            return Verdict.DROP; // "MASQUERADE: eth0 ate my IP address": nf_nat_masquerade_ipv4()
        }
        Connection connection = skb.connection();
        if (connection != null) {
            action.nat().setup(connection, NatKind.SNAT, NatRange.of(address.get()), action.rule(), name());
        }
        return Verdict.ACCEPT;
    }

    @Override
    public String name() {
        return "MASQUERADE";
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
        return Set.of(Hook.POSTROUTING);
    }

    @Override
    public String toString() {
        return "-j MASQUERADE";
    }
}
