package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.TcpEvents;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.http.HttpHeaders;
import packetwalk.net.http.HttpRequest;
import packetwalk.net.http.HttpResponse;
import packetwalk.net.x509.CertificateSpec;
import packetwalk.net.x509.Certificates;
import packetwalk.net.x509.KeyedCertificate;
import packetwalk.program.proxy.Dialect;
import packetwalk.program.proxy.HttpProxy;
import packetwalk.program.proxy.ProxySettings;
import packetwalk.program.proxy.Route;
import packetwalk.program.stream.ProxyProtocol;
import packetwalk.program.stream.Stream;
import packetwalk.program.tls.ServerCertificates;
import packetwalk.trace.Load;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/** curl's line, what it prints, and the words with which it gives up. */
class CurlTest {

    private static final String NODE = "10.100.0.2";

    private final Cluster k8s = cluster()
            .node(NODE)
            .pod("web")
            .listen(8080)
            .outside("192.0.2.0/24")
            .host("192.0.2.10")
            .name("client")
            .hostAlias("testhost.com", NODE)
            .hostAlias("bar.com", NODE)
            .up();
    private final OutsideHost client = k8s.host("client");
    private final NetworkNamespace node = k8s.node(NODE).namespace();
    private final Instant now = node.simulation().date();
    private final HttpProxy proxy =
            new HttpProxy(node, new Owner(5, "nginx"), this::route, Dialect.PLAIN, ProxySettings.NGINX);

    CurlTest() {
        proxy.listen(80);
    }

    private Route route(HttpRequest request, Stream any) {
        if (request.path().equals("/old")) {
            HttpHeaders there = HttpHeaders.of("Location", "http://testhost.com/new");
            return new Route.Answer(HttpResponse.empty(301, there), "path /old", "it has moved");
        }
        Endpoint web = new Endpoint(k8s.pod("web").address(), 8080);
        List<Endpoint> upstreams = request.host().equals("nobody.com") ? List.of() : List.of(web);
        return new Route.Onward("web", upstreams, "host " + request.host(), "the only rule");
    }

    private void serveTls(KeyedCertificate certificate) {
        proxy.listenTls(443, ServerCertificates.always(certificate));
    }

    private KeyedCertificate trusted(String name) {
        return k8s.pod("web").world().authority().issue(CertificateSpec.of(name, now));
    }

    private static String first(Walk walk) {
        return walk.output().lines().findFirst().orElse("");
    }

    @Test
    void https_is_answered_where_the_certificate_is_trusted_and_every_decision_is_a_step() {
        serveTls(trusted("testhost.com"));
        Walk walk = client.get("https://testhost.com/");
        assertTrue(walk.answered(), walk::text);
        assertEquals("web (you are 10.0.1.1, forwarded for 192.0.2.10)\n", walk.output());
        assertEquals(
                List.of("certificate", "verified", "proxied"),
                walk.steps(Step.Handled.class).stream().map(Step::event).toList());
        assertTrue(walk.text().contains("proxied: host testhost.com -> 10.0.1.2:8080 (the only rule)"), walk::text);
    }

