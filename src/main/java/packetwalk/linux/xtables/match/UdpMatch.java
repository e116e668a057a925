package packetwalk.linux.xtables.match;

import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Range;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.Protocol;
import packetwalk.net.Udp;

/**
 * Ports of a UDP datagram: {@code -m udp}, net/netfilter/xt_tcpudp.c {@code udp_mt()}.
 *
 * @param sport source ports; null for any
 * @param dport destination ports; null for any
 */
public record UdpMatch(@Nullable Range sport, @Nullable Range dport) implements Match {

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return skb.packet().transport() instanceof Udp datagram
                && Range.allows(sport, datagram.srcPort())
                && Range.allows(dport, datagram.dstPort());
    }

    @Override
    public String listed(boolean numeric) {
        return " udp" + Ports.listed(sport, dport, numeric, Protocol.UDP);
    }

    @Override
    public String toString() {
        return "-m udp" + Ports.options(sport, dport);
    }
}
