package packetwalk.program;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.TcpListener;
import packetwalk.program.stream.ServerLayer;
import packetwalk.program.stream.Stream;
import packetwalk.program.stream.StreamEvents;
import packetwalk.program.stream.TcpStream;

/** A port on which a program speaks HTTP, and who is connected to it. */
public final class HttpListener {

    private final NetworkNamespace in;
    private final HttpService service;
    private final HttpConversation.Manners manners;
    private final TcpListener listener;
    private final Map<HttpConversation, Stream> open = new LinkedHashMap<>();

    /** One that answers at once by what {@code handler} says, over TCP alone; throws as the other. */
    public HttpListener(NetworkNamespace in, Owner process, Endpoint at, HttpHandler handler) {
        this(in, process, at, ServerLayer.NONE, HttpService.of(handler), HttpConversation.Manners.PLAIN);
    }

    /**
     * Listens until it is closed, or the sockets of {@code process} are.
     *
     * @param at an address of the namespace, or the unspecified one, and a port
     * @param layer what is between TCP and HTTP
     * @throws packetwalk.linux.socket.SocketFault EADDRINUSE if the port is taken, as
     *     {@link packetwalk.linux.socket.TcpLayer#listen}
     */
    public HttpListener(
            NetworkNamespace in,
            Owner process,
            Endpoint at,
            ServerLayer layer,
            HttpService service,
            HttpConversation.Manners manners) {
        this.in = in;
        this.service = Objects.requireNonNull(service, "service");
        this.manners = Objects.requireNonNull(manners, "manners");
        this.listener = TcpStream.listen(in, process, at.address(), at.port(), layer.under(this::converse));
    }

    private StreamEvents converse(Stream client) {
        HttpConversation conversation = new HttpConversation(service, manners, in.simulation(), client, open::remove);
        open.put(conversation, client);
        return conversation;
    }

    /** How many clients are connected. */
    public int clients() {
        return open.size();
    }

    /** Listens no more, and closes what is open: Go's {@code http.Server.Close()}. */
    public void close() {
        listener.close();
        List.copyOf(open.values()).forEach(Stream::close);
        open.clear();
    }

    /** Listens no more, closes who is idle, and the others when they have their answers: {@code http.Server.Shutdown()}. */
    public void drain() {
        listener.close();
        List.copyOf(open.keySet()).forEach(HttpConversation::drain);
    }
}
