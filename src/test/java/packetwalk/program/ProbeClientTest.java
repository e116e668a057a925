package packetwalk.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.Inside;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Owner;
import packetwalk.net.Bytes;
import packetwalk.net.http.HttpHeaders;
import packetwalk.net.http.HttpResponse;
import packetwalk.net.x509.CertificateAuthority;
import packetwalk.net.x509.CertificateSpec;
import packetwalk.program.stream.ServerLayer;
import packetwalk.program.tls.ServerCertificates;
import packetwalk.program.tls.TlsServer;

/** A probe's request and what it takes for an answer: pkg/probe/http. */
class ProbeClientTest {

    private final Cluster world = cluster()
            .dockerHost("10.100.0.2")
            .container("kubelet")
            .container("pod")
            .up();
    private final NetworkNamespace node = Inside.namespace(world.container("kubelet"));
    private final NetworkNamespace pod = Inside.namespace(world.container("pod"));
    private final String address = world.container("pod").address().toString();
    private final List<String> asked = new ArrayList<>();

    private void serve(int port, ServerLayer layer) {
        HttpHandler handler = (request, client) -> {
            asked.add(request.wire().text());
            return switch (request.path()) {
                case "/moved" -> redirect("/well");
                case "/away" -> redirect("http://10.9.9.9/well");
                case "/round" -> redirect("/round");
                case "/secure" -> redirect("https://" + address + "/well");
                case "/ill" -> HttpResponse.text(503, "no\n");
                default -> HttpResponse.text(200, "yes\n");
            };
        };
        new HttpServer(port, HttpService.of(handler), layer).start(pod, new Owner(7, "server"));
    }

    private static HttpResponse redirect(String location) {
        return HttpResponse.of(302, HttpHeaders.of("Location", location), Bytes.EMPTY);
    }

    private TlsServer tls() {
        CertificateAuthority authority =
                CertificateAuthority.create("Nobody's Root", pod.simulation().date(), new Random(1));
        return new TlsServer(
                pod.simulation(),
                ServerCertificates.always(authority.issue(
                        CertificateSpec.of("other.example", pod.simulation().date()))));
    }

    private String probe(String url, String... headers) {
        List<ProbeClient.Answer> answers = new ArrayList<>();
        ProbeClient.http(node, Url.parse(url), HttpHeaders.of(headers), Duration.ofSeconds(1), answers::add);
        world.advance(Duration.ofSeconds(3));
        assertEquals(1, answers.size(), "one probe, one answer");
        return answers.get(0).passed() ? "passed" : answers.get(0).words();
    }

    @Test
    void it_says_who_it_is_and_closes() {
        serve(8080, ServerLayer.NONE);

        assertEquals("passed", probe("http://" + address + ":8080/well"));
        assertEquals(List.of("""
                        GET /well HTTP/1.1
                        Host: %s:8080
                        User-Agent: kube-probe/1.37
                        Accept: */*
                        Connection: close

                        """.formatted(address).replace("\n", "\r\n")), asked);
    }

    @Test
    void headers_of_the_probe_go_with_it_or_instead_of_its_own() {
        serve(8080, ServerLayer.NONE);

        probe("http://" + address + ":8080/", "Host", "shop.example", "X-Probe", "1", "X-Probe", "2", "Accept", "");
        assertEquals(List.of("""
                        GET / HTTP/1.1
                        Host: shop.example
                        User-Agent: kube-probe/1.37
                        X-Probe: 1
                        X-Probe: 2
                        Connection: close

                        """.replace("\n", "\r\n")), asked);
    }

    @Test
    void in_TLS_whoever_answers_is_taken() {
        serve(443, tls());
        assertEquals("passed", probe("https://" + address + "/well"));
        assertEquals("HTTP probe failed with statuscode: 503", probe("https://" + address + "/ill"));
    }

    @Test
    void TLS_to_a_server_without_it_fails() {
        serve(8080, ServerLayer.NONE);
        String words = probe("https://" + address + ":8080/well");
        assertEquals(
                "Get \"https://" + address + ":8080/well\": http: server gave HTTP response to HTTPS client", words);
    }

    @Test
    void a_redirect_is_followed_on_the_same_host_only() {
        serve(8080, ServerLayer.NONE);
        serve(443, tls());

        assertEquals("passed", probe("http://" + address + ":8080/moved"));
        assertEquals("passed", probe("http://" + address + ":8080/secure"));
        assertEquals(4, asked.size());
        assertEquals(
                "passed", probe("http://" + address + ":8080/away"), "a warning, which the kubelet takes as success");
        assertEquals(5, asked.size());
        assertTrue(probe("http://" + address + ":8080/round").endsWith("stopped after 10 redirects"));
        assertEquals(15, asked.size());
    }

    @Test
    void nobody_there_is_told_in_the_words_of_Go() {
        assertEquals(
                "Get \"http://" + address + ":80/\": dial tcp " + address + ":80: connect: connection refused",
                probe("http://" + address + "/"));
    }
}
