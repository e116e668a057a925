package packetwalk.ingress.nginx;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import packetwalk.ingress.ObjectName;
import packetwalk.ingress.RoutingTable;
import packetwalk.ingress.TlsEntry;
import packetwalk.ingress.TlsSecrets;
import packetwalk.ingress.VirtualHost;
import packetwalk.net.x509.CertificateSpec;
import packetwalk.net.x509.KeyedCertificate;
import packetwalk.program.tls.ServerCertificates;

/**
 * Which certificate a client gets, by the name that it asks for: its host's, from the Secret that an Ingress names for it.
 * In all other cases, and there are many, the controller's own fake one.
 */
final class NginxCertificates implements ServerCertificates {
    private static final String FAKE = "Kubernetes Ingress Controller Fake Certificate";

    private final Supplier<RoutingTable> table;
    private final TlsSecrets secrets;
    private final KeyedCertificate fake;

    NginxCertificates(Supplier<RoutingTable> table, TlsSecrets secrets, KeyedCertificate fake) {
        this.table = table;
        this.secrets = secrets;
        this.fake = fake;
    }

    /** The certificate that nobody can trust: {@code GetFakeSSLCert()}. */
    static KeyedCertificate fake(Instant now, Random random) {
        CertificateSpec spec = new CertificateSpec(FAKE, List.of("ingress.local"), now, now.plus(Duration.ofDays(365)));
        return KeyedCertificate.selfSigned(spec, random);
    }

    @Override
    public Optional<Choice> choose(Optional<String> serverName) {
        if (serverName.isEmpty()) {
            return fake("the client names no host");
        }
        String name = serverName.get();
        Optional<VirtualHost> server =
                table.get().server(name).filter(each -> !each.host().host().isEmpty());
        if (server.isEmpty()) {
            return fake("no Ingress has host " + name);
        }
        return ofHost(server.get().host().host(), server.get().tls());
    }

    /** {@code extractTLSSecretName()}: the entry that lists the host, else the first whose certificate is for it. */
    private Optional<Choice> ofHost(String host, List<TlsEntry> entries) {
        if (entries.isEmpty()) {
            return fake("host " + host + " has no TLS in its Ingress");
        }
        Optional<TlsEntry> listed = entries.stream()
                .filter(entry -> entry.hosts().stream()
                        .anyMatch(each -> each.toLowerCase(Locale.ROOT).equals(host)))
                .findFirst();
        if (listed.filter(entry -> entry.secret().isEmpty()).isPresent()) {
            return fake("the TLS entry of host " + host + " names no secret");
        }
        Optional<ObjectName> secret = listed.flatMap(TlsEntry::secret)
                .or(() -> entries.stream()
                        .flatMap(entry -> entry.secret().stream())
                        .filter(each -> secrets.read(each)
                                .certificate()
                                .filter(certificate -> TlsSecrets.isFor(certificate, host))
                                .isPresent())
                        .findFirst());
        if (secret.isEmpty()) {
            return fake("no certificate of its Ingress is for host " + host);
        }
        TlsSecrets.Read read = secrets.read(secret.get());
        if (read.certificate().isEmpty()) {
            return fake(read.why());
        }
        return TlsSecrets.isFor(read.certificate().get(), host)
                ? Optional.of(new Choice(read.certificate().get(), "secret " + secret.get() + " for host " + host))
                : fake("the certificate in secret " + secret.get() + " is not for host " + host);
    }

    private Optional<Choice> fake(String why) {
        return Optional.of(new Choice(fake, why));
    }
}
