package packetwalk.program.dns;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.SocketFault;
import packetwalk.linux.socket.UdpSocket;
import packetwalk.net.Bytes;
import packetwalk.net.DnsMessage;
import packetwalk.net.DnsMessage.Rcode;
import packetwalk.net.Packet;
import packetwalk.time.Simulation;

/** Asks other servers, one after the other, two seconds each: CoreDNS' plugin {@code forward}. */
final class Forwarder {

    private static final long PATIENCE = Duration.ofSeconds(2).toNanos();

    private final NetworkNamespace namespace;
    private final Owner process;
    private final List<Endpoint> upstreams;

    Forwarder(NetworkNamespace namespace, Owner process, List<Endpoint> upstreams) {
        this.namespace = namespace;
        this.process = process;
        this.upstreams = upstreams;
    }

    /** Has {@code then} hear the answer; REFUSED if there is nobody to ask, SERVFAIL if nobody answers. */
    void ask(DnsMessage query, Consumer<DnsMessage> then) {
        if (upstreams.isEmpty()) {
            then.accept(query.reply(Set.of(), Rcode.REFUSED, List.of(), List.of(), List.of()));
        } else {
            new Asking(query, then).next();
        }
    }

    /** One question on its way round. */
    private final class Asking implements UdpSocket.Events {
        private final DnsMessage query;
        private final int id = namespace.simulation().random().nextInt(0x1_0000);
        private final Consumer<DnsMessage> then;
        private final UdpSocket socket;
        private Simulation.@Nullable Timer timer;
        private int server = -1;

        Asking(DnsMessage query, Consumer<DnsMessage> then) {
            this.query = query;
            this.then = then;
            this.socket =
                    namespace.sockets().udp().bind(process, namespace.sockets().wildcard(), 0, this);
        }

        /** On to the next server, if there is one. */
        void next() {
            stopWaiting();
            server++;
            if (server == upstreams.size()) {
                end(query.reply(Set.of(), Rcode.SERVFAIL, List.of(), List.of(), List.of()));
                return;
            }
            timer = namespace.simulation().after(PATIENCE, this::next);
            try {
                socket.send(upstreams.get(server), query.withId(id).wire());
            } catch (SocketFault noWay) {
                next();
            }
        }

        @Override
        public void received(UdpSocket own, Endpoint from, Packet packet, Bytes data) {
            if (server < upstreams.size() && from.equals(upstreams.get(server))) {
                Question.answer(data)
                        .filter(answer -> answer.id() == id)
                        .ifPresent(answer -> end(answer.withId(query.id())));
            }
        }

        @Override
        public void unreachable(UdpSocket own, Packet error, Packet cause, Errno errno) {
            next();
        }

        private void end(DnsMessage answer) {
            stopWaiting();
            server = upstreams.size();
            socket.close();
            then.accept(answer);
        }

        private void stopWaiting() {
            if (timer != null) {
                timer.cancel();
                timer = null;
            }
        }
    }
}
