package packetwalk.program.stream;

import java.util.Objects;
import packetwalk.linux.socket.Endpoint;
import packetwalk.net.Bytes;
import packetwalk.net.ProxyHeader;

/**
 * Says first whose connection it is: the PROXY header that {@code curl --haproxy-protocol} sends before all else, of its own
 * connection.
 *
 * @param version how it is written
 */
public record ProxyIntroduction(ProxyHeader.Version version) implements ClientLayer {

    public ProxyIntroduction {
        Objects.requireNonNull(version, "version");
    }

    @Override
    public StreamEvents under(StreamEvents above) {
        return new StreamEvents() {
            @Override
            public void opened(Stream stream) {
                Endpoint own = stream.local();
                Endpoint peer = stream.remote();
                stream.send(ProxyHeader.of(version, own.address(), own.port(), peer.address(), peer.port())
                        .bytes());
                above.opened(stream);
            }

            @Override
            public void received(Stream stream, Bytes data) {
                above.received(stream, data);
            }

            @Override
            public void peerClosed(Stream stream) {
                above.peerClosed(stream);
            }

            @Override
            public void failed(Stream stream, StreamFault fault) {
                above.failed(stream, fault);
            }
        };
    }
}
