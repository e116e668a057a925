package packetwalk.ingress;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.ingress.HostMatch.Labels;

/**
 * All Ingresses of ingress-nginx as one table: the oldest that asks for a host and path has it, backends are endpoints.
 *
 * <p>{@code ImplementationSpecific} is {@code Prefix} to it, so {@code /*} means the one path of that name. A {@code
 * Prefix} that ends in a slash means the path without it as well, as Kubernetes says; the real one answers such a request
 * with a redirect first.
 *
 * @see <a href="https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/controller.go">internal/ingress/controller/controller.go</a>
 */
public final class NginxTable {

    /** The oldest first; of those of one second the last by name, as it is there. */
    private static final Comparator<Ingress> AGE = Comparator.comparing(
                    (Ingress each) -> each.getMetadata().getCreationTimestamp())
            .thenComparing(each -> ObjectName.of(each).toString(), Comparator.reverseOrder());

    private final ClusterObjects objects;
    private final NginxSettings settings;
    private final Map<String, Server> servers = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private Optional<Backend> otherwise = Optional.empty();

    private NginxTable(ClusterObjects objects, NginxSettings settings) {
        this.objects = objects;
        this.settings = settings;
    }

    /** A host as it grows. */
    private record Server(Optional<Backend> otherwise, List<Location> locations, List<TlsEntry> tls) {}

    /**
     * The table that {@code ingresses}, which the controller takes for its own, ask for.
     *
     * @param objects what they name
     */
    public static RoutingTable of(List<Ingress> ingresses, ClusterObjects objects, NginxSettings settings) {
        NginxTable table = new NginxTable(objects, settings);
        List<Ingress> ordered = ingresses.stream().sorted(AGE).toList();
        ordered.forEach(table::openServers);
        ordered.forEach(table::addPaths);
        ordered.forEach(each -> table.problems.addAll(NginxAnnotations.unknown(each)));
        return table.build();
    }

    private RoutingTable build() {
        List<VirtualHost> hosts = new ArrayList<>();
        servers.forEach((host, server) -> hosts.add(new VirtualHost(
                new HostMatch(host, Labels.ONE),
                server.locations(),
                host.isEmpty() ? otherwise : server.otherwise(),
                server.tls())));
        return new RoutingTable(
                hosts,
                otherwise,
                RoutingTable.Reading.NGINX,
                problems.stream().distinct().toList());
    }

    /** {@code createServers}: the first Ingress that names a host brings its default backend and its certificate. */
    private void openServers(Ingress ingress) {
        Optional<Backend> own = backend(ingress, ingress.getSpec().getDefaultBackend());
        // The catch-all server's backend is that of the youngest which has one, with rules of its own or without
        otherwise = own.or(() -> otherwise);
        for (IngressRule rule : ingress.getSpec().getRules()) {
            Server server =
                    servers.computeIfAbsent(host(rule), any -> new Server(own, new ArrayList<>(), new ArrayList<>()));
            if (server.tls().isEmpty()) {
                server.tls().addAll(tls(ingress));
            }
        }
    }

    private List<TlsEntry> tls(Ingress ingress) {
        List<TlsEntry> entries = new ArrayList<>();
        for (IngressTLS tls : ingress.getSpec().getTls()) {
            if (tls.getSecretName() == null || tls.getSecretName().isEmpty()) {
                entries.add(new TlsEntry(Optional.empty(), tls.getHosts()));
            } else {
                ObjectName secret = new ObjectName(ingress.getMetadata().getNamespace(), tls.getSecretName());
                entries.add(new TlsEntry(Optional.of(secret), tls.getHosts()));
                if (objects.secret(secret).isEmpty()) {
                    problem(
                            Problem.Kind.SECRET_NOT_FOUND,
                            ingress,
                            "Error getting SSL certificate \"" + secret + "\": local SSL certificate " + secret
                                    + " was not found. Using default certificate");
                }
            }
        }
        return entries;
    }

    /** {@code getBackendServers}. */
    private void addPaths(Ingress ingress) {
        HttpsRedirect redirect = NginxAnnotations.redirect(ingress, settings);
        for (IngressRule rule : ingress.getSpec().getRules()) {
            List<HTTPIngressPath> paths =
                    rule.getHttp() == null ? List.of() : rule.getHttp().getPaths();
            for (HTTPIngressPath path : paths) {
                backend(ingress, path.getBackend())
                        .ifPresent(backend -> add(host(rule), location(ingress, path, backend, redirect)));
            }
        }
    }

