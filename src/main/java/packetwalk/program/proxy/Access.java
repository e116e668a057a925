package packetwalk.program.proxy;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import packetwalk.linux.socket.Endpoint;
import packetwalk.net.http.HttpRequest;

/**
 * One line of a proxy's access log.
 *
 * @param client who asked
 * @param request what for
 * @param status with which status it was answered; 499 if the client went away before
 * @param bytes length of the answer's body
 * @param pool which upstreams it was for; empty if the proxy answered itself
 * @param attempts the upstreams that it was given to, in turn
 * @param startNanos virtual time at which the request was there whole
 * @param endNanos virtual time at which it was answered
 */
public record Access(
        Endpoint client,
        HttpRequest request,
        int status,
        int bytes,
        String pool,
        List<Attempt> attempts,
        long startNanos,
        long endNanos) {

    /**
     * What came of one upstream.
     *
     * @param status its answer's; empty if there was none
     * @param words why there was none; empty if there was one
     */
    public record Attempt(Endpoint upstream, Optional<Integer> status, String words, long nanos) {
        public Attempt {
            Objects.requireNonNull(upstream, "upstream");
            Objects.requireNonNull(status, "status");
            Objects.requireNonNull(words, "words");
        }
    }

    public Access {
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(pool, "pool");
        attempts = List.copyOf(attempts);
    }

    /** As ingress-nginx logs it, without what this model has not: user, dates, request length and id. */
    @Override
    public String toString() {
        return client.address() + " \"" + request.firstLine() + "\" " + status + " " + bytes + " \""
                + request.headers().first("User-Agent").orElse("-") + "\" "
                + seconds(endNanos - startNanos) + " [" + pool + "] "
                + each(attempt -> attempt.upstream().toString()) + " "
                + each(attempt -> seconds(attempt.nanos())) + " "
                + each(attempt -> attempt.status().map(String::valueOf).orElse("502"));
    }

    private String each(Function<Attempt, String> column) {
        return attempts.isEmpty() ? "-" : attempts.stream().map(column).collect(Collectors.joining(", "));
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e9);
    }
}
