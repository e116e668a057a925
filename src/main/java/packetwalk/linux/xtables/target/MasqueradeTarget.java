package packetwalk.linux.xtables.target;

import java.util.Optional;
import java.util.Set;
import packetwalk.linux.conntrack.Connection;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.NatRange;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;
import packetwalk.net.IpAddress;

/**
 * Rewrites the source to the address of the outgoing device: {@code -j MASQUERADE}, net/netfilter/nf_nat_masquerade.c.
 *
 * @param range ports and how they are chosen; the device gives the address
 */
public record MasqueradeTarget(NatRange range) implements Target {

    @Override
    public Verdict apply(Skb skb, Action action) {
        Connection connection = skb.connection();
        if (connection == null || connection.original().src().isAny()) {
            return Verdict.ACCEPT; // a host that has no address yet speaks so on purpose: DHCP
        }
        Optional<IpAddress> address = action.host().masqueradeAddress(skb);
        if (address.isEmpty()) {
            return Verdict.DROP; // "MASQUERADE: eth0 ate my IP address": nf_nat_masquerade_ipv4()
        }
        action.nat().masquerade(connection, range.at(address.get()), skb.out(), action.rule(), name());
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
    public String listed(boolean numeric) {
        String ports = range.givenPorts().map(each -> " masq ports: " + each).orElse("");
        return ports + range.choice().options(" ");
    }

    @Override
    public String toString() {
        String ports = range.givenPorts().map(each -> " --to-ports " + each).orElse("");
        return "-j MASQUERADE" + ports + range.choice().options(" --");
    }
}
