package packetwalk.tools;

import java.util.List;
import java.util.stream.Collectors;
import packetwalk.linux.conntrack.Connection;
import packetwalk.linux.conntrack.Conntrack;
import packetwalk.linux.conntrack.CtStatus;
import packetwalk.net.IpFamily;
import packetwalk.net.Protocol;

/** Connections as {@code conntrack -L} prints them: libnetfilter_conntrack, src/conntrack/snprintf_default.c. */
final class ConntrackText {

    /** Protocols that the library has a name for. */
    private static final List<Protocol> NAMED = List.of(
            Protocol.TCP,
            Protocol.UDP,
            Protocol.UDPLITE,
            Protocol.ICMP,
            Protocol.ICMPV6,
            Protocol.SCTP,
            Protocol.of(47),
            Protocol.DCCP);

    private final Conntrack conntrack;
    private final boolean extended;

    /** {@code extended}: whether the network layer's protocol is printed as well. */
    ConntrackText(Conntrack conntrack, boolean extended) {
        this.conntrack = conntrack;
        this.extended = extended;
    }

    /** One line each; {@code use}: how many hold each of them, the question included. */
    String lines(List<Connection> connections, int use) {
        return connections.stream().map(each -> line(each, use)).collect(Collectors.joining());
    }

    private String line(Connection connection, int use) {
        Protocol protocol = connection.protocol();
        IpFamily family = connection.original().src().family();
        String state = connection.protocolState().isEmpty() ? "" : connection.protocolState() + " ";
        return "%s%-8s %d %d %s%s%s%s%s mark=%s%s use=%d\n"
                .formatted(
                        extended ? (family == IpFamily.IPV4 ? "ipv4     2 " : "ipv6     10 ") : "",
                        name(protocol),
                        protocol.number(),
                        conntrack.secondsLeft(connection),
                        state,
                        direction(connection, false),
                        connection.has(CtStatus.SEEN_REPLY) ? " " : " [UNREPLIED] ",
                        direction(connection, true),
                        connection.assured() ? " [ASSURED]" : "",
                        Integer.toUnsignedString(connection.mark()),
                        connection.zone().both(),
                        use);
    }

    private static Object name(Protocol protocol) {
        if (protocol == Protocol.ICMPV6) {
            return "icmpv6"; // /etc/protocols has another name
        }
        return NAMED.contains(protocol) ? protocol : "unknown";
    }

    private String direction(Connection connection, boolean reply) {
        String counted =
                conntrack.counts() ? " packets=" + connection.packets(reply) + " bytes=" + connection.bytes(reply) : "";
        return (reply ? connection.reply() : connection.original())
                + connection.zone().oneWay(reply)
                + counted;
    }
}
