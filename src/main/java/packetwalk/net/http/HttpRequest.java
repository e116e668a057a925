package packetwalk.net.http;

import java.util.Locale;
import java.util.Objects;
import packetwalk.net.Bytes;

/**
 * A request: RFC 9112 section 3.
 *
 * @param method such as {@code GET}
 * @param target as it was written: {@code /path?query}, in a request to a forward proxy {@code http://host/path}
 * @param body empty where there is none
 */
public record HttpRequest(String method, String target, HttpVersion version, HttpHeaders headers, Bytes body)
        implements HttpMessage {

    public HttpRequest {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(body, "body");
        if (!Grammar.isToken(method)) {
            throw HttpFault.malformed("\"" + method + "\" is no method; use one such as GET");
        }
        if (!Grammar.isTarget(target)) {
            throw HttpFault.malformed("\"" + target + "\" is no target; use a path without white space, such as /");
        }
    }

    /** A request of HTTP/1.1 without a body. */
    public static HttpRequest of(String method, String target, HttpHeaders headers) {
        return new HttpRequest(method, target, HttpVersion.HTTP_1_1, headers, Bytes.EMPTY);
    }

    /** Reads a first line and checks what RFC 9112 3.2 asks of a request. */
    static HttpRequest read(String line, HttpHeaders headers) {
        String[] words = line.split(" ", -1);
        if (words.length != 3) {
            throw HttpFault.malformed("\"" + Quote.of(line) + "\" is no request line; METHOD TARGET HTTP/1.1 is one");
        }
        HttpRequest request = new HttpRequest(words[0], words[1], HttpVersion.parse(words[2]), headers, Bytes.EMPTY);
        int hosts = headers.all("Host").size();
        if (hosts > 1 || (hosts == 0 && request.version() == HttpVersion.HTTP_1_1)) {
            throw HttpFault.malformed("a request must have one Host header, not " + hosts);
        }
        if (hosts == 1 && !Grammar.isAuthority(headers.first("Host").orElse(""))) {
            throw HttpFault.malformed(
                    "Host \"" + Quote.of(headers.first("Host").orElse("")) + "\" is no host and port");
        }
        boolean known = request.target.startsWith("/") || request.isAbsolute() || request.target.equals("*");
        if (!known && !request.method.equals("CONNECT")) {
            throw HttpFault.malformed("target \"" + Quote.of(request.target) + "\" does not begin with /");
        }
        return request;
    }

    private boolean isAbsolute() {
        return target.regionMatches(true, 0, "http://", 0, 7) || target.regionMatches(true, 0, "https://", 0, 8);
    }

    /** The target without scheme and host. */
    public String originForm() {
        if (!isAbsolute()) {
            return target;
        }
        int slash = target.indexOf('/', target.indexOf("//") + 2);
        return slash < 0 ? "/" : target.substring(slash);
    }

    /** The target without scheme, host and query. */
    public String path() {
        String own = originForm();
        int query = own.indexOf('?');
        return query < 0 ? own : own.substring(0, query);
    }

    /** What follows the question mark; empty if there is none. */
    public String query() {
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }

    /** Host and port as the client wrote them: from the target, else from the Host header; empty if in neither. */
    public String authority() {
        if (isAbsolute()) {
            String rest = target.substring(target.indexOf("//") + 2);
            return rest.split("[/?#]", 2)[0];
        }
        return headers.first("Host").orElse("");
    }

    /** The host that is asked for, in lower case, without a port; empty if none is named. */
    public String host() {
        String authority = authority();
        int colon = authority.indexOf(':', authority.indexOf(']') + 1);
        return (colon < 0 ? authority : authority.substring(0, colon)).toLowerCase(Locale.ROOT);
    }

    public HttpRequest with(HttpHeaders other) {
        return new HttpRequest(method, target, version, other, body);
    }

    /** With that target instead. */
    public HttpRequest withTarget(String other) {
        return new HttpRequest(method, other, version, headers, body);
    }

    /** With that body, and the header that says how long it is. */
    public HttpRequest withBody(Bytes other) {
        HttpHeaders framed =
                headers.without("Transfer-Encoding").with("Content-Length", Integer.toString(other.length()));
        return new HttpRequest(method, target, version, framed, other);
    }

    HttpRequest carrying(Bytes other) {
        return new HttpRequest(method, target, version, headers, other);
    }

    @Override
    public String firstLine() {
        return method + " " + target + " " + version;
    }

    @Override
    public String toString() {
        return firstLine();
    }
}