    private static Location location(Ingress ingress, HTTPIngressPath path, Backend backend, HttpsRedirect redirect) {
        String text = path.getPath() == null ? "" : path.getPath();
        String nginx = text.isEmpty() ? "/" : text;
        PathMatch match = path.getPathType().equals("Exact") ? new PathMatch.Exact(nginx) : new PathMatch.Prefix(nginx);
        return new Location(match, ObjectName.of(ingress), path.getPathType(), text, backend, redirect);
    }

    private void add(String host, Location location) {
        List<Location> locations =
                Objects.requireNonNull(servers.get(host), host).locations();
        Optional<Location> taken = locations.stream()
                .filter(each -> each.match().equals(location.match()))
                .findFirst();
        if (taken.isEmpty()) {
            locations.add(location);
            return;
        }
        problems.add(new Problem(
                Problem.Kind.PATH_TAKEN,
                location.origin(),
                takenMessage(host, location.path(), taken.get().origin())));
    }

    private static String takenMessage(String host, String path, ObjectName by) {
        return "host \"%s\" and path \"%s\" is already defined in ingress %s"
                .formatted(host.isEmpty() ? "_" : host, path.isEmpty() ? "/" : path, by);
    }

    /**
     * What the controller's webhook says to a new or changed Ingress: a host and path that another has, of whatever type.
     *
     * @param ingress the one that is to be stored
     * @param others those that are the controller's already
     * @return the webhook's words; empty if it has nothing against it
     * @see <a href="https://kubernetes.github.io/ingress-nginx/how-it-works/#avoiding-outage-from-wrong-configuration">ingress-nginx: validating webhook</a>
     */
    public static Optional<String> refusal(Ingress ingress, List<Ingress> others) {
        ObjectName own = ObjectName.of(ingress);
        for (IngressRule rule : ingress.getSpec().getRules()) {
            for (String path : paths(rule)) {
                Optional<Ingress> taken = others.stream()
                        .filter(each -> !ObjectName.of(each).equals(own))
                        .sorted(AGE)
                        .filter(each -> has(each, host(rule), path))
                        .findFirst();
                if (taken.isPresent()) {
                    return Optional.of(takenMessage(host(rule), path, ObjectName.of(taken.get())));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean has(Ingress ingress, String host, String path) {
        return ingress.getSpec().getRules().stream()
                .anyMatch(rule -> host(rule).equals(host) && paths(rule).contains(path));
    }

    private static List<String> paths(IngressRule rule) {
        return rule.getHttp() == null
                ? List.of()
                : rule.getHttp().getPaths().stream()
                        .map(each -> each.getPath() == null || each.getPath().isEmpty() ? "/" : each.getPath())
                        .toList();
    }

    private Optional<Backend> backend(Ingress ingress, @Nullable IngressBackend backend) {
        if (backend == null) {
            return Optional.empty();
        }
        if (backend.getService() == null) {
            problem(Problem.Kind.RESOURCE_BACKEND, ingress, "a resource backend is skipped: it leads nowhere");
            return Optional.empty();
        }
        ObjectName name = new ObjectName(
                ingress.getMetadata().getNamespace(), backend.getService().getName());
        String port = ClusterObjects.portText(backend.getService());
        return Optional.of(new Backend(name, port, endpoints(ingress, name, port)));
    }

    private List<Upstream> endpoints(Ingress ingress, ObjectName name, String wanted) {
        Optional<Service> service = objects.service(name);
        if (service.isEmpty()) {
            problem(
                    Problem.Kind.SERVICE_NOT_FOUND,
                    ingress,
                    "Error obtaining Endpoints for Service \"" + name + "\": no object matching key \"" + name
                            + "\" in local store");
            return List.of();
        }
        Optional<ServicePort> port = ClusterObjects.portOrTarget(service.get(), wanted);
        if (port.isEmpty()) {
            problem(Problem.Kind.PORT_NOT_FOUND, ingress, "Service \"" + name + "\" has no port " + wanted);
            return List.of();
        }
        List<Upstream> endpoints = objects.endpoints(name, port.get());
        if (endpoints.isEmpty()) {
            problem(Problem.Kind.NO_ENDPOINTS, ingress, "Service \"" + name + "\" does not have any active Endpoint.");
        }
        return endpoints;
    }

    private void problem(Problem.Kind kind, Ingress ingress, String message) {
        problems.add(new Problem(kind, ObjectName.of(ingress), message));
    }

    private static String host(IngressRule rule) {
        return rule.getHost() == null ? "" : rule.getHost();
    }
}
