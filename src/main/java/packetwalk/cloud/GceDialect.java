package packetwalk.cloud;

import java.util.List;
import packetwalk.net.Bytes;
import packetwalk.net.http.HttpHeaders;
import packetwalk.net.http.HttpRequest;
import packetwalk.net.http.HttpResponse;
import packetwalk.net.http.HttpStatus;
import packetwalk.program.proxy.Dialect;
import packetwalk.program.stream.Stream;

/**
 * How Google's front ends speak.
 *
 * @see <a href="https://docs.cloud.google.com/load-balancing/docs/https#target-proxies">Application Load Balancer: headers</a>
 */
final class GceDialect implements Dialect {
    private static final String VIA = "1.1 google";

    /** Two addresses behind what the client said: the client's own, and that of the balancer which it asked. */
    @Override
    public HttpHeaders onward(HttpRequest request, Stream client) {
        HttpHeaders given = request.headers();
        List<String> before = given.all("X-Forwarded-For");
        String own = client.remote().address() + "," + client.local().address();
        return given.with("X-Forwarded-For", before.isEmpty() ? own : String.join(",", before) + "," + own)
                .with("X-Forwarded-Proto", client.tls().isPresent() ? "https" : "http")
                .plus("Via", VIA);
    }

    @Override
    public HttpResponse back(HttpRequest request, Stream client, HttpResponse response) {
        return response.with(response.headers().plus("Via", VIA));
    }

    /** What is wrong with a request is its client's fault; whatever goes wrong behind it is 502 to the client. */
    @Override
    public HttpResponse error(int status) {
        return status < 500
                ? page(status, HttpStatus.reason(status), "Your client has issued a malformed or illegal request.")
                : unavailable();
    }

    static HttpResponse unavailable() {
        return page(
                502,
                "Server Error",
                "The server encountered a temporary error and could not complete your request.<p>Please try again in 30"
                        + " seconds.");
    }

    private static HttpResponse page(int status, String title, String text) {
        String html = "<html><head>\n<title>" + status + " " + title + "</title>\n</head>\n<body>\n<h1>Error: " + title
                + "</h1>\n<h2>" + text + "</h2>\n</body></html>\n";
        return HttpResponse.of(status, "text/html; charset=UTF-8", Bytes.of(html));
    }
}
