package packetwalk.net.http;

import java.util.Objects;
import packetwalk.net.Bytes;

/**
 * A response: RFC 9112 section 4.
 *
 * @param status 100 to 599
 * @param reason the words behind it; may be empty
 * @param body empty where there is none
 */
public record HttpResponse(HttpVersion version, int status, String reason, HttpHeaders headers, Bytes body)
        implements HttpMessage {

    public HttpResponse {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(body, "body");
        if (status < 100 || status > 599) {
            throw HttpFault.malformed("status " + status + " is none; use 100 to 599");
        }
        if (!Grammar.isFieldValue(reason)) {
            throw HttpFault.malformed("the words behind status " + status + " have a control character in them");
        }
    }

    /** A response of HTTP/1.1, with the usual words and the headers that tell of its body. */
    public static HttpResponse of(int status, String contentType, Bytes body) {
        return of(status, HttpHeaders.of("Content-Type", contentType), body);
    }

    /** A response of HTTP/1.1 with these headers and the one that says how long its body is. */
    public static HttpResponse of(int status, HttpHeaders headers, Bytes body) {
        HttpHeaders framed = headers.with("Content-Length", Integer.toString(body.length()));
        return new HttpResponse(HttpVersion.HTTP_1_1, status, HttpStatus.reason(status), framed, body);
    }

    /** {@link #of} with a body of {@code text/plain}. */
    public static HttpResponse text(int status, String body) {
        return of(status, "text/plain", Bytes.of(body));
    }

    /** A status and headers; an empty body. */
    public static HttpResponse empty(int status, HttpHeaders headers) {
        HttpHeaders framed = hasNoBody(status) ? headers : headers.with("Content-Length", "0");
        return new HttpResponse(HttpVersion.HTTP_1_1, status, HttpStatus.reason(status), framed, Bytes.EMPTY);
    }

    static HttpResponse read(String line, HttpHeaders headers) {
        String[] words = line.split(" ", 3);
        if (words.length < 2 || !words[1].matches("[1-5][0-9]{2}")) {
            throw HttpFault.malformed("\"" + Quote.of(line) + "\" is no status line; HTTP/1.1 200 OK is one");
        }
        String reason = words.length == 3 ? words[2] : "";
        return new HttpResponse(HttpVersion.parse(words[0]), Integer.parseInt(words[1]), reason, headers, Bytes.EMPTY);
    }

    /** Whether a response of that status ends with its headers. */
    static boolean hasNoBody(int status) {
        return status < 200 || status == 204 || status == 304;
    }

    /** 100 to 199: the real one is still to come. */
    boolean isInterim() {
        return status < 200 && status != 101;
    }

    public HttpResponse with(HttpHeaders other) {
        return new HttpResponse(version, status, reason, other, body);
    }

    /** The answer to the same request with HEAD: all but the body. */
    public HttpResponse headOnly() {
        return carrying(Bytes.EMPTY);
    }

    HttpResponse carrying(Bytes other) {
        return new HttpResponse(version, status, reason, headers, other);
    }

    @Override
    public String firstLine() {
        return version + " " + status + " " + reason;
    }

    @Override
    public String toString() {
        return firstLine();
    }
}
