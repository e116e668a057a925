package packetwalk.linux.xtables.match;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.xtables.Table;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Udp;
import packetwalk.time.Simulation;
import packetwalk.tools.Shell;
import packetwalk.trace.Trace;

/**
 * {@code owner_mt()} as the kernel ran it: a process of root, a kernel socket (an echo reply) and no socket at all (the
 * reset that REJECT makes), each asked all there is to ask.
 */
class OwnerMatchTest {

    @ParameterizedTest(name = "{0}: root {1}, kernel {2}, no socket {3}")
    @CsvSource({
        "--socket-exists,                 true,  true,  false",
        "! --socket-exists,               false, false, true",
        "--uid-owner 0,                   true,  false, false",
        "! --uid-owner 0,                 false, true,  true",
        "! --uid-owner 5,                 true,  true,  true",
        "--uid-owner 0-1000,              true,  false, false",
        "--gid-owner 5,                   false, false, false",
        "! --gid-owner 5,                 true,  true,  true",
        "--socket-exists ! --uid-owner 5, true,  true,  false",
        "! --socket-exists --uid-owner 0, false, false, false"
    })
    void a_packet_is_asked_whose_socket_sends_it(String typed, boolean root, boolean kernel, boolean none) {
        NetworkNamespace host = new NetworkNamespace(new Simulation(1), new Trace(), "node", "host");
        new Shell(host).run("iptables -A OUTPUT -m owner " + typed);
        var rule =
                host.netfilter().rules().chain(Table.FILTER, "OUTPUT").rules().get(0);
        var around = host.ipv4().surroundings();

        assertEquals(root, rule.matches(sentBy(Optional.of(new Owner(7, "curl"))), around));
        assertEquals(kernel, rule.matches(sentBy(Optional.of(Owner.KERNEL)), around));
        assertEquals(none, rule.matches(sentBy(Optional.empty()), around));
    }

    private static Skb sentBy(Optional<Owner> owner) {
        IpAddress address = IpAddress.parse("10.0.0.1");
        return Skb.outgoing(1, Packet.of(address, address, new Udp(1, 2, Bytes.EMPTY)), owner);
    }
}
