package packetwalk.program.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.TcpEvents;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.ProxyHeader;
import packetwalk.time.Simulation;
import packetwalk.trace.At;
import packetwalk.trace.Trace;

/** A layer-4 proxy between a client and servers of its own host, byte by byte. */
class TcpProxyTest {

    private static final Owner PROXY = new Owner(10, "proxy");
    private static final Owner OTHERS = new Owner(11, "test");
    private static final IpAddress LOCALHOST = IpAddress.parse("127.0.0.1");
    private static final Endpoint FRONT = new Endpoint(LOCALHOST, 80);

    private final Simulation simulation = new Simulation(1);
    private final NetworkNamespace host = new NetworkNamespace(simulation, new Trace(), "host", At.HOST_NETNS);
    private final List<TcpProxy.Ended> log = new ArrayList<>();

    /** One end of a connection, and what it has heard. */
    private static final class Peer implements TcpEvents {
        private final StringBuilder heard = new StringBuilder();
        private TcpSocket socket;

        Peer(TcpSocket socket) {
            this.socket = socket;
        }

        @Override
        public void connected(TcpSocket own) {
            socket = own;
        }

        @Override
        public void received(TcpSocket own, Bytes data) {
            heard.append(data.text());
        }

        @Override
        public void peerClosed(TcpSocket own) {
            heard.append("<FIN>");
        }

        @Override
        public void failed(TcpSocket own, Errno errno) {
            heard.append("<" + errno + ">");
        }

        void say(String text) {
            socket.send(Bytes.of(text));
        }
    }

    private List<Peer> serve(int port) {
        List<Peer> accepted = new ArrayList<>();
        host.sockets().tcp().listen(OTHERS, LOCALHOST, port, socket -> {
            Peer peer = new Peer(socket);
            accepted.add(peer);
            return peer;
        });
        return accepted;
    }

    private TcpProxy proxy(TcpProxy.Settings settings, int... ports) {
        return new TcpProxy(
                host,
                PROXY,
                FRONT,
                (client, tried) -> ports.length == 0
                        ? Optional.empty()
                        : Optional.of(new TcpProxy.Choice(
                                new Endpoint(LOCALHOST, ports[tried.size() % ports.length]), "the next port")),
                settings,
                log::add);
    }

    private Peer client() {
        Peer[] peer = new Peer[1];
        TcpSocket socket = host.sockets().tcp().connect(OTHERS, LOCALHOST, 80, new TcpEvents() {
            @Override
            public void received(TcpSocket own, Bytes data) {
                peer[0].received(own, data);
            }

            @Override
            public void peerClosed(TcpSocket own) {
                peer[0].peerClosed(own);
            }

            @Override
            public void failed(TcpSocket own, Errno errno) {
                peer[0].failed(own, errno);
            }
        });
        peer[0] = new Peer(socket);
        wait(Duration.ofMillis(1));
        return peer[0];
    }

    private void wait(Duration span) {
        simulation.advance(span);
    }

    @Test
    void bytes_go_both_ways() {
        List<Peer> servers = serve(8080);
        proxy(TcpProxy.Settings.DEFAULT, 8080);
        Peer client = client();
        client.say("hello");
        wait(Duration.ofMillis(1));
        servers.get(0).say("world");
        wait(Duration.ofMillis(1));
        assertEquals("hello", servers.get(0).heard.toString());
        assertEquals("world", client.heard.toString());
    }

    @Test
    void a_side_that_has_no_more_to_send_still_hears_the_other() {
        List<Peer> servers = serve(8080);
        proxy(TcpProxy.Settings.DEFAULT, 8080);
        Peer client = client();
        client.say("question");
        client.socket.shutdown();
        wait(Duration.ofMillis(1));
        assertEquals("question<FIN>", servers.get(0).heard.toString());
        servers.get(0).say("a long ");
        wait(Duration.ofMillis(1));
        servers.get(0).say("answer");
        servers.get(0).socket.close();
        wait(Duration.ofMillis(1));
        assertEquals("a long answer<FIN>", client.heard.toString());
        assertEquals("both sides have closed", log.get(0).end());
        wait(Duration.ofMinutes(5));
        assertTrue(
                host.sockets().tcp().connections().isEmpty(),
                () -> host.sockets().tcp().connections().toString());
    }

