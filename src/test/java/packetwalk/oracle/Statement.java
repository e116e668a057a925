package packetwalk.oracle;

import java.util.List;
import packetwalk.net.IpAddress;

/** One line of a case: something built, or a question to both worlds. */
sealed interface Statement {

    /** A device of a namespace: {@code pod:eth0}. */
    record Port(String netns, String device) {}

    /** {@code netns a b c}. */
    record Netns(List<String> names) implements Statement {}

    /** {@code link a:eth0 b:eth0}. */
    record Link(Port one, Port other) implements Statement {}

    /** {@code bridge a:br0 v1 v2}. */
    record Bridge(Port device, List<String> ports) implements Statement {}

    /** {@code a$ ip addr add …}. */
    record Command(String netns, String line) implements Statement {}

    /** {@code a serves tcp 80}, which should give {@code expected}. */
    record Serve(String netns, String protocol, int port, String expected) implements Statement {}

    /** {@code forget}: every connection table is emptied. */
    record Forget() implements Statement {}

    /** The three ways to ask. */
    enum Kind {
        /** A TCP connection, closed again at once. */
        CONNECTS,
        /** A UDP datagram. */
        SENDS,
        /** An ICMP echo request. */
        PINGS
    }

    /**
     * A question: {@code a sends 10.0.0.2:53 from 5000 ttl 3 => answered, b sees 10.0.0.1 ttl 64}.
     *
     * @param port destination port; for an echo its identifier, or 0
     * @param from source port, or 0 for any
     * @param expected what both worlds must say, so that a case shows its fact and not only agreement; may be empty
     */
    record Probe(Kind kind, String netns, IpAddress to, int port, int from, int ttl, List<String> expected)
            implements Statement {}
}
