package packetwalk.program.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.SocketFault;
import packetwalk.linux.socket.TcpEvents;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.linux.socket.UdpSocket;
import packetwalk.net.Bytes;
import packetwalk.net.DnsMessage;
import packetwalk.net.DnsMessage.Flag;
import packetwalk.net.DnsMessage.Rcode;
import packetwalk.net.Packet;

/**
 * Sends questions, all at once from one port, to one server after the other until all are answered: glibc
 * resolv/res_send.c. An answer that does not fit into a datagram is asked for again by TCP.
 */
final class Exchange implements UdpSocket.Events {

    /** What a server says that cannot help: then the next is asked. */
    private static final Set<Rcode> USELESS = Set.of(Rcode.SERVFAIL, Rcode.NOTIMP, Rcode.REFUSED);

    private final NetworkNamespace from;
    private final Owner process;
    private final Map<Integer, DnsMessage> waiting = new LinkedHashMap<>();
    private final Map<Integer, DnsMessage> heard = new LinkedHashMap<>();
    private final List<DnsMessage> useless = new ArrayList<>();
    private Endpoint server;
    private boolean refused;
    private boolean reached;

    private Exchange(NetworkNamespace from, Owner process, Endpoint server) {
        this.from = from;
        this.process = process;
        this.server = server;
    }

    /**
     * Asks, and comes back when the questions are answered or nobody is left to ask, in virtual time.
     *
     * @param servers asked in order, at least one
     * @param timeoutSeconds that the first server is waited for
     * @param attempts how often all servers are asked
     * @param questions each with an id of its own
     */
    static Exchange run(
            NetworkNamespace from,
            Owner process,
            List<Endpoint> servers,
            int timeoutSeconds,
            int attempts,
            List<DnsMessage> questions) {
        Exchange exchange = new Exchange(from, process, servers.get(0));
        questions.forEach(question -> exchange.waiting.put(question.id(), question));
        UdpSocket socket = from.sockets().udp().bind(process, from.sockets().wildcard(), 0, exchange);
        try {
            for (int attempt = 0; attempt < attempts; attempt++) {
                for (int i = 0; i < servers.size(); i++) {
                    // resolv/res_send.c: later servers get more time, but share it
                    int seconds = Math.max(1, i == 0 ? timeoutSeconds : (timeoutSeconds << i) / servers.size());
                    if (exchange.ask(socket, servers.get(i), seconds)) {
                        return exchange;
                    }
                }
            }
        } finally {
            socket.close();
        }
        return exchange;
    }

    /** Whether that server has answered at least one question, and all that it will. */
    private boolean ask(UdpSocket socket, Endpoint next, int seconds) {
        server = next;
        refused = false;
        useless.clear();
        try {
            for (DnsMessage question : List.copyOf(waiting.values())) {
                socket.send(next, question.wire());
            }
        } catch (SocketFault noWay) {
            return false;
        }
        wait(Duration.ofSeconds(seconds));
        List<DnsMessage> cut =
                heard.values().stream().filter(each -> each.has(Flag.TC)).toList();
        if (!cut.isEmpty()) {
            byTcp(next, seconds);
        }
        return waiting.size() == useless.size() && !heard.isEmpty();
    }

    private void wait(Duration patience) {
        long deadline = from.simulation().now() + patience.toNanos();
        boolean ended = from.simulation().runUntil(() -> refused || waiting.size() <= useless.size(), deadline);
        reached |= !ended || !heard.isEmpty() || !useless.isEmpty();
    }

    /** Asks again for what was cut; what comes takes the place of what is known. */
    private void byTcp(Endpoint to, int seconds) {
        boolean[] failed = {false};
        List<DnsMessage> again = new ArrayList<>();
        DnsStream stream = new DnsStream((socket, data) -> again.add(DnsMessage.read(data)));
        List<Integer> cut = heard.values().stream()
                .filter(each -> each.has(Flag.TC))
                .map(DnsMessage::id)
                .toList();
        try {
            TcpSocket connection = from.sockets().tcp().connect(process, to.address(), to.port(), new TcpEvents() {
                @Override
                public void connected(TcpSocket socket) {
                    cut.forEach(id -> socket.send(DnsStream.framed(question(id).wire())));
                }

                @Override
                public void received(TcpSocket socket, Bytes data) {
                    stream.received(socket, data);
                }

                @Override
                public void failed(TcpSocket socket, Errno errno) {
                    failed[0] = true;
                }
            });
            long deadline =
                    from.simulation().now() + Duration.ofSeconds(seconds).toNanos();
            from.simulation().runUntil(() -> failed[0] || again.size() == cut.size(), deadline);
            connection.close();
        } catch (SocketFault noWay) {
            return;
        }
        again.forEach(answer -> heard.put(answer.id(), answer));
    }

    private DnsMessage question(int id) {
        DnsMessage answer = heard.get(id);
        if (answer == null) {
            throw new AssertionError("no answer with id " + id + " was cut; heard " + heard.keySet());
        }
        return DnsMessage.query(id, answer.questions().get(0));
    }

    @Override
    public void received(UdpSocket socket, Endpoint sender, Packet packet, Bytes data) {
        // glibc connects its socket: what comes from another address never gets to it
        if (!sender.equals(server)) {
            return;
        }
        Question.answer(data).filter(answer -> waiting.containsKey(answer.id())).ifPresent(answer -> {
            if (USELESS.contains(answer.rcode())) {
                useless.add(answer);
            } else {
                waiting.remove(answer.id());
                heard.put(answer.id(), answer);
            }
        });
    }

    @Override
    public void unreachable(UdpSocket socket, Packet error, Packet cause, Errno errno) {
        refused = true;
    }

    /** The answers, in the order in which they came; a refusal is none. */
    List<DnsMessage> answers() {
        return List.copyOf(heard.values());
    }

    /** What the last server said that could not help. */
    List<DnsMessage> useless() {
        return List.copyOf(useless);
    }

    /** Whether anybody was there, even one who said nothing; false if all said that nobody listens. */
    boolean reached() {
        return reached;
    }

    /** Who was asked last. */
    Endpoint server() {
        return server;
    }
}