    @Test
    void verbose_shows_both_heads_and_who_was_talked_to() {
        serveTls(trusted("testhost.com"));
        List<String> lines =
                client.curl("-v https://testhost.com/x").output().lines().toList();
        assertTrue(
                lines.containsAll(List.of(
                        "* Connected to testhost.com (10.100.0.2) port 443",
                        "* SSL connection using TLSv1.2 / ECDHE-ECDSA-AES128-GCM-SHA256",
                        "*  subject: CN=testhost.com",
                        "*  start date: Jan  1 00:00:00 2026 GMT",
                        "*  subjectAltName: host \"testhost.com\" matched cert's \"testhost.com\"",
                        "*  issuer: CN=Packetwalk Root CA",
                        "> GET /x HTTP/1.1",
                        "> Host: testhost.com",
                        "< HTTP/1.1 200 OK",
                        "web (you are 10.0.1.1, forwarded for 192.0.2.10)")),
                lines::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-H 'Host: foo.com' http://10.100.0.2/ | web (you are 10.0.1.1, forwarded for 192.0.2.10)",
                "-sI http://testhost.com/ | HTTP/1.1 200 OK",
                "-i http://testhost.com/ | HTTP/1.1 200 OK",
                "-s -o /dev/null -w '%{http_code}' http://testhost.com/old | 301",
                "-so/dev/null -w '%{http_code} %{redirect_url}' http://testhost.com/old | 301 http://testhost.com/new",
                "-sLo /dev/null -w '%{http_code} %{num_redirects}' http://testhost.com/old | 200 1",
                "-s -w '%{http_code}' -o /dev/null -H 'Host: nobody.com' http://10.100.0.2/ | 503",
                "-s -w '%{http_code}' -o /dev/null http://testhost.com:81/ | 000",
                "-fs -o /dev/null -w '%{http_code}' -H 'Host: nobody.com' http://10.100.0.2/ | 503",
                "-f -H 'Host: nobody.com' http://10.100.0.2/ | curl: (22) The requested URL returned error: 503",
                "--resolve a.b:80:10.100.0.2 http://a.b/ | web (you are 10.0.1.1, forwarded for 192.0.2.10)",
                "http://nowhere/ | curl: (6) Could not resolve host: nowhere",
                "-m 1 http://10.100.0.77/ | curl: (28) Connection timed out after 1000 milliseconds",
            })
    void a_line_prints_what_curl_prints(String line, String printed) {
        assertEquals(printed, first(client.curl(line)));
    }

