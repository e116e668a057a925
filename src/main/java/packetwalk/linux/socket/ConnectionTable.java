package packetwalk.linux.socket;

import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import packetwalk.net.IpAddress;

/**
 * A namespace's TCP connections by their two ends, Linux' {@code ehash}; and which ports are taken between an address and
 * a peer, so that who looks for a free one among thousands need not look each up.
 */
final class ConnectionTable {

    private record Pair(Endpoint local, Endpoint remote) {}

    private record Way(IpAddress local, Endpoint remote) {
        static Way of(TcpSocket socket) {
            return new Way(socket.local().address(), socket.remote());
        }
    }

    private static final BitSet NONE = new BitSet();

    private final Map<Pair, TcpSocket> connections = new LinkedHashMap<>();
    private final Map<Way, BitSet> ports = new HashMap<>();

    void add(TcpSocket socket) {
        connections.put(new Pair(socket.local(), socket.remote()), socket);
        ports.computeIfAbsent(Way.of(socket), way -> new BitSet())
                .set(socket.local().port());
    }

    /** Takes a socket out, unless another has taken its place. */
    void remove(TcpSocket socket) {
        if (connections.remove(new Pair(socket.local(), socket.remote()), socket)) {
            ports.computeIfPresent(Way.of(socket), (way, taken) -> {
                taken.clear(socket.local().port());
                return taken.isEmpty() ? null : taken;
            });
        }
    }

    @Nullable
    TcpSocket find(Endpoint local, Endpoint remote) {
        return connections.get(new Pair(local, remote));
    }

    /** Ports of {@code local} with a connection to {@code remote}; not to be changed. */
    BitSet taken(IpAddress local, Endpoint remote) {
        return ports.getOrDefault(new Way(local, remote), NONE);
    }

    /** All, oldest first. */
    List<TcpSocket> all() {
        return List.copyOf(connections.values());
    }
}
