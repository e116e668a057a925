package packetwalk.oracle;

import java.time.Duration;
import java.util.List;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;
import packetwalk.net.Packet;

/** One line of a case: something built, or a question to both worlds. docs/agree.md has an example of each. */
sealed interface Statement {

    /** A device of a namespace: {@code pod:eth0}. */
    record Port(String netns, String device) {}

    /** {@code netns a b c}, {@code netns6 a b c}; {@code ipv6}: whether it is switched on there. */
    record Netns(List<String> names, boolean ipv6) implements Statement {}

    /** {@code link a:eth0 b:eth0}. */
    record Link(Port one, Port other) implements Statement {}

    /** {@code bridge a:br0 v1 v2}. */
    record Bridge(Port device, List<String> ports) implements Statement {}

    /** {@code vxlan a:flannel.1 5e:00:00:00:00:01 id 1 local 10.0.0.1 dstport 8472}: a device with a MAC address, up. */
    record Vxlan(Port device, MacAddress address, String options) implements Statement {}

    /**
     * {@code a$ ip addr add …}, perhaps with {@code <<EOF} and a text on its standard input.
     *
     * @param refused whether both worlds are to refuse it
     */
    record Command(String netns, String line, String input, boolean refused) implements Statement {}

    /** {@code a serves tcp 80}, which should give {@code expected}. */
    record Serve(String netns, String protocol, IpAddress address, int port, String expected) implements Statement {}

    /** {@code a closes NAME}: a connection that a probe has kept. */
    record Close(String netns, String connection) implements Statement {}

    /** {@code forget}: every connection table is emptied. */
    record Forget() implements Statement {}

    /** {@code wait 2s}: time passes. */
    record Wait(Duration span) implements Statement {}

    /** {@code counters}: a question about every rule of every namespace, how many packets it has counted. */
    record Counters() implements Statement {}

    /** Something sent, and what is seen of it. */
    sealed interface Question extends Statement {

        String netns();

        /** What both worlds must say, so that a case shows its fact and not only agreement; may be empty. */
        List<String> expected();

        /** Whether it sends several packets at once, which overtake each other as they like. */
        boolean several();
    }

    /** The ways in which a process asks. */
    enum Kind {
        /** A TCP connection, closed again at once unless it is kept. */
        CONNECTS,
        /** Data on a connection that was kept; the server sends them back. */
        SAYS,
        /** A UDP datagram. */
        SENDS,
        /** An ICMP echo request. */
        PINGS
    }

    /** {@code a sends 10.0.0.2:53 from 5000 ttl 3 => answered, b sees 10.0.0.1 ttl 64}. */
    record Probe(Kind kind, String netns, IpAddress to, int port, Sending how, List<String> expected)
            implements Question {

        @Override
        public boolean several() {
            return how.ttls().size() > 1;
        }
    }

    /**
     * How a process sends.
     *
     * @param address source address, or 0.0.0.0 for the route's
     * @param from source port, or 0 for any
     * @param ttls one, or that of each datagram where several are sent at once
     * @param size bytes of data
     * @param user the user who sends, and the group of the same number
     * @param connection a name under which a connection is kept, or was; else empty
     */
    record Sending(IpAddress address, int from, List<Integer> ttls, int size, int user, String connection) {

        Sending withSource(IpAddress other, int port) {
            return new Sending(other, port, ttls, size, user, connection);
        }

        int ttl() {
            return ttls.get(0);
        }

        Sending withTtls(List<Integer> other) {
            return new Sending(address, from, other, size, user, connection);
        }

        Sending withSize(int other) {
            return new Sending(address, from, ttls, other, user, connection);
        }

        Sending withUser(int other) {
            return new Sending(address, from, ttls, size, other, connection);
        }

        Sending keeping(String other) {
            return new Sending(address, from, ttls, size, user, other);
        }
    }

    /** {@code a injects tcp F. 10.0.0.1:5000 > 10.0.0.2:80}: a packet that no socket has made, or several at once. */
    record Inject(String netns, List<Packet> packets, List<String> expected) implements Question {

        @Override
        public boolean several() {
            return packets.size() > 1;
        }
    }
}
