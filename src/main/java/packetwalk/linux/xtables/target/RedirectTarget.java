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

/**
 * Rewrites the destination to this host itself: {@code -j REDIRECT}, net/netfilter/nf_nat_redirect.c.
 *
 * @param range ports and how they are chosen; the incoming device gives the address
 */
public record RedirectTarget(NatRange range) implements Target {

    @Override
    public Verdict apply(Skb skb, Action action) {
        Optional<IpAddress> address = action.hook() == Hook.OUTPUT
                ? Optional.of(action.host().loopback())
                : action.host().primaryAddress(skb.in());
        if (address.isEmpty()) {
            return Verdict.DROP; // the device has no address
        }
        Connection connection = skb.connection();
        if (connection != null) {
            action.nat().setup(connection, NatKind.DNAT, range.at(address.get()), action.rule(), name());
        }
        return Verdict.ACCEPT;
    }

    @Override
    public String name() {
        return "REDIRECT";
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
        return Set.of(Hook.PREROUTING, Hook.OUTPUT);
    }

    @Override
    public String listed(boolean numeric) {
        String ports = range.givenPorts().map(each -> " redir ports " + each).orElse("");
        return ports + range.choice().options(" ");
    }

    @Override
    public String toString() {
        String ports = range.givenPorts().map(each -> " --to-ports " + each).orElse("");
        return "-j REDIRECT" + ports + range.choice().options(" --");
    }
}
