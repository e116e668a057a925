/**
 * HTTP/1.1 messages as values, and the reader that makes them of a stream of bytes: RFC 9110 (what they mean) and RFC 9112
 * (how they are written).
 *
 * <p>{@link packetwalk.net.http.HttpRequest} and {@link packetwalk.net.http.HttpResponse} are
 * {@link packetwalk.net.http.HttpMessage}s: a first line, {@link packetwalk.net.http.HttpHeaders} and a body;
 * {@code wire()} writes them. {@link packetwalk.net.http.HttpReader} reads them as bytes come in, several from one
 * connection, and refuses what is none by an {@link packetwalk.net.http.HttpFault} with the status that a server answers.
 * Left out: trailers (read and thrown away), content codings, {@code Upgrade}, {@code CONNECT} tunnels, HTTP/2.
 */
@NullMarked
package packetwalk.net.http;

import org.jspecify.annotations.NullMarked;
