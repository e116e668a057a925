package packetwalk.program.proxy;

import java.util.List;
import packetwalk.net.http.HttpHeaders;
import packetwalk.net.http.HttpRequest;
import packetwalk.net.http.HttpResponse;
import packetwalk.net.http.HttpStatus;
import packetwalk.program.stream.Stream;

/** How a proxy speaks: what it adds to requests and responses, and how its own errors look. */
public interface Dialect {

    /** Passes on what it is given, tells for whom it asks, and says little. */
    Dialect PLAIN = new Dialect() {};

    /**
     * The headers with which {@code request} goes to an upstream; those that are for the next hop only have been taken
     * out, and the length of the body is added afterwards. Unless said otherwise: {@link Forwarded#append}.
     */
    default HttpHeaders onward(HttpRequest request, Stream client) {
        return Forwarded.append(request.headers(), client);
    }

    /** What the client gets of an upstream's response. */
    default HttpResponse back(HttpRequest request, Stream client, HttpResponse response) {
        return response;
    }

    /** The proxy's own answer: 400 and its like for what is no request, 502, 503 or 504 where no upstream answered. */
    default HttpResponse error(int status) {
        return HttpResponse.text(status, HttpStatus.reason(status) + "\n");
    }

    /** The answer to plain HTTP on a port that speaks TLS; the connection is closed after it. */
    default HttpResponse plainOnTls() {
        HttpResponse error = error(400);
        return error.with(error.headers().with("Connection", "close"));
    }

    /** The headers that tell an upstream whom the proxy asks for. */
    final class Forwarded {

        private Forwarded() {}

        /** Who asks is put behind whom the client named: right where the client can be trusted to tell the truth. */
        public static HttpHeaders append(HttpHeaders headers, Stream client) {
            List<String> before = headers.all("X-Forwarded-For");
            String address = client.remote().address().toString();
            String all = before.isEmpty() ? address : String.join(", ", before) + ", " + address;
            return tell(headers, client, all);
        }

        /** Who asks takes the place of whom the client named: right at the edge, where clients can write what they like. */
        public static HttpHeaders replace(HttpHeaders headers, Stream client) {
            return tell(headers, client, client.remote().address().toString());
        }

        private static HttpHeaders tell(HttpHeaders headers, Stream client, String chain) {
            return headers.with("X-Real-IP", client.remote().address().toString())
                    .with("X-Forwarded-For", chain)
                    .with("X-Forwarded-Host", headers.first("Host").orElse(""))
                    .with("X-Forwarded-Port", Integer.toString(client.local().port()))
                    .with("X-Forwarded-Proto", client.tls().isPresent() ? "https" : "http");
        }
    }
}
