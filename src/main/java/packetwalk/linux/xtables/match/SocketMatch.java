package packetwalk.linux.xtables.match;

import java.util.Optional;
import java.util.Set;
import packetwalk.linux.conntrack.Connection;
import packetwalk.linux.conntrack.CtState;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;
import packetwalk.net.Transport;
import packetwalk.net.Udp;

/**
 * Whether a socket of this host waits for the packet: {@code -m socket}, net/netfilter/xt_socket.c.
 *
 * @param transparent only sockets with IP_TRANSPARENT count, and no program here sets that
 * @param noWildcard sockets bound to all addresses count too; without it they do not
 * @param restoreSkmark the packet takes the socket's mark, which is 0 for all of them
 */
public record SocketMatch(boolean transparent, boolean noWildcard, boolean restoreSkmark) implements Match {

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        Optional<Endpoint> socket = host.socketFor(before(skb));
        boolean found = socket.isPresent()
                && !transparent
                && (noWildcard || !socket.get().address().isAny());
        if (found && restoreSkmark) {
            skb.mark(0);
        }
        return found;
    }

    /** The packet as its sender's peer knows it: an answer whose destination will be translated back. */
    private static Packet before(Skb skb) {
        Packet packet = skb.packet();
        Connection connection = skb.connection();
        if (connection == null || skb.ctState() != CtState.ESTABLISHED_REPLY || !connection.srcNat()) {
            return packet;
        }
        int port = connection.original().srcPort();
        Transport transport = packet.transport();
        if (transport instanceof Tcp segment) {
            transport = segment.withPorts(segment.srcPort(), port);
        } else if (transport instanceof Udp datagram) {
            transport = datagram.withPorts(datagram.srcPort(), port);
        }
        return packet.withDst(connection.original().src()).withTransport(transport);
    }

    @Override
    public Set<Hook> hooks() {
        return Set.of(Hook.PREROUTING, Hook.INPUT);
    }

    private String options() {
        return (transparent ? " --transparent" : "")
                + (noWildcard ? " --nowildcard" : "")
                + (restoreSkmark ? " --restore-skmark" : "");
    }

    @Override
    public String listed(boolean numeric) {
        return " socket" + options();
    }

    @Override
    public String toString() {
        return "-m socket" + options();
    }
}
