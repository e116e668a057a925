package packetwalk.trace;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import packetwalk.net.Bytes;
import packetwalk.net.Frame;
import packetwalk.net.Wire;
import packetwalk.net.tcpdump.TcpdumpText;
import packetwalk.time.Simulation;

/**
 * A frame as a packet socket saw it at one device: what came in before any hook of netfilter, what left after the last.
 *
 * @param at the device, the moment, and the packet's number: the same wherever the same packet is seen
 * @param outgoing whether it left by the device, or came in
 * @param frame what was seen
 * @param decisions what the packet met since it was last seen, and behind its last frame how it ended; empty where no walk was taken
 */
public record Captured(At at, boolean outgoing, Frame frame, List<String> decisions) {

    /** What {@code lo} sends comes in again, and libpcap shows it only then: pcap-linux.c {@code linux_check_direction()}. */
    private static final String LOOPBACK = "lo";

    public Captured {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(frame, "frame");
        decisions = List.copyOf(decisions);
    }

    /** What the virtual clocks showed. */
    public Instant time() {
        return Simulation.EPOCH.plusNanos(at.nanos());
    }

    /** From the Ethernet header on. */
    public Bytes bytes() {
        return Wire.of(frame);
    }

    /** Whether a capture has it, of what packet sockets are shown. */
    static boolean isShown(String device, boolean outgoing) {
        return !outgoing || !device.equals(LOOPBACK);
    }

    /** One line, as {@code tcpdump -nn} prints a first packet. */
    @Override
    public String toString() {
        return at.place() + (outgoing ? " Out " : " In ") + new TcpdumpText().line(frame);
    }
}
