package packetwalk.program;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.SocketFault;
import packetwalk.net.Bytes;
import packetwalk.net.http.HttpFault;
import packetwalk.net.http.HttpLimits;
import packetwalk.net.http.HttpReader;
import packetwalk.net.http.HttpRequest;
import packetwalk.net.http.HttpResponse;
import packetwalk.program.stream.ClientLayer;
import packetwalk.program.stream.Stream;
import packetwalk.program.stream.StreamEvents;
import packetwalk.program.stream.StreamFault;
import packetwalk.program.stream.TcpStream;

/** A client's end of one HTTP connection: one request at a time, and it can be used again while both sides keep it. */
public final class HttpConnection {

    /** What its owner hears. */
    public interface Events {

        /** All handshakes are done. */
        default void opened(HttpConnection connection) {}

        /** The response to the request that was sent last. */
        void answered(HttpConnection connection, HttpResponse response);

        /** The connection is over: there will be no response, or no more of them. Told once. */
        void ended(HttpConnection connection, End end);
    }

    /** How a connection ended. */
    public enum Stage {
        /** It never came to be. */
        CONNECTING,
        /** The server closed or cut it while nothing was asked. */
        IDLE,
        /** The server closed or cut it before a byte of the response had come. */
        WAITING,
        /** What came is no response, or broke off. */
        READING
    }

    /**
     * Why there is no response.
     *
     * @param fault what cut the connection; empty if the server closed it in order
     * @param words for people
     */
    public record End(Stage stage, Optional<StreamFault> fault, String words) {
        public End {
            Objects.requireNonNull(stage, "stage");
            Objects.requireNonNull(fault, "fault");
            Objects.requireNonNull(words, "words");
        }
    }

    private final Events events;
    private final HttpReader<HttpResponse> reader = HttpReader.responses(HttpLimits.USUAL);
    private final Heard heard = new Heard();
    private @Nullable Stream stream;
    private @Nullable HttpRequest waiting;
    private boolean opened;
    private boolean over;
    private int requests;

    private HttpConnection(Events events) {
        this.events = Objects.requireNonNull(events, "events");
    }

    /**
     * Opens a connection; a request can be given at once and goes when the handshake is done.
     *
     * @throws SocketFault if there is no way to {@code to}, as {@link packetwalk.linux.socket.TcpLayer#connect}
     */
    public static HttpConnection open(NetworkNamespace from, Owner process, Endpoint to, Events events) {
        return open(from, process, to, ClientLayer.NONE, events);
    }

    /** The same through a layer, such as TLS. */
    public static HttpConnection open(
            NetworkNamespace from, Owner process, Endpoint to, ClientLayer layer, Events events) {
        HttpConnection connection = new HttpConnection(events);
        connection.stream = TcpStream.connect(from, process, to, layer.under(connection.heard));
        return connection;
    }

    /**
     * Sends a request.
     *
     * @throws SocketFault EPIPE if the connection is over
     */
    public void send(HttpRequest request) {
        if (waiting != null) {
            throw new IllegalStateException(waiting + " has no response yet; one request at a time");
        }
        waiting = request;
        requests++;
        reader.asked(request.method());
        if (opened) {
            stream().send(request.wire());
        }
    }

    /** Whether the next request can go over it. */
    public boolean reusable() {
        return opened && !over && waiting == null && stream().isOpen();
    }

    /** Requests that have gone over it. */
    public int requests() {
        return requests;
    }

    /** The bytes below. */
    public Stream stream() {
        if (stream == null) {
            throw new AssertionError("a connection that was not opened");
        }
        return stream;
    }

    /** Says goodbye; its owner hears nothing more. */
    public void close() {
        over = true;
        stream().close();
    }

    /** Cuts it; its owner hears nothing more. */
    public void abort() {
        over = true;
        stream().abort();
    }

    private void end(Stage stage, Optional<StreamFault> fault, String words) {
        if (!over) {
            over = true;
            events.ended(this, new End(stage, fault, words));
        }
    }

    private Stage stage() {
        if (waiting == null) {
            return Stage.IDLE;
        }
        return reader.midway() ? Stage.READING : Stage.WAITING;
    }

    private void answered(HttpRequest request, HttpResponse response) {
        waiting = null;
        if (!request.keepsAlive() || !response.keepsAlive()) {
            close();
        }
        events.answered(this, response);
    }

    /** What the stream tells. */
    private final class Heard implements StreamEvents {
        @Override
        public void opened(Stream own) {
            stream = own;
            opened = true;
            events.opened(HttpConnection.this);
            if (waiting != null) {
                own.send(waiting.wire());
            }
        }

        @Override
        public void received(Stream own, Bytes data) {
            reader.add(data);
            HttpRequest asked = waiting;
            if (asked == null) {
                malformed("it speaks without being asked");
                return;
            }
            try {
                reader.next().ifPresent(response -> HttpConnection.this.answered(asked, response));
            } catch (HttpFault fault) {
                malformed(String.valueOf(fault.getMessage()));
            }
        }

        private void malformed(String words) {
            stream().abort();
            end(Stage.READING, Optional.empty(), words);
        }

        @Override
        public void peerClosed(Stream own) {
            own.close();
            HttpRequest asked = waiting;
            Stage stage = stage();
            try {
                Optional<HttpResponse> last = asked == null ? Optional.empty() : reader.end();
                if (asked != null && last.isPresent()) {
                    over = true;
                    HttpConnection.this.answered(asked, last.get());
                } else {
                    end(stage, Optional.empty(), "the connection was closed");
                }
            } catch (HttpFault fault) {
                end(stage, Optional.empty(), String.valueOf(fault.getMessage()));
            }
        }

        @Override
        public void failed(Stream own, StreamFault fault) {
            end(opened ? stage() : Stage.CONNECTING, Optional.of(fault), fault.words());
        }
    }
}
