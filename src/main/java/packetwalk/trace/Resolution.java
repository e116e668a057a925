package packetwalk.trace;

import java.util.Optional;
import packetwalk.net.ArpMessage;
import packetwalk.net.FramePayload;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;
import packetwalk.net.Ndp;
import packetwalk.net.Packet;

/**
 * A question for a neighbour's MAC address, or the answer: ARP, or IPv6's neighbour discovery.
 *
 * @param protocol as a walk's text calls it
 * @param question whether it asks
 * @param address whose MAC address is asked for, or told
 * @param mac what is told; empty in a question
 */
record Resolution(String protocol, boolean question, IpAddress address, Optional<MacAddress> mac) {

    /** What {@code payload} asks or answers; empty if it does neither. */
    static Optional<Resolution> of(FramePayload payload) {
        if (payload instanceof ArpMessage message) {
            return Optional.of(
                    message.request()
                            ? new Resolution("ARP", true, message.targetIp(), Optional.empty())
                            : new Resolution("ARP", false, message.senderIp(), Optional.of(message.senderMac())));
        }
        return ndp(payload).map(message -> switch (message.kind()) {
            case NEIGHBOUR_SOLICITATION -> new Resolution("NDP", true, message.target(), Optional.empty());
            case NEIGHBOUR_ADVERTISEMENT -> new Resolution("NDP", false, message.target(), message.mac());
        });
    }

    /** The message of neighbour discovery that is in it. */
    static Optional<Ndp> ndp(FramePayload payload) {
        return payload instanceof Packet packet && packet.transport() instanceof Ndp message
                ? Optional.of(message)
                : Optional.empty();
    }

    boolean answers(Resolution asked) {
        return !question && asked.question && address.equals(asked.address);
    }
}
