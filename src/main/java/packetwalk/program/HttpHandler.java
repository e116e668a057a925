package packetwalk.program;

import packetwalk.net.http.HttpRequest;
import packetwalk.net.http.HttpResponse;
import packetwalk.program.stream.Stream;

/** What answers requests at once. */
@FunctionalInterface
public interface HttpHandler {

    /**
     * The answer to {@code request}.
     *
     * @param client the connection that it came on: who asks, at which address, over TLS or not
     */
    HttpResponse answer(HttpRequest request, Stream client);
}
