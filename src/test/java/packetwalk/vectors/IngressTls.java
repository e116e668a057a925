package packetwalk.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import packetwalk.OutsideHost;
import packetwalk.Requests;
import packetwalk.net.http.HttpResponse;
import packetwalk.net.x509.CertificateSpec;
import packetwalk.net.x509.Certificates;
import packetwalk.net.x509.KeyedCertificate;
import packetwalk.program.tls.TlsClient;

/** Somebody outside who asks, plainly or over TLS, takes whatever certificate is shown, and tells whether it fits. */
final class IngressTls {
    private final OutsideHost client;
    private final String address;
    private final int port;
    private final boolean secure;

    IngressTls(OutsideHost client, String address, int port, boolean secure) {
        this.client = client;
        this.address = address;
        this.port = port;
        this.secure = secure;
    }

    /** A Secret with a certificate that nobody vouches for, for the hosts of a {@code tls} entry. */
    static String secret(JsonNode tls) {
        List<String> hosts = new ArrayList<>();
        tls.path("hosts").forEach(host -> hosts.add(host.asText()));
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        CertificateSpec spec =
                new CertificateSpec(hosts.get(0), hosts, now.minusSeconds(3600), now.plusSeconds(365L * 24 * 3600));
        KeyedCertificate certificate = KeyedCertificate.selfSigned(spec, new Random(1));
        ObjectNode secret = JsonNodeFactory.instance.objectNode();
        secret.put("apiVersion", "v1").put("kind", "Secret").put("type", "kubernetes.io/tls");
        secret.putObject("metadata").put("name", tls.path("secretName").asText());
        secret.putObject("stringData")
                .put("tls.crt", certificate.certificatePem())
                .put("tls.key", certificate.keyPem());
        return secret.toString();
    }

    /** What came of one request: its status, and what the echo server has told. */
    Map<String, String> send(String method, String host, String path) {
        Requests requests = Requests.from(client, address, port);
        Requests chosen = secure ? requests.over(TlsClient.trustingAnybody(requests.simulation(), host)) : requests;
        Requests.Exchange exchange = chosen.exchange(method, host, path);
        Optional<HttpResponse> answer = exchange.response();
        Map<String, String> seen = new LinkedHashMap<>();
        exchange.tls().ifPresent(tls -> {
            boolean fits = Certificates.isFor(tls.certificates().get(0), host);
            seen.put(
                    "tlsVerifiedHost",
                    fits ? host : Certificates.names(tls.certificates().get(0)).toString());
        });
        seen.put("status", answer.map(each -> Integer.toString(each.status())).orElse("no answer"));
        answer.filter(each -> each.status() == 200)
                .ifPresent(each -> each.body().text().lines().forEach(line -> {
                    int equals = line.indexOf('=');
                    seen.put(line.substring(0, equals), line.substring(equals + 1));
                }));
        answer.ifPresent(each -> seen.put("responseProto", each.version().toString()));
        return seen;
    }
}
