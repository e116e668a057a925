package packetwalk.linux.xtables.match;

import java.util.List;
import java.util.stream.Collectors;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Range;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.Protocol;
import packetwalk.net.Transport;

/**
 * Up to fifteen ports, a range counting twice: {@code -m multiport}, net/netfilter/xt_multiport.c.
 *
 * @param which the ports that are compared
 * @param ports in the order in which they were typed
 * @param protocol of the rule, for the names of services
 */
public record MultiportMatch(Which which, List<Range> ports, boolean negated, Protocol protocol) implements Match {

    /** One port of the packet, or either. */
    public enum Which {
        SPORTS,
        DPORTS,
        PORTS;

        @Override
        public String toString() {
            return this == SPORTS ? "sports" : this == DPORTS ? "dports" : "ports";
        }
    }

    public MultiportMatch {
        ports = List.copyOf(ports);
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        Transport transport = skb.packet().transport();
        return packetwalk.net.Ports.has(transport)
                && holds(packetwalk.net.Ports.source(transport), packetwalk.net.Ports.destination(transport))
                        != negated;
    }

    private boolean holds(int source, int destination) {
        for (Range range : ports) {
            if ((which != Which.DPORTS && Range.allows(range, source))
                    || (which != Which.SPORTS && Range.allows(range, destination))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String listed(boolean numeric) {
        String list =
                ports.stream().map(each -> Ports.words(each, numeric, protocol)).collect(Collectors.joining(","));
        return " multiport " + which + " " + (negated ? " !" : "") + list;
    }

    @Override
    public String toString() {
        String list = ports.stream().map(Range::toString).collect(Collectors.joining(","));
        return "-m multiport " + (negated ? "! " : "") + "--" + which + " " + list;
    }
}
