package packetwalk.program.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static packetwalk.Packetwalk.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.Inside;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.x509.CertificateAuthority;
import packetwalk.net.x509.CertificateSpec;
import packetwalk.net.x509.KeyedCertificate;
import packetwalk.program.stream.ServerLayer;
import packetwalk.program.stream.Stream;
import packetwalk.program.stream.StreamEvents;
import packetwalk.program.stream.StreamFault;
import packetwalk.program.stream.TcpStream;

/** TLS between two programs: what each of them sees, what goes wrong and in which words, and the JDK as the other end. */
class TlsTest {

    private final Cluster world = cluster()
            .dockerHost("10.100.0.2")
            .container("client")
            .container("server")
            .up();
    private final NetworkNamespace client = Inside.namespace(world.container("client"));
    private final NetworkNamespace server = Inside.namespace(world.container("server"));
    private final Instant now = client.simulation().date();
    private final Random random = new Random(1);
    private final CertificateAuthority authority = CertificateAuthority.create("Test Root", now, random);
    private final KeyedCertificate good = authority.issue(CertificateSpec.of("testhost.com", now));
    private final List<String> events = new ArrayList<>();

    private void listen(ServerLayer layer, Function<Stream, StreamEvents> program) {
        TcpStream.listen(server, new Owner(1, "server"), IpAddress.ANY_V4, 443, layer.under(program));
    }

    private TlsServer tls(KeyedCertificate certificate) {
        return new TlsServer(server.simulation(), ServerCertificates.always(certificate));
    }

    /** Says back what it hears. */
    private static StreamEvents echo(Stream any) {
        return new StreamEvents() {
            @Override
            public void received(Stream stream, Bytes data) {
                stream.send(Bytes.of("echo " + data.text()));
            }

            @Override
            public void peerClosed(Stream stream) {
                stream.close();
            }
        };
    }

    private void connect(StreamEvents below) {
        TcpStream.connect(
                client,
                new Owner(2, "client"),
                new Endpoint(world.container("server").address(), 443),
                below);
        world.advance(Duration.ofSeconds(5));
    }

    /** Connects, says hello, and closes when it has heard something. */
    private List<String> talk(TlsClient tls) {
        connect(tls.under(new StreamEvents() {
            @Override
            public void opened(Stream stream) {
                events.add("opened " + stream.tls().orElseThrow().protocol().orElse("?"));
                stream.send(Bytes.of("hello"));
            }

            @Override
            public void received(Stream stream, Bytes data) {
                events.add(data.text());
                stream.close();
            }

            @Override
            public void peerClosed(Stream stream) {
                events.add("closed");
            }

            @Override
            public void failed(Stream stream, StreamFault fault) {
                events.add(fault.words());
            }
        }));
        return events;
    }

    private TlsClient verifying(String host) {
        return TlsClient.verifying(client.simulation(), host, List.of(authority.certificate()));
    }

    @Test
    void two_programs_talk_and_nobody_between_them_reads_it() {
        listen(tls(good), TlsTest::echo);
        assertEquals(List.of("opened http/1.1", "echo hello", "closed"), talk(verifying("testhost.com")));
    }

