package packetwalk.linux.route;

import java.util.Objects;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Ports;
import packetwalk.net.Transport;

/**
 * What the routing tables are asked: Linux {@code struct flowi4}.
 *
 * @param src the source, or the unspecified address while it is still open
 * @param iif the device that the packet came in by; {@code lo} for a locally made one
 * @param oif if not empty, the device that it must leave by
 * @param mark the packet's mark
 * @param tos its type-of-service octet
 * @param protocol the protocol's number, 0 if it does not matter
 * @param sport source port, 0 where there is none
 * @param dport destination port; of an ICMP message that is sent its type and code, which share the field
 */
public record RouteQuery(
        IpAddress dst, IpAddress src, String iif, String oif, int mark, int tos, int protocol, int sport, int dport) {

    /** The incoming device of what this host itself sends. */
    public static final String LOCAL = "lo";

    public RouteQuery {
        Objects.requireNonNull(dst, "dst");
        Objects.requireNonNull(src, "src");
        Objects.requireNonNull(iif, "iif");
        Objects.requireNonNull(oif, "oif");
    }

    /** Where does a packet that this host sends to {@code dst} go? */
    public static RouteQuery output(IpAddress dst, IpAddress src, int mark) {
        return new RouteQuery(dst, src, LOCAL, "", mark, 0, 0, 0, 0);
    }

    /** Where does this packet of this host's own go? */
    public static RouteQuery output(Packet packet, int mark) {
        return output(packet, packet.src(), mark);
    }

    /** Where would this packet go, while its source is {@code src}? */
    public static RouteQuery output(Packet packet, IpAddress src, int mark) {
        Transport transport = packet.transport();
        int dport = transport instanceof IcmpEcho echo ? (echo.reply() ? 0 : 8) << 8 : Ports.destination(transport);
        return new RouteQuery(
                packet.dst(),
                src,
                LOCAL,
                "",
                mark,
                packet.tos(),
                packet.protocol().number(),
                Ports.source(transport),
                transport instanceof IcmpError error
                        ? error.kind().type() << 8 | error.kind().code()
                        : dport);
    }

    /** Where does a packet go that came in by {@code iif}? */
    public static RouteQuery input(Packet packet, String iif, int mark) {
        Transport transport = packet.transport();
        return new RouteQuery(
                packet.dst(),
                packet.src(),
                iif,
                "",
                mark,
                packet.tos(),
                packet.protocol().number(),
                Ports.source(transport),
                Ports.destination(transport));
    }

    /** The same question of what comes from {@code source}. */
    public RouteQuery from(IpAddress source) {
        return new RouteQuery(dst, source, iif, oif, mark, tos, protocol, sport, dport);
    }

    /** The same question of what must leave by {@code device}. */
    public RouteQuery outOf(String device) {
        return new RouteQuery(dst, src, iif, device, mark, tos, protocol, sport, dport);
    }
}
