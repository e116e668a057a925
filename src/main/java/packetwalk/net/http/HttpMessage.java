package packetwalk.net.http;

import packetwalk.net.Bytes;

/** What both kinds of message have. */
public sealed interface HttpMessage permits HttpRequest, HttpResponse {

    HttpVersion version();

    HttpHeaders headers();

    /** Whole, and without chunks' frames. */
    Bytes body();

    /** The first line, without its end. */
    String firstLine();

    /** Whether the connection stays open after this message, as far as its sender is concerned: RFC 9112 9.3. */
    default boolean keepsAlive() {
        if (version() == HttpVersion.HTTP_1_0) {
            return headers().lists("Connection", "keep-alive");
        }
        return !headers().lists("Connection", "close");
    }

    /** The message as it is sent: the headers as they are, so they should say how long the body is. */
    default Bytes wire() {
        StringBuilder head = new StringBuilder(256);
        head.append(firstLine()).append("\r\n");
        headers().write(head);
        return Bytes.of(head.append("\r\n").toString()).plus(body());
    }
}
