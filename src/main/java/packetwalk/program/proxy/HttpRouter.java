package packetwalk.program.proxy;

import packetwalk.net.http.HttpRequest;
import packetwalk.program.stream.Stream;

/** Decides what becomes of each request. */
@FunctionalInterface
public interface HttpRouter {

    /**
     * The way of {@code request}.
     *
     * @param client the connection that it came on: {@link Stream#remote} is who asks, {@link Stream#tls} whether over TLS
     */
    Route route(HttpRequest request, Stream client);
}
