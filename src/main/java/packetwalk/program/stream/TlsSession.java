package packetwalk.program.stream;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the two ends of a TLS connection have agreed on.
 *
 * @param version such as {@code TLSv1.2}
 * @param cipherSuite as OpenSSL calls it
 * @param serverName for whom the client asked: SNI; empty if it did not say
 * @param protocol what is spoken above: ALPN, such as {@code http/1.1}
 * @param certificates the server's, its own first
 */
public record TlsSession(
        String version,
        String cipherSuite,
        Optional<String> serverName,
        Optional<String> protocol,
        List<X509Certificate> certificates) {

    public TlsSession {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(cipherSuite, "cipherSuite");
        Objects.requireNonNull(serverName, "serverName");
        Objects.requireNonNull(protocol, "protocol");
        certificates = List.copyOf(certificates);
    }
}
