package packetwalk.net.x509;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Who signs certificates: a root that some trust. */
public final class CertificateAuthority {

    private static final Duration LIFE = Duration.ofDays(3650);

    private final KeyedCertificate root;
    private final Random random;

    private CertificateAuthority(KeyedCertificate root, Random random) {
        this.root = root;
        this.random = random;
    }

    /**
     * A new one.
     *
     * @param random decides its key and those that it signs
     */
    public static CertificateAuthority create(String name, Instant now, Random random) {
        CertificateSpec spec = new CertificateSpec(name, List.of(), now, now.plus(LIFE));
        SigningKey key = SigningKey.generate(random);
        X509Certificate certificate = new CertificateWriter(spec, key, random).root();
        return new CertificateAuthority(new KeyedCertificate(List.of(certificate), key), random);
    }

    /** The root, for those who are to trust it. */
    public X509Certificate certificate() {
        return root.certificate();
    }

    /** A certificate for a server, signed by this one, with a new key. */
    public KeyedCertificate issue(CertificateSpec spec) {
        Objects.requireNonNull(spec, "spec");
        SigningKey key = SigningKey.generate(random);
        X509Certificate certificate = new CertificateWriter(spec, key, random).signedBy(root);
        return new KeyedCertificate(List.of(certificate), key);
    }
}
