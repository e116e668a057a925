/**
 * TLS 1.2 as it lies on the wire, as values: records, the messages of a handshake, alerts. RFC 5246, with the extensions
 * that every client sends today (server name, ALPN, extended master secret).
 *
 * <p>{@link packetwalk.net.tls.TlsRecords} cuts a stream into {@link packetwalk.net.tls.TlsRecord}s,
 * {@link packetwalk.net.tls.HandshakeMessages} those of type handshake into {@link packetwalk.net.tls.Handshake}s. What a
 * side says when, and with which keys, is {@code packetwalk.program.tls}. Left out: TLS 1.3, of which nobody but the two
 * ends would see the certificate; session resumption, client certificates, renegotiation.
 */
@NullMarked
package packetwalk.net.tls;

import org.jspecify.annotations.NullMarked;
