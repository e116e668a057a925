package packetwalk.program;

import java.util.function.Consumer;
import packetwalk.net.http.HttpRequest;
import packetwalk.net.http.HttpResponse;
import packetwalk.program.stream.Stream;

/** What answers requests when it can: a proxy has to ask somebody first. */
@FunctionalInterface
public interface HttpService {

    /** What answers at once. */
    static HttpService of(HttpHandler handler) {
        return (request, client, reply) -> {
            reply.accept(handler.answer(request, client));
            return () -> {};
        };
    }

    /**
     * Takes a request; {@code reply} is to be given its answer, once.
     *
     * @param client the connection that it came on
     * @return is run if the client goes away before it has its answer
     */
    Runnable serve(HttpRequest request, Stream client, Consumer<HttpResponse> reply);
}
