package packetwalk.cloud;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import packetwalk.ingress.Backend;
import packetwalk.ingress.Routing;
import packetwalk.ingress.RoutingTable;
import packetwalk.ingress.Upstream;
import packetwalk.linux.socket.Endpoint;
import packetwalk.net.http.HttpRequest;
import packetwalk.net.http.HttpResponse;
import packetwalk.program.proxy.HttpRouter;
import packetwalk.program.proxy.Route;
import packetwalk.program.stream.Stream;

/** Gives each request its way by the URL map of the moment; the healthy nodes of a backend service take turns. */
final class GceRouter implements HttpRouter {

    /** What a URL map without a default backend would say; the controller always gives it one. */
    private static final String NOT_FOUND =
            "response 404 (backend NotFound), service rules for the path non-existent \n";

    private final Supplier<RoutingTable> table;
    private final Predicate<Upstream> healthy;
    private final Map<String, Integer> turns = new LinkedHashMap<>();

    GceRouter(Supplier<RoutingTable> table, Predicate<Upstream> healthy) {
        this.table = table;
        this.healthy = healthy;
    }

    @Override
    public Route route(HttpRequest request, Stream client) {
        Routing routing = table.get().route(request.authority(), request.originForm());
        if (routing.backend().isEmpty()) {
            return new Route.Answer(HttpResponse.text(404, NOT_FOUND), routing.by(), routing.why());
        }
        Backend backend = routing.backend().get();
        String pool = backend.service().namespace() + "-" + backend.service().name() + "-" + backend.port();
        List<Upstream> nodes = backend.upstreams().stream().filter(healthy).toList();
        if (nodes.isEmpty()) {
            return new Route.Answer(
                    GceDialect.unavailable(),
                    routing.by(),
                    "failed_to_pick_backend: none of " + backend.upstreams().size() + " nodes is healthy");
        }
        return new Route.Onward(pool, inTurn(pool, nodes), routing.by(), routing.why());
    }

    private List<Endpoint> inTurn(String pool, List<Upstream> nodes) {
        List<Endpoint> all = new ArrayList<>();
        nodes.forEach(each -> all.add(new Endpoint(each.address(), each.port())));
        int turn = turns.merge(pool, 1, Integer::sum) - 1;
        Collections.rotate(all, -(turn % all.size()));
        return all;
    }
}
