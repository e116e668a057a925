package packetwalk.ingress.nginx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import packetwalk.ingress.Backend;
import packetwalk.ingress.HttpsRedirect;
import packetwalk.ingress.Location;
import packetwalk.ingress.Routing;
import packetwalk.ingress.RoutingTable;
import packetwalk.ingress.Upstream;
import packetwalk.ingress.VirtualHost;
import packetwalk.linux.socket.Endpoint;
import packetwalk.net.http.HttpHeaders;
import packetwalk.net.http.HttpRequest;
import packetwalk.program.proxy.HttpRouter;
import packetwalk.program.proxy.Route;
import packetwalk.program.stream.Stream;

/** Gives each request its way by the table of the moment; a backend's endpoints take turns. */
final class NginxRouter implements HttpRouter {
    private final Supplier<RoutingTable> table;
    private final NginxDialect dialect;
    private final Map<String, Integer> turns = new LinkedHashMap<>();

    NginxRouter(Supplier<RoutingTable> table, NginxDialect dialect) {
        this.table = table;
        this.dialect = dialect;
    }

    @Override
    public Route route(HttpRequest request, Stream client) {
        Routing routing = table.get().route(request.authority(), request.originForm());
        return switch (routing.outcome()) {
            case BAD_PATH -> new Route.Answer(dialect.error(400), routing.by(), routing.why());
            case NOTHING -> new Route.Answer(dialect.error(404), routing.by(), routing.why());
            case PATH, DEFAULT_OF_HOST, DEFAULT -> {
                boolean secure = dialect.believedScheme(request, client).equals("https");
                yield !secure && isRedirected(routing) ? toHttps(request, routing) : onward(routing);
            }
        };
    }

    private boolean isRedirected(Routing routing) {
        HttpsRedirect redirect = routing.location().map(Location::redirect).orElse(HttpsRedirect.NEVER);
        return switch (redirect) {
            case NEVER -> false;
            case ALWAYS -> true;
            case WITH_CERTIFICATE ->
                table.get()
                        .server(routing.host())
                        .map(VirtualHost::tls)
                        .filter(tls -> !tls.isEmpty())
                        .isPresent();
        };
    }

    private Route toHttps(HttpRequest request, Routing routing) {
        String there = "https://" + request.host() + request.originForm();
        return new Route.Answer(
                dialect.page(308, HttpHeaders.of("Location", there)),
                routing.by(),
                routing.location()
                                .filter(each -> each.redirect() == HttpsRedirect.ALWAYS)
                                .isPresent()
                        ? "force-ssl-redirect is on"
                        : "its host has TLS, and ssl-redirect is on");
    }

    private Route onward(Routing routing) {
        Backend backend = routing.backend().orElseThrow(() -> new AssertionError("no backend: " + routing));
        String pool = backend.service().namespace() + "-" + backend.service().name() + "-" + backend.port();
        return new Route.Onward(pool, inTurn(pool, backend.upstreams()), routing.by(), routing.why());
    }

    /** {@code round_robin}: the next one first. */
    private List<Endpoint> inTurn(String pool, List<Upstream> upstreams) {
        List<Endpoint> all = new ArrayList<>();
        upstreams.forEach(each -> all.add(new Endpoint(each.address(), each.port())));
        if (!all.isEmpty()) {
            int turn = turns.merge(pool, 1, Integer::sum) - 1;
            Collections.rotate(all, -(turn % all.size()));
        }
        return all;
    }
}