    @Test
    void a_reset_from_one_side_is_a_reset_for_the_other() {
        List<Peer> servers = serve(8080);
        proxy(TcpProxy.Settings.DEFAULT, 8080);
        Peer first = client();
        servers.get(0).socket.abort();
        wait(Duration.ofMillis(1));
        assertEquals("<ECONNRESET>", first.heard.toString());
        Peer second = client();
        second.socket.abort();
        wait(Duration.ofMillis(1));
        assertEquals("<ECONNRESET>", servers.get(1).heard.toString());
        assertEquals(2, log.size());
    }

    @Test
    void a_server_that_refuses_is_given_up_for_another_at_once() {
        List<Peer> servers = serve(8081);
        proxy(TcpProxy.Settings.DEFAULT, 8080, 8081);
        client().say("hello");
        wait(Duration.ofMillis(1));
        assertEquals("hello", servers.get(0).heard.toString());
    }

    @Test
    void one_server_alone_is_tried_again_after_a_second_and_in_the_end_the_client_is_let_go() {
        proxy(TcpProxy.Settings.DEFAULT, 8080);
        Peer client = client();
        wait(Duration.ofMillis(2500));
        assertEquals("", client.heard.toString());
        wait(Duration.ofMillis(1000));
        assertEquals("<FIN>", client.heard.toString());
        assertTrue(
                log.get(0).end().startsWith("no server took it: 127.0.0.1:8080 (Connection refused), "), log::toString);
        assertTrue(log.get(0).server().isEmpty());
    }

    @Test
    void a_server_that_appears_meanwhile_gets_what_was_said_before() {
        proxy(TcpProxy.Settings.DEFAULT, 8080);
        Peer client = client();
        client.say("early");
        wait(Duration.ofMillis(500));
        List<Peer> servers = serve(8080);
        wait(Duration.ofSeconds(1));
        assertEquals("early", servers.get(0).heard.toString());
    }

    @Test
    void without_a_server_the_client_is_let_go_at_once() {
        proxy(TcpProxy.Settings.DEFAULT);
        assertEquals("<FIN>", client().heard.toString());
        assertEquals("no server is left to choose", log.get(0).end());
    }

    @Test
    void a_server_hears_of_the_client_first() {
        for (ProxyHeader.Version version : ProxyHeader.Version.values()) {
            host.sockets().closeAll(PROXY);
            host.sockets().closeAll(OTHERS);
            List<Peer> servers = serve(8080);
            proxy(TcpProxy.Settings.DEFAULT.withHeader(version), 8080);
            Peer client = client();
            client.say("hello");
            wait(Duration.ofMillis(1));
            String heard = servers.get(0).heard.toString();
            assertTrue(heard.endsWith("hello"), heard);
            if (version == ProxyHeader.Version.V1) {
                assertEquals(
                        "PROXY TCP4 127.0.0.1 127.0.0.1 "
                                + client.socket.local().port() + " 80\r\nhello",
                        heard);
            }
        }
    }

    @Test
    void silence_ends_a_connection() {
        List<Peer> servers = serve(8080);
        proxy(TcpProxy.Settings.DEFAULT, 8080);
        Peer client = client();
        wait(Duration.ofSeconds(59));
        client.say("still here");
        wait(Duration.ofSeconds(59));
        assertEquals("", client.heard.toString());
        wait(Duration.ofSeconds(2));
        assertEquals("<ECONNRESET>", client.heard.toString());
        assertEquals("still here<ECONNRESET>", servers.get(0).heard.toString());
    }

    @Test
    void connections_to_a_server_can_be_cut_and_counted() {
        List<Peer> servers = serve(8080);
        TcpProxy proxy = proxy(TcpProxy.Settings.DEFAULT, 8080);
        Peer client = client();
        assertEquals(1, proxy.connections(server -> server.port() == 8080));
        proxy.cut(server -> server.port() == 9, "another");
        proxy.close();
        client.say("goes on");
        wait(Duration.ofMillis(1));
        assertEquals("goes on", servers.get(0).heard.toString());
        proxy.cut(server -> server.port() == 8080, "it was taken out");
        wait(Duration.ofMillis(1));
        assertEquals("<ECONNRESET>", client.heard.toString());
        assertEquals("it was taken out", log.get(0).end());
        assertEquals(0, proxy.connections(any -> true));
    }
}