    @Test
    void the_JDK_is_a_client_that_our_server_understands() {
        listen(tls(good), TlsTest::echo);
        JdkEngine jdk = JdkEngine.client("testhost.com", "hello");
        connect(jdk);
        assertEquals("", jdk.failure());
        assertEquals("echo hello", jdk.heard());
        assertEquals(
                "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                jdk.engine().getSession().getCipherSuite());
        assertEquals("http/1.1", jdk.engine().getApplicationProtocol());
    }

    @Test
    void the_JDK_takes_a_key_of_RSA_that_openssl_made() throws IOException {
        KeyedCertificate rsa = KeyedCertificate.read(file("rsa.crt"), file("rsa.key"));
        listen(tls(rsa), TlsTest::echo);
        JdkEngine jdk = JdkEngine.client("rsa.test", "hello");
        connect(jdk);
        assertEquals("echo hello", jdk.heard());
        assertEquals(
                "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                jdk.engine().getSession().getCipherSuite());
        events.clear();
        assertEquals(
                "echo hello",
                talk(TlsClient.trustingAnybody(client.simulation(), "rsa.test")).get(1));
    }

    private static String file(String name) throws IOException {
        try (InputStream file = TlsTest.class.getResourceAsStream("/packetwalk/net/x509/" + name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void the_JDK_is_a_server_that_our_client_understands() {
        JdkEngine jdk = JdkEngine.server(good, "welcome");
        listen(ServerLayer.NONE, stream -> jdk);
        assertEquals(List.of("opened ?", "welcome"), talk(verifying("testhost.com")));
        assertEquals("hello", jdk.heard());
        assertEquals("", jdk.failure());
    }

    private List<String> talkTo(KeyedCertificate certificate, String host) {
        listen(tls(certificate), TlsTest::echo);
        return talk(verifying(host));
    }

    @Test
    void a_certificate_that_is_out_of_date_is_refused() {
        CertificateSpec spec =
                new CertificateSpec("testhost.com", List.of("testhost.com"), now, now.plus(Duration.ofDays(1)));
        KeyedCertificate shortLived = authority.issue(spec);
        world.advance(Duration.ofDays(2));
        assertEquals(List.of("certificate has expired"), talkTo(shortLived, "testhost.com"));
    }

    @Test
    void a_certificate_of_tomorrow_is_refused() {
        KeyedCertificate early = authority.issue(CertificateSpec.of("testhost.com", now.plus(Duration.ofDays(1))));
        assertEquals(List.of("certificate is not yet valid"), talkTo(early, "testhost.com"));
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_refused() {
        KeyedCertificate own = KeyedCertificate.selfSigned(CertificateSpec.of("testhost.com", now), random);
        assertEquals(List.of("self-signed certificate"), talkTo(own, "testhost.com"));
    }

    @Test
    void a_certificate_of_an_unknown_authority_is_refused() {
        CertificateAuthority other = CertificateAuthority.create("Other Root", now, random);
        KeyedCertificate foreign = other.issue(CertificateSpec.of("testhost.com", now));
        assertEquals(List.of("unable to get local issuer certificate"), talkTo(foreign, "testhost.com"));
    }

    @Test
    void a_chain_that_ends_in_an_unknown_root_is_refused() {
        CertificateAuthority other = CertificateAuthority.create("Other Root", now, random);
        KeyedCertificate foreign = other.issue(CertificateSpec.of("testhost.com", now));
        KeyedCertificate withRoot =
                new KeyedCertificate(List.of(foreign.certificate(), other.certificate()), foreign.key());
        assertEquals(List.of("self-signed certificate in certificate chain"), talkTo(withRoot, "testhost.com"));
    }

    @Test
    void a_certificate_of_an_impostor_is_refused() {
        CertificateAuthority impostor = CertificateAuthority.create("Test Root", now, random);
        assertEquals(
                List.of("certificate signature failure"),
                talkTo(impostor.issue(CertificateSpec.of("testhost.com", now)), "testhost.com"));
    }

    @Test
    void a_certificate_of_another_name_is_refused() {
        assertEquals(
                List.of("no alternative certificate subject name matches target host name 'bar.com'"),
                talkTo(good, "bar.com"));
    }

    @Test
    void who_checks_nothing_takes_all_of_them() {
        listen(tls(KeyedCertificate.selfSigned(CertificateSpec.of("x", now), random)), TlsTest::echo);
        assertEquals(
                "echo hello",
                talk(TlsClient.trustingAnybody(client.simulation(), "testhost.com"))
                        .get(1));
    }

    @Test
    void a_server_may_refuse_a_name() {
        listen(
                new TlsServer(
                        server.simulation(),
                        name -> name.filter("testhost.com"::equals)
                                .map(any -> new ServerCertificates.Choice(good, "by its name"))),
                TlsTest::echo);
        assertEquals(List.of("error:0A000458:SSL routines::tlsv1 unrecognized name"), talk(verifying("bar.com")));
    }

    @Test
    void a_port_that_does_not_speak_TLS_is_none() {
        listen(ServerLayer.NONE, stream -> new StreamEvents() {
            @Override
            public void received(Stream own, Bytes data) {
                own.send(Bytes.of("HTTP/1.1 400 Bad Request\r\n\r\n"));
            }
        });
        assertEquals(List.of("error:0A00010B:SSL routines::wrong version number"), talk(verifying("testhost.com")));
    }

    @Test
    void plain_HTTP_is_told_that_the_port_speaks_TLS() {
        listen(tls(good).answerToPlain(Bytes.of("HTTP/1.1 400 Bad Request\r\n\r\n")), TlsTest::echo);
        connect(new StreamEvents() {
            @Override
            public void opened(Stream stream) {
                stream.send(Bytes.of("GET / HTTP/1.1\r\n\r\n"));
            }

            @Override
            public void received(Stream stream, Bytes data) {
                events.add(data.text().strip());
            }

            @Override
            public void peerClosed(Stream stream) {
                events.add("closed");
            }
        });
        assertEquals(List.of("HTTP/1.1 400 Bad Request", "closed"), events);
    }

    @Test
    void a_byte_that_somebody_changed_ends_the_connection() {
        TlsClient tls = verifying("testhost.com");
        listen(
                above -> {
                    Function<Stream, StreamEvents> program = tls(good).under(above);
                    return stream -> new Flip(program.apply(stream));
                },
                TlsTest::echo);
        assertEquals(List.of("opened http/1.1", "error:0A0003FC:SSL routines::sslv3 alert bad record mac"), talk(tls));
    }

    /** Changes the last byte of application data that comes in. */
    private static final class Flip implements StreamEvents {
        private final StreamEvents program;

        Flip(StreamEvents program) {
            this.program = program;
        }

        @Override
        public void opened(Stream stream) {
            program.opened(stream);
        }

        @Override
        public void received(Stream stream, Bytes data) {
            byte[] bytes = data.toArray();
            if (bytes[0] == 23) {
                bytes[bytes.length - 1] ^= 1;
            }
            program.received(stream, Bytes.of(bytes));
        }
    }

    @Test
    void much_data_goes_through_in_many_records() {
        listen(tls(good), TlsTest::echo);
        StringBuilder back = new StringBuilder();
        connect(verifying("testhost.com").under(new StreamEvents() {
            @Override
            public void opened(Stream stream) {
                stream.send(Bytes.of("x".repeat(100_000)));
            }

            @Override
            public void received(Stream stream, Bytes data) {
                back.append(data.text().replace("echo ", ""));
            }
        }));
        assertEquals(100_000, back.length());
    }

    @Test
    void one_seed_gives_one_certificate() {
        KeyedCertificate once = KeyedCertificate.selfSigned(CertificateSpec.of("a", now), new Random(5));
        KeyedCertificate again = KeyedCertificate.selfSigned(CertificateSpec.of("a", now), new Random(5));
        assertEquals(once.certificatePem() + once.keyPem(), again.certificatePem() + again.keyPem());
    }
}
