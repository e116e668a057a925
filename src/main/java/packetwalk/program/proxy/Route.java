package packetwalk.program.proxy;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import packetwalk.linux.socket.Endpoint;
import packetwalk.net.http.HttpResponse;
import packetwalk.program.stream.ClientLayer;

/** What is to become of a request, and why; both are told in the walk. */
public sealed interface Route {

    /** What decided, such as {@code host foo.com path /api: Prefix /api of ingress default/web}. */
    String by();

    /** Why that and nothing else, such as {@code the longest of 3 paths that match}. */
    String why();

    /**
     * The proxy answers itself.
     *
     * @param response such as a redirect or 404
     */
    record Answer(HttpResponse response, String by, String why) implements Route {
        public Answer {
            Objects.requireNonNull(response, "response");
            Objects.requireNonNull(by, "by");
            Objects.requireNonNull(why, "why");
        }
    }

    /**
     * Somebody else answers.
     *
     * @param pool what the upstreams are together, such as {@code default-web-80}
     * @param upstreams in the order in which they are to be tried, over and over; with none the answer is 503
     * @param target what is asked for instead of the request's own target; empty: the same
     * @param layer between TCP and HTTP on that side, such as TLS
     */
    record Onward(
            String pool, List<Endpoint> upstreams, Optional<String> target, ClientLayer layer, String by, String why)
            implements Route {
        public Onward {
            Objects.requireNonNull(pool, "pool");
            upstreams = List.copyOf(upstreams);
            Objects.requireNonNull(target, "target");
            Objects.requireNonNull(layer, "layer");
            Objects.requireNonNull(by, "by");
            Objects.requireNonNull(why, "why");
        }

        /** The same target, over TCP alone. */
        public Onward(String pool, List<Endpoint> upstreams, String by, String why) {
            this(pool, upstreams, Optional.empty(), ClientLayer.NONE, by, why);
        }

        /** With another target: a rewrite. */
        public Onward withTarget(String other) {
            return new Onward(pool, upstreams, Optional.of(other), layer, by, why);
        }

        /** Over that layer. */
        public Onward over(ClientLayer other) {
            return new Onward(pool, upstreams, target, other, by, why);
        }
    }
}
