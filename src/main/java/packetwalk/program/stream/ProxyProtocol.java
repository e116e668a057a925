package packetwalk.program.stream;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.socket.Endpoint;
import packetwalk.net.Bytes;
import packetwalk.net.ProxyHeader;

/**
 * Takes the PROXY header that a balancer says first on each connection, so that the program above sees the client of whom it
 * speaks. What begins otherwise is cut: whoever may connect here could else say that it is somebody else.
 *
 * @see ProxyHeader
 */
public final class ProxyProtocol implements ServerLayer {

    @Override
    public Function<Stream, StreamEvents> under(Function<Stream, StreamEvents> above) {
        return below -> new Introduction(above);
    }

    /** One connection: first its header, then all that follows. */
    private static final class Introduction implements StreamEvents {
        private final Function<Stream, StreamEvents> above;
        private Bytes before = Bytes.EMPTY;
        private @Nullable Introduced introduced;
        private @Nullable StreamEvents program;

        Introduction(Function<Stream, StreamEvents> above) {
            this.above = above;
        }

        @Override
        public void received(Stream below, Bytes data) {
            if (program != null && introduced != null) {
                program.received(introduced, data);
                return;
            }
            before = before.plus(data);
            Optional<ProxyHeader.Read> header;
            try {
                header = ProxyHeader.read(before);
            } catch (IllegalArgumentException malformed) {
                below.handled("cut", "PROXY protocol", String.valueOf(malformed.getMessage()));
                below.abort();
                return;
            }
            header.ifPresent(read -> begin(below, read));
        }

        private void begin(Stream below, ProxyHeader.Read read) {
            Optional<ProxyHeader.Connection> client = read.header().connection();
            below.handled(
                    "introduced",
                    client.map(Object::toString).orElse("the proxy itself"),
                    "PROXY header, " + read.header().version() + ", " + read.length() + " bytes");
            Introduced stream = new Introduced(below, client);
            introduced = stream;
            program = above.apply(stream);
            program.opened(stream);
            Bytes rest = before.slice(read.length(), before.length());
            before = Bytes.EMPTY;
            if (!rest.isEmpty()) {
                program.received(stream, rest);
            }
        }

        @Override
        public void peerClosed(Stream below) {
            if (program != null && introduced != null) {
                program.peerClosed(introduced);
            } else {
                below.close();
            }
        }

        @Override
        public void failed(Stream below, StreamFault fault) {
            if (program != null && introduced != null) {
                program.failed(introduced, fault);
            }
        }
    }

    /** The connection below, with the ends that the header told. */
    private record Introduced(Stream below, Optional<ProxyHeader.Connection> client) implements Stream {
        @Override
        public void send(Bytes data) {
            below.send(data);
        }

        @Override
        public void close() {
            below.close();
        }

        @Override
        public void abort() {
            below.abort();
        }

        @Override
        public boolean isOpen() {
            return below.isOpen();
        }

        @Override
        public Endpoint local() {
            return client.map(it -> new Endpoint(it.dst(), it.dstPort())).orElseGet(below::local);
        }

        @Override
        public Endpoint remote() {
            return client.map(it -> new Endpoint(it.src(), it.srcPort())).orElseGet(below::remote);
        }

        @Override
        public Optional<TlsSession> tls() {
            return below.tls();
        }

        @Override
        public void handled(String event, Object by, Object why) {
            below.handled(event, by, why);
        }

        @Override
        public void keyed(Supplier<String> line) {
            below.keyed(line);
        }
    }
}
