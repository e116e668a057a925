package packetwalk.trace;

import java.util.ArrayList;
import java.util.List;
import packetwalk.net.FramePayload;
import packetwalk.net.IcmpEcho;
import packetwalk.net.Packet;
import packetwalk.net.Ports;
import packetwalk.net.Transport;

/**
 * One header field that a step rewrote: what NAT and routers do to a packet, for people.
 *
 * @param field {@code src}, {@code dst}, {@code sport}, {@code dport}, {@code icmp id} or {@code ttl}
 * @param before its value as the packet came
 * @param after its value as the packet left
 */
public record HeaderChange(String field, String before, String after) {

    /** What differs between two states of a packet, addresses first; empty for ARP, which nobody rewrites. */
    public static List<HeaderChange> between(FramePayload before, FramePayload after) {
        List<HeaderChange> changes = new ArrayList<>();
        if (before instanceof Packet old && after instanceof Packet now && !old.equals(now)) {
            add(changes, "src", old.src(), now.src());
            add(changes, "sport", srcPort(old.transport()), srcPort(now.transport()));
            add(changes, "dst", old.dst(), now.dst());
            add(changes, "dport", dstPort(old.transport()), dstPort(now.transport()));
            add(changes, "icmp id", icmpId(old.transport()), icmpId(now.transport()));
            add(changes, "ttl", old.ttl(), now.ttl());
        }
        return List.copyOf(changes);
    }

    /** The field and both values with {@code arrow} between them. */
    public String text(String arrow) {
        return field + " " + before + arrow + after;
    }

    @Override
    public String toString() {
        return text(" -> ");
    }

    private static void add(List<HeaderChange> changes, String field, Object before, Object after) {
        if (!before.equals(after)) {
            changes.add(new HeaderChange(field, before.toString(), after.toString()));
        }
    }

    private static Object srcPort(Transport transport) {
        return Ports.has(transport) ? Ports.source(transport) : "";
    }

    private static Object dstPort(Transport transport) {
        return Ports.has(transport) ? Ports.destination(transport) : "";
    }

    private static Object icmpId(Transport transport) {
        return transport instanceof IcmpEcho echo ? echo.id() : "";
    }
}
