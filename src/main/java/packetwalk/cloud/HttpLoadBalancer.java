package packetwalk.cloud;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import packetwalk.fabric.Machine;
import packetwalk.ingress.RoutingTable;
import packetwalk.ingress.Upstream;
import packetwalk.ingress.VirtualHost;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Owner;
import packetwalk.net.IpAddress;
import packetwalk.net.http.HttpLimits;
import packetwalk.net.x509.KeyedCertificate;
import packetwalk.program.proxy.Access;
import packetwalk.program.proxy.HttpProxy;
import packetwalk.program.proxy.ProxySettings;
import packetwalk.program.tls.TlsServer;
import packetwalk.tools.Shell;

/**
 * A layer-7 balancer of a cloud that runs: a machine with a public address, which reads requests and gives each to a node's
 * port by a URL map. A Service's port is a backend service, every node of the instance group is in it, and each is asked
 * by itself how it is.
 */
public final class HttpLoadBalancer {
    private static final Owner PROCESS = new Owner(602, "gfe");
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** What Google's front ends have: a backend has 30 s to answer, connections are kept for ten minutes. */
    private static final ProxySettings SETTINGS = new ProxySettings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            2,
            Duration.ofSeconds(610),
            Duration.ofSeconds(600),
            100,
            HttpLimits.USUAL);

    /** {@code defaultHealthCheckInterval} and its like of ingress-gce, for instance groups. */
    private static final Duration CHECK_EVERY = Duration.ofSeconds(60);

    private static final int UNHEALTHY_AFTER = 10;

    private final Machine machine;
    private final IpAddress address;
    private final HttpProxy proxy;
    private final Map<Integer, Map<IpAddress, Backend>> services = new TreeMap<>();
    private List<KeyedCertificate> certificates = List.of();
    private boolean https;
    private RoutingTable table = RoutingTable.empty(RoutingTable.Reading.GCE);

    HttpLoadBalancer(Machine machine, IpAddress address) {
        this.machine = Objects.requireNonNull(machine, "machine");
        this.address = Objects.requireNonNull(address, "address");
        GceRouter router = new GceRouter(() -> table, this::isHealthy);
        this.proxy = new HttpProxy(host(), PROCESS, router, new GceDialect(), SETTINGS);
        Shell shell = new Shell(host());
        shell.run("iptables -P INPUT DROP");
        shell.run("iptables -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");
    }

    public Machine machine() {
        return machine;
    }

    private NetworkNamespace host() {
        return machine.host();
    }

    /** The address that clients use. */
    public IpAddress address() {
        return address;
    }

    /** Its URL map. */
    public RoutingTable table() {
        return table;
    }

    /** The requests that it has answered. */
    public List<Access> accessLog() {
        return proxy.accessLog();
    }

    /** Serves plain HTTP: a target proxy with a forwarding rule. */
    void serveHttp() {
        open(HTTP);
        proxy.listen(HTTP);
    }

    /** Serves HTTPS, with these certificates. */
    void serveHttps(List<KeyedCertificate> wanted) {
        certificates = List.copyOf(wanted);
        if (!https && !certificates.isEmpty()) {
            https = true;
            open(HTTPS);
            GceCertificates choice = new GceCertificates(() -> certificates);
            proxy.listen(HTTPS, new TlsServer(host().simulation(), choice));
        }
    }

    private void open(int port) {
        new Shell(host()).run("iptables -A INPUT -d " + address + " -p tcp --dport " + port + " -j ACCEPT");
    }

    /**
     * Goes by that map from now on, and asks by those checks how the backends are.
     *
     * @param paths what a health check asks for, by node port; {@code /} where nothing is said
     * @param names of the nodes, by address
     */
    void change(RoutingTable wanted, Map<Integer, String> paths, Map<IpAddress, String> names) {
        table = wanted;
        Map<Integer, List<IpAddress>> members = new LinkedHashMap<>();
        backends(wanted)
                .flatMap(each -> each.upstreams().stream())
                .distinct()
                .forEach(each -> members.computeIfAbsent(each.port(), any -> new ArrayList<>())
                        .add(each.address()));
        services.forEach((port, service) -> keep(service, members.getOrDefault(port, List.of())));
        services.keySet().retainAll(members.keySet());
        members.forEach((port, nodes) -> {
            Map<IpAddress, Backend> service = services.computeIfAbsent(port, any -> new LinkedHashMap<>());
            for (IpAddress node : nodes) {
                Target target = new Target(names.getOrDefault(node, node.toString()), node);
                service.computeIfAbsent(node, any -> new Backend(target, host(), false, () -> {}))
                        .check(Optional.of(check(port, paths.getOrDefault(port, "/"))));
            }
        });
    }

    /** Checks no more those that are not named. */
    private static void keep(Map<IpAddress, Backend> service, List<IpAddress> nodes) {
        service.entrySet().removeIf(entry -> {
            boolean gone = !nodes.contains(entry.getKey());
            if (gone) {
                entry.getValue().forget();
            }
            return gone;
        });
    }

    private static HealthCheck check(int port, String path) {
        return new HealthCheck(port, path, CHECK_EVERY, CHECK_EVERY, 1, UNHEALTHY_AFTER);
    }

    private static Stream<packetwalk.ingress.Backend> backends(RoutingTable table) {
        Stream<packetwalk.ingress.Backend> ofPaths = table.hosts().stream()
                .flatMap(host -> host.locations().stream())
                .map(each -> each.backend());
        Stream<packetwalk.ingress.Backend> ofHosts =
                table.hosts().stream().map(VirtualHost::otherwise).flatMap(Optional::stream);
        return Stream.concat(Stream.concat(ofPaths, ofHosts), table.otherwise().stream());
    }

    private boolean isHealthy(Upstream upstream) {
        return Optional.ofNullable(services.get(upstream.port()))
                .map(service -> service.get(upstream.address()))
                .filter(backend -> backend.state() == Backend.State.HEALTHY)
                .isPresent();
    }

    /** Each node once for each backend service, by node port. */
    public Backends backends() {
        List<Backends.Row> rows = new ArrayList<>();
        services.forEach((port, service) -> service.values().forEach(backend -> {
            Backends.Row row = backend.row(0);
            rows.add(new Backends.Row(
                    row.name() + ":" + port, row.address(), row.state(), row.why(), row.sinceNanos(), 0));
        }));
        return new Backends(machine.name(), rows);
    }

    /** Works no more. */
    void close() {
        services.values().forEach(service -> service.values().forEach(Backend::forget));
        services.clear();
        proxy.drain();
    }
}
