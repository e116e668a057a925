package packetwalk.program;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import packetwalk.net.Bytes;

/**
 * What an HTTP server says to one request.
 *
 * @param status 200 to 599
 * @param headers in the order in which they are sent; the length of the body is added
 * @param body as text
 */
public record HttpReply(int status, Map<String, String> headers, String body) {

    public HttpReply {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        Objects.requireNonNull(body, "body");
    }

    Bytes bytes() {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " " + Http.reason(status) + "\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        head.append("Content-Length: " + Bytes.of(body).length() + "\r\n\r\n");
        return Bytes.of(head + body);
    }
}
