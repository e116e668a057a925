package packetwalk.net.x509;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What a TLS server has: what a Secret of type {@code kubernetes.io/tls} holds as {@code tls.crt} and {@code tls.key}.
 *
 * @param chain its certificate, then those of who signed it, without the root
 * @param key the first one's
 */
public record KeyedCertificate(List<X509Certificate> chain, SigningKey key) {

    public KeyedCertificate {
        chain = List.copyOf(chain);
        Objects.requireNonNull(key, "key");
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a server needs a certificate; give at least one");
        }
        if (!key.fits(chain.get(0))) {
            throw new IllegalArgumentException("the private key does not belong to the certificate of "
                    + chain.get(0).getSubjectX500Principal() + "; give the one that it was made with");
        }
    }

    /** A new one that nobody vouches for, as {@code openssl req -x509} makes it. */
    public static KeyedCertificate selfSigned(CertificateSpec spec, Random random) {
        SigningKey key = SigningKey.generate(random);
        return new KeyedCertificate(List.of(new CertificateWriter(spec, key, random).selfSigned()), key);
    }

    /**
     * Reads the two files of a Secret.
     *
     * @throws IllegalArgumentException if they are not PEM, or do not belong together
     */
    public static KeyedCertificate read(String certificatePem, String keyPem) {
        return new KeyedCertificate(Certificates.readAll(certificatePem), Pem.key(keyPem));
    }

    /** The server's own. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** {@code tls.crt}. */
    public String certificatePem() {
        return chain.stream().map(Certificates::toPem).collect(Collectors.joining());
    }

    /** {@code tls.key}. */
    public String keyPem() {
        return Pem.write("PRIVATE KEY", key.encoded());
    }

    @Override
    public String toString() {
        return certificate().getSubjectX500Principal().toString();
    }
}