    @Test
    void data_is_sent_by_POST_and_headers_can_be_left_out() {
        List<String> lines = client.curl("-v -d a=b -d c=d -H Accept: http://testhost.com/")
                .output()
                .lines()
                .toList();
        assertTrue(lines.containsAll(List.of("> POST / HTTP/1.1", "> Content-Length: 7")), lines::toString);
        assertTrue(lines.stream().noneMatch(line -> line.startsWith("> Accept")), lines::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "--foo http://x, option --foo: is unknown",
        "-Z http://x, option -Z: is unknown",
        "-H, requires parameter",
        "-k, no URL specified",
        "http://a http://b, one URL",
        "-m x http://a, numerical parameter",
        "-H nocolon http://a, has no colon",
        "-d @file http://a, no file",
        "-w '%{nonsense}' http://10.0.0.1/, unknown --write-out variable",
        "--resolve a:b http://a, parse CURLOPT_RESOLVE",
        "ftp://a/, is not a URL",
    })
    void what_curl_does_not_know_is_refused_by_name(String line, String said) {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> client.curl(line))
                .getMessage());
        assertTrue(message.contains(said), message);
    }

    @Test
    void a_certificate_that_does_not_hold_is_told_in_curls_words() {
        serveTls(KeyedCertificate.selfSigned(CertificateSpec.of("testhost.com", now), new Random(3)));
        Walk walk = client.get("https://testhost.com/");
        assertEquals(Outcome.Kind.REFUSED, walk.outcome().kind());
        assertEquals("curl: (60) SSL certificate problem: self-signed certificate", first(walk));
        assertTrue(walk.output().contains("curl failed to verify the legitimacy of the server"), walk::output);
        assertTrue(client.curl("-k https://testhost.com/").answered());
    }

    @Test
    void a_self_signed_certificate_is_good_for_who_was_given_it() {
        KeyedCertificate own = KeyedCertificate.selfSigned(CertificateSpec.of("testhost.com", now), new Random(3));
        serveTls(own);
        String pem = Certificates.toPem(own.certificate());
        assertTrue(client.curl("--cacert '" + pem + "' https://testhost.com/").answered());
    }

    @Test
    void an_expired_certificate_and_one_of_another_name_are_told_apart() {
        serveTls(k8s.pod("web")
                .world()
                .authority()
                .issue(new CertificateSpec(
                        "testhost.com", List.of("testhost.com"), now, now.plus(Duration.ofDays(1)))));
        assertEquals(
                "curl: (60) SSL: no alternative certificate subject name matches target host name 'bar.com'",
                first(client.get("https://bar.com/")));
        k8s.advance(Duration.ofDays(2));
        assertEquals(
                "curl: (60) SSL certificate problem: certificate has expired",
                first(client.get("https://testhost.com/")));
    }

    @Test
    void TLS_to_a_plain_port_and_plain_to_a_TLS_port_are_no_answers() {
        serveTls(trusted("testhost.com"));
        assertEquals(
                "curl: (35) OpenSSL/3.0.13: error:0A00010B:SSL routines::wrong version number",
                first(client.get("https://testhost.com:80/")));
        assertTrue(client.get("http://testhost.com:443/").outcome().text().startsWith("HTTP/1.1 400 Bad Request"));
    }

    @Test
    void a_name_that_a_server_does_not_know_is_an_alert() {
        KeyedCertificate own = trusted("testhost.com");
        proxy.listenTls(
                443,
                name -> name.filter("testhost.com"::equals)
                        .map(any -> new ServerCertificates.Choice(own, "by its name")));
        assertEquals(
                "curl: (35) OpenSSL/3.0.13: error:0A000458:SSL routines::tlsv1 unrecognized name",
                first(client.get("https://bar.com/")));
    }

    /** A server that answers whatever comes with that text, and closes. */
    private void odd(int port, String text) {
        node.sockets().tcp().listen(new Owner(6, "odd"), IpAddress.ANY_V4, port, any -> new TcpEvents() {
            @Override
            public void received(TcpSocket socket, Bytes data) {
                if (!text.isEmpty()) {
                    socket.send(Bytes.of(text));
                }
                socket.close();
            }
        });
    }

    @Test
    void what_is_no_whole_answer_is_told_apart() {
        odd(91, "");
        odd(92, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        odd(93, "SSH-2.0-OpenSSH_9.6\r\n");
        assertEquals("curl: (52) Empty reply from server", first(client.get("http://testhost.com:91/")));
        assertEquals(
                "curl: (18) transfer closed with 7 bytes remaining to read",
                first(client.get("http://testhost.com:92/")));
        assertEquals("curl: (1) Received HTTP/0.9 when not allowed", first(client.get("http://testhost.com:93/")));
        assertEquals(
                "curl: (35) OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to testhost.com:91 ",
                first(client.get("https://testhost.com:91/")));
    }

    @Test
    void a_server_that_takes_the_PROXY_protocol_is_told_whose_connection_it_is() {
        proxy.listen(IpAddress.ANY_V4, 8081, new ProxyProtocol());
        proxy.listen(
                IpAddress.ANY_V4,
                8443,
                new ProxyProtocol().then(proxy.tls(ServerCertificates.always(trusted("testhost.com")))));
        String forwarded = "web (you are 10.0.1.1, forwarded for 192.0.2.10)";
        assertEquals(forwarded, first(client.curl("--haproxy-protocol http://testhost.com:8081/")));
        assertEquals(forwarded, first(client.curl("--haproxy-protocol https://testhost.com:8443/")));
        Walk without = client.curl("http://testhost.com:8081/");
        assertEquals(Outcome.Kind.RESET, without.outcome().kind());
    }

    @Test
    void a_load_counts_statuses_and_takes_headers_and_TLS() {
        serveTls(trusted("testhost.com"));
        Load good = client.load("https://testhost.com/").requests(20).run();
        assertEquals(Map.of("web", 20), good.answers());
        Load bad = client.load("http://testhost.com/")
                .header("Host", "nobody.com")
                .requests(5)
                .run();
        assertEquals(Map.of(503, 5), bad.statuses());
        assertEquals(5, bad.answered());
        assertEquals(0, bad.succeeded());
        assertTrue(bad.text().contains("5 of the answers tell of an error"), bad::text);
        Load refused = client.load("https://bar.com/").requests(2).run();
        assertEquals(
                Map.of("no alternative certificate subject name matches target host name 'bar.com'", 2),
                refused.failures());
        assertEquals(
                2, client.load("https://bar.com/").insecure().requests(2).run().succeeded());
    }

    @Test
    void a_name_can_be_given_an_address_later() {
        assertEquals("curl: (6) Could not resolve host: late.com", first(client.get("http://late.com/")));
        client.hostAlias("late.com", NODE);
        assertTrue(client.get("http://late.com/").answered());
        assertThrows(IllegalArgumentException.class, () -> client.hostAlias("no name", NODE));
        assertEquals(Optional.empty(), client.names().resolvConf());
    }
}
