package packetwalk.program.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import packetwalk.net.Bytes;
import packetwalk.net.tls.TlsAlert;
import packetwalk.net.x509.Certificates;
import packetwalk.time.Simulation;

/** Whether a server is who it says that it is: OpenSSL's crypto/x509/x509_vfy.c, as far as one chain goes. */
interface Verifier {

    /** A certificate that is not taken: what OpenSSL says, and what the server is told. */
    record Refusal(String words, TlsAlert alert) {}

    /** Takes everybody. */
    Verifier NONE = new Verifier() {
        @Override
        public Optional<Refusal> check(List<X509Certificate> chain) {
            return Optional.empty();
        }

        @Override
        public boolean isFor(X509Certificate certificate) {
            return true;
        }
    };

    /** What is wrong with a chain, the server's own first; empty if nothing is. */
    Optional<Refusal> check(List<X509Certificate> chain);

    /** Whether the certificate is for the host that was asked for. */
    boolean isFor(X509Certificate certificate);

    /** One that checks by virtual time. */
    static Verifier of(Simulation simulation, String host, List<X509Certificate> trusted) {
        return new Chain(simulation, host, List.copyOf(trusted));
    }

    /** A certificate in DER. */
    static Bytes encoded(X509Certificate certificate) {
        try {
            return Bytes.of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new AssertionError("a certificate without a form", e);
        }
    }

    /** Follows who signed whom until somebody is trusted. */
    final class Chain implements Verifier {

        private static final int LONGEST = 10;

        private final Simulation simulation;
        private final String host;
        private final List<X509Certificate> trusted;
        /** Certificates whose signatures were found right: no need to ask again for the next connection. */
        private final Set<X509Certificate> signed = new HashSet<>();

        private Chain(Simulation simulation, String host, List<X509Certificate> trusted) {
            this.simulation = simulation;
            this.host = host;
            this.trusted = trusted;
        }

        @Override
        public boolean isFor(X509Certificate certificate) {
            return Certificates.isFor(certificate, host);
        }

        @Override
        public Optional<Refusal> check(List<X509Certificate> chain) {
            List<X509Certificate> path = path(chain);
            X509Certificate top = path.get(path.size() - 1);
            if (!trusted.contains(top)) {
                String words = !isSelfSigned(top)
                        ? "unable to get local issuer certificate"
                        : path.size() == 1 ? "self-signed certificate" : "self-signed certificate in certificate chain";
                return Optional.of(new Refusal(words, TlsAlert.UNKNOWN_CA));
            }
            for (int i = path.size() - 1; i >= 0; i--) {
                X509Certificate certificate = path.get(i);
                X509Certificate signer = path.get(Math.min(i + 1, path.size() - 1));
                Optional<Refusal> refusal = signature(certificate, signer, i).or(() -> dates(certificate));
                if (refusal.isPresent()) {
                    return refusal;
                }
            }
            return Optional.empty();
        }

        /** From the server's own certificate up to one that is trusted, or as far as it goes: {@code build_chain()}. */
        private List<X509Certificate> path(List<X509Certificate> chain) {
            List<X509Certificate> path = new ArrayList<>(List.of(chain.get(0)));
            while (path.size() < LONGEST) {
                X509Certificate last = path.get(path.size() - 1);
                Optional<X509Certificate> next = issuer(last, trusted).or(() -> issuer(last, chain));
                if (trusted.contains(last) || next.isEmpty() || path.contains(next.get())) {
                    break;
                }
                path.add(next.get());
            }
            return path;
        }

        private static boolean isSelfSigned(X509Certificate certificate) {
            return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
        }

        private static Optional<X509Certificate> issuer(X509Certificate of, List<X509Certificate> among) {
            return among.stream()
                    .filter(each -> each.getSubjectX500Principal().equals(of.getIssuerX500Principal()))
                    .findFirst();
        }

        private Optional<Refusal> signature(X509Certificate certificate, X509Certificate signer, int depth) {
            if (depth > 0 && certificate.getBasicConstraints() < 0) {
                return Optional.of(new Refusal("invalid CA certificate", TlsAlert.UNKNOWN_CA));
            }
            if (signed.contains(certificate)) {
                return Optional.empty();
            }
            try {
                certificate.verify(signer.getPublicKey());
                signed.add(certificate);
                return Optional.empty();
            } catch (GeneralSecurityException e) {
                return Optional.of(new Refusal("certificate signature failure", TlsAlert.DECRYPT_ERROR));
            }
        }

        private Optional<Refusal> dates(X509Certificate certificate) {
            Instant now = simulation.date();
            if (now.isBefore(certificate.getNotBefore().toInstant())) {
                return Optional.of(new Refusal("certificate is not yet valid", TlsAlert.BAD_CERTIFICATE));
            }
            return now.isAfter(certificate.getNotAfter().toInstant())
                    ? Optional.of(new Refusal("certificate has expired", TlsAlert.CERTIFICATE_EXPIRED))
                    : Optional.empty();
        }
    }
}
