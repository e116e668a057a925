/**
 * Certificates: X.509 as RFC 5280 has it, written by a few lines of DER of our own, so that one seed gives one certificate
 * on every JDK; read and checked by the JDK's.
 *
 * <p>{@link packetwalk.net.x509.CertificateSpec} says for whom and how long, {@link packetwalk.net.x509.KeyedCertificate}
 * is what a Secret of type {@code kubernetes.io/tls} holds (a chain and its key, as PEM), and
 * {@link packetwalk.net.x509.CertificateAuthority} signs them. Keys that are made here are of curve P-256, signatures by
 * RFC 6979, which takes no chance. Left out: revocation, certificate policies, name constraints.
 */
@NullMarked
package packetwalk.net.x509;

import org.jspecify.annotations.NullMarked;
