package packetwalk.linux.xtables.match;

import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Range;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.Bytes;
import packetwalk.net.Protocol;
import packetwalk.net.Udp;
import packetwalk.net.Wire;

/**
 * Ports of a UDP datagram: {@code -m udp}, net/netfilter/xt_tcpudp.c {@code udp_mt()}.
 *
 * @param sport source ports; null for any
 * @param dport destination ports; null for any
 */
public record UdpMatch(@Nullable Range sport, @Nullable Range dport) implements Match {

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        if (skb.packet().transport() instanceof Udp datagram) {
            return Range.allows(sport, datagram.srcPort()) && Range.allows(dport, datagram.dstPort());
        }
        // behind "! -p udp", which iptables-nft lets pass, it looks into other headers as if they were UDP's
        Bytes header = Wire.transportOf(skb.packet());
        return Ports.allowed(sport, header, 0) && Ports.allowed(dport, header, 2);
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
