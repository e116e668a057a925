/**
 * TLS between TCP and a program: a layer of a {@link packetwalk.program.stream.Stream}.
 *
 * <p>{@link packetwalk.program.tls.TlsServer} accepts, and has its certificate chosen by the name that a client asks for;
 * {@link packetwalk.program.tls.TlsClient} connects, and checks who answers as OpenSSL does, by virtual time and in its
 * words. The handshake, its keys and the encryption are those of TLS 1.2, and another implementation can take the other
 * end's part; what is not real is chance: every secret follows from the simulation's seed.
 */
@NullMarked
package packetwalk.program.tls;

import org.jspecify.annotations.NullMarked;
