package packetwalk.ingress;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import packetwalk.ingress.HostMatch.Labels;
import packetwalk.net.IpAddress;

/**
 * One Ingress as Google's controller reads it, into the URL map of a balancer of its own: backends are node ports.
 *
 * <p>Of two equal paths of a host the later is taken, of two rules for a host the later. Whatever is wrong stops the
 * whole: a balancer that is there already keeps the table that it had.
 *
 * @see <a href="https://github.com/kubernetes/ingress-gce/blob/master/pkg/controller/translator/translator.go">ingress-gce: translator.go</a>
 */
public final class GceTable {
    private static final ObjectName DEFAULT_BACKEND = new ObjectName("kube-system", "default-http-backend");

    private final Ingress ingress;
    private final ClusterObjects objects;
    private final List<IpAddress> nodes;
    private final List<Problem> problems = new ArrayList<>();

    private GceTable(Ingress ingress, ClusterObjects objects, List<IpAddress> nodes) {
        this.ingress = ingress;
        this.objects = objects;
        this.nodes = nodes;
    }

    /**
     * The table that {@code ingress} asks for.
     *
     * @param nodes the addresses at which node ports are open
     * @return with {@link RoutingTable#problems} if it cannot be had; what {@code spec.tls} lacks is none of those
     */
    public static RoutingTable of(Ingress ingress, ClusterObjects objects, List<IpAddress> nodes) {
        return new GceTable(ingress, objects, List.copyOf(nodes)).build();
    }

    private RoutingTable build() {
        Map<String, VirtualHost> hosts = new LinkedHashMap<>();
        List<TlsEntry> tls = tls();
        Optional<Backend> otherwise = otherwise();
        for (IngressRule rule : ingress.getSpec().getRules()) {
            if (rule.getHttp() != null) {
                String host = rule.getHost() == null ? "" : rule.getHost();
                // Put again, so that a host's last rule has it
                hosts.remove(host);
                hosts.put(
                        host, new VirtualHost(new HostMatch(host, Labels.ANY_NUMBER), locations(rule), otherwise, tls));
            }
        }
        return new RoutingTable(
                List.copyOf(hosts.values()),
                otherwise,
                RoutingTable.Reading.GCE,
                problems.stream().distinct().toList());
    }

    /** The Secrets that are named; one that is not there leaves the balancer without https. */
    private List<TlsEntry> tls() {
        List<TlsEntry> entries = new ArrayList<>();
        for (IngressTLS tls : ingress.getSpec().getTls()) {
            if (tls.getSecretName() != null && !tls.getSecretName().isEmpty()) {
                entries.add(new TlsEntry(
                        Optional.of(new ObjectName(ingress.getMetadata().getNamespace(), tls.getSecretName())),
                        tls.getHosts()));
            }
        }
        return entries;
    }

    /** The Ingress' own, else the cluster's, which only ever says 404. */
    private Optional<Backend> otherwise() {
        IngressBackend own = ingress.getSpec().getDefaultBackend();
        if (own != null) {
            return backend(own);
        }
        return objects.service(DEFAULT_BACKEND)
                .flatMap(service -> service.getSpec().getPorts().stream()
                        .findFirst()
                        .map(port -> new Backend(DEFAULT_BACKEND, String.valueOf(port.getPort()), upstreams(port))));
    }

    private List<Location> locations(IngressRule rule) {
        Map<String, Location> byPattern = new LinkedHashMap<>();
        for (HTTPIngressPath path : rule.getHttp().getPaths()) {
            Optional<Backend> backend = backend(path.getBackend());
            for (String pattern : patterns(path)) {
                backend.ifPresent(each -> {
                    byPattern.remove(pattern);
                    byPattern.put(pattern, location(path, pattern, each));
                });
            }
        }
        return List.copyOf(byPattern.values());
    }

    private Location location(HTTPIngressPath path, String pattern, Backend backend) {
        return new Location(
                new PathMatch.Glob(pattern),
                ObjectName.of(ingress),
                path.getPathType(),
                Objects.requireNonNullElse(path.getPath(), ""),
                backend,
                HttpsRedirect.NEVER);
    }

    /** {@code validateAndGetPaths}: what a path is in a URL map. */
    private List<String> patterns(HTTPIngressPath path) {
        String text = Objects.requireNonNullElse(path.getPath(), "");
        boolean stars = text.contains("*");
        return switch (path.getPathType()) {
            case "Exact" -> stars ? refused("exact path " + text + " due to invalid wildcard") : List.of(text);
            case "Prefix" -> stars ? refused("prefix path " + text + " due to invalid wildcard") : below(text);
            default -> specific(text);
        };
    }

    private static List<String> below(String path) {
        String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return bare.isEmpty() ? List.of("/*") : List.of(bare, bare + "/*");
    }

    private List<String> specific(String path) {
        String pattern = path.isEmpty() ? "/*" : path;
        if (PathMatch.Glob.isPattern(pattern)) {
            return List.of(pattern);
        }
        problem(
                Problem.Kind.PATH_NOT_SUPPORTED,
                "Invalid value for field 'resource.pathMatchers[0].pathRules[0].paths[0]': '" + pattern
                        + "'. Path pattern must have at most one '*', as the last character, behind a '/'");
        return List.of();
    }

    private List<String> refused(String what) {
        problem(Problem.Kind.PATH_NOT_SUPPORTED, "failed to validate " + what);
        return List.of();
    }

    private Optional<Backend> backend(IngressBackend backend) {
        if (backend.getService() == null) {
            problem(Problem.Kind.RESOURCE_BACKEND, "a resource backend is not supported; name a service");
            return Optional.empty();
        }
        ObjectName name = new ObjectName(
                ingress.getMetadata().getNamespace(), backend.getService().getName());
        String wanted = ClusterObjects.portText(backend.getService());
        Optional<Service> service = objects.service(name);
        if (service.isEmpty()) {
            problem(Problem.Kind.SERVICE_NOT_FOUND, "could not find service \"" + name + "\"");
            return Optional.empty();
        }
        Optional<ServicePort> port = ClusterObjects.port(service.get(), wanted);
        if (port.isEmpty()) {
            problem(Problem.Kind.PORT_NOT_FOUND, "could not find port \"" + wanted + "\" in service \"" + name + "\"");
            return Optional.empty();
        }
        String type = service.get().getSpec().getType();
        if (!type.equals("NodePort") && !type.equals("LoadBalancer")) {
            problem(
                    Problem.Kind.WRONG_SERVICE_TYPE,
                    "service \"%s\" is type \"%s\", expected \"NodePort\" or \"LoadBalancer\" when not using NEGs"
                            .formatted(name, type));
            return Optional.empty();
        }
        return Optional.of(new Backend(name, wanted, upstreams(port.get())));
    }

    private List<Upstream> upstreams(ServicePort port) {
        int nodePort = port.getNodePort() == null ? 0 : port.getNodePort();
        return nodePort == 0
                ? List.of()
                : nodes.stream().map(node -> new Upstream(node, nodePort)).toList();
    }

    private void problem(Problem.Kind kind, String message) {
        problems.add(new Problem(kind, ObjectName.of(ingress), message));
    }
}
