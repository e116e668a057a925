package packetwalk.cloud;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressLoadBalancerIngressBuilder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import packetwalk.api.ApiFault;
import packetwalk.apiserver.ApiServer;
import packetwalk.apiserver.EventRecorder;
import packetwalk.apiserver.Watcher;
import packetwalk.ingress.Claim;
import packetwalk.ingress.ClusterObjects;
import packetwalk.ingress.GceTable;
import packetwalk.ingress.ObjectName;
import packetwalk.ingress.Problem;
import packetwalk.ingress.RoutingTable;
import packetwalk.ingress.TlsSecrets;
import packetwalk.net.IpAddress;
import packetwalk.net.x509.KeyedCertificate;
import packetwalk.program.Server;
import packetwalk.time.Simulation;
import packetwalk.time.WorkQueue;

/**
 * Brings a layer-7 balancer about for each Ingress that is GCE's: ingress-gce, with instance groups. It runs outside of the
 * cluster's nodes, and so does what it makes; requests come in by node ports.
 *
 * <p>An Ingress is worked on until the cloud is done with it; what changes meanwhile is looked at afterwards.
 *
 * @see <a href="https://github.com/kubernetes/ingress-gce">ingress-gce</a>
 */
public final class GceIngress {
    static final String FINALIZER = "networking.gke.io/ingress-finalizer-V2";
    private static final String ALLOW_HTTP = "kubernetes.io/ingress.allow-http";

    /** How long after a refusal it tries again. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final ApiServer api;
    private final CloudProvider cloud;
    private final EventRecorder events;
    private final WorkQueue<String> queue;
    private final DefaultHttpBackend defaultBackend;
    private final TlsSecrets secrets;
    private final Map<String, Frontend> frontends = new LinkedHashMap<>();
    private final Set<String> busy = new LinkedHashSet<>();
    private final Set<String> again = new LinkedHashSet<>();

    /** What stands for an Ingress: its address, and the machine once it works. */
    private static final class Frontend {
        private final IpAddress address;
        private Optional<HttpLoadBalancer> running = Optional.empty();
        private Optional<RoutingTable> table = Optional.empty();
        private List<KeyedCertificate> certificates = List.of();

        Frontend(IpAddress address) {
            this.address = address;
        }
    }

    /** At work from now on, on what is there too; {@code delay} is how long it takes to hear of something. */
    public GceIngress(ApiServer api, CloudProvider cloud, Simulation simulation, Supplier<Duration> delay) {
        this.api = api;
        this.cloud = cloud;
        this.events = new EventRecorder(api, "loadbalancer-controller", "");
        this.queue = new WorkQueue<>(simulation, delay, this::look);
        this.defaultBackend = new DefaultHttpBackend(api);
        this.secrets = new TlsSecrets(() -> api.list(Secret.class));
        api.watch(Ingress.class, Watcher.<Ingress>ofAny(this::concerned));
        follow(Service.class);
        follow(Node.class);
        follow(Secret.class);
    }

    private void concerned(Ingress ingress) {
        if (isOurs(ingress) || frontends.containsKey(key(ingress))) {
            queue.add(key(ingress));
        }
    }

    /** What an Ingress names may have come or changed. */
    private <T extends HasMetadata> void follow(Class<T> type) {
        api.watch(type, Watcher.<T>ofAny(any -> api.list(Ingress.class).forEach(this::concerned)));
    }

    /** What a container of the default backend's image runs; empty for all others. */
    public Optional<Server> program(Container container) {
        return DefaultHttpBackend.program(container);
    }

    private static boolean isOurs(Ingress ingress) {
        return Claim.gce(ingress).taken();
    }

    private static String key(Ingress ingress) {
        return ingress.getMetadata().getNamespace() + "/"
                + ingress.getMetadata().getName();
    }

    /** {@code sync()}; one key at a time. */
    private void look(String key) {
        if (busy.contains(key)) {
            again.add(key);
            return;
        }
        String[] parts = key.split("/");
        Optional<Ingress> found = api.find(Ingress.class, parts[0], parts[1]);
        boolean wanted = found.filter(GceIngress::isOurs)
                .filter(each -> each.getMetadata().getDeletionTimestamp() == null)
                .isPresent();
        if (wanted) {
            ensure(key, found.get());
        } else {
            Optional.ofNullable(frontends.get(key))
                    .ifPresentOrElse(
                            frontend -> takeDown(key, frontend), () -> found.ifPresent(each -> finalizer(each, false)));
        }
    }

    private void done(String key) {
        busy.remove(key);
        if (again.remove(key)) {
            queue.add(key);
        }
    }

    // -- making it

    private void ensure(String key, Ingress ingress) {
        defaultBackend.install();
        ClusterObjects objects = ClusterObjects.of(api);
        Map<IpAddress, String> names = nodes();
        RoutingTable table = GceTable.of(ingress, objects, List.copyOf(names.keySet()));
        if (!table.problems().isEmpty()) {
            String all = table.problems().stream().map(Problem::message).collect(Collectors.joining("; "));
            events.warning(ingress, "Translate", "Translation failed: invalid ingress spec: " + all);
            return;
        }
        tellOfCertificates(ingress);
        Frontend present = frontends.get(key);
        List<KeyedCertificate> certificates = certificates(ingress);
        if (present == null) {
            create(key, ingress, table);
        } else if (!present.table.equals(Optional.of(table)) || !present.certificates.equals(certificates)) {
            busy.add(key);
            cloud.operate(
                    "update",
                    "urlMaps/" + name(ingress, "um"),
                    cloud.spec().pace().update(),
                    () -> {
                        apply(present, table);
                        certify(present, certificates);
                        done(key);
                    });
        }
    }

    private void create(String key, Ingress ingress, RoutingTable table) {
        events.normal(ingress, "Sync", "Scheduled for sync");
        Frontend frontend;
        try {
            frontend = new Frontend(cloud.reserve());
        } catch (CloudFault refused) {
            events.warning(ingress, "Sync", "Error syncing to GCP: " + refused.getMessage());
            return;
        }
        busy.add(key);
        frontends.put(key, frontend);
        finalizer(ingress, true);
        cloud.steps(parts(ingress, () -> {
            open(frontend, ingress, table);
            made(ingress, "ForwardingRule", name(ingress, "fr"));
            status(ingress, Optional.of(frontend.address));
            events.normal(ingress, "IPChanged", "IP is now " + frontend.address);
            done(key);
        }));
    }

    /** In the order in which each needs those before; the last makes it work. */
    private List<CloudProvider.Step> parts(Ingress ingress, Runnable work) {
        CloudSpec.Pace pace = cloud.spec().pace();
        String backend = name(ingress, "be");
        String map = name(ingress, "um");
        String proxy = name(ingress, "tp");
        return List.of(
                new CloudProvider.Step("insert", "healthChecks/" + backend, pace.healthCheck(), () -> {}),
                new CloudProvider.Step("insert", "backendServices/" + backend, pace.backends(), () -> {}),
                new CloudProvider.Step("insert", "urlMaps/" + map, pace.firewall(), () -> made(ingress, "UrlMap", map)),
                new CloudProvider.Step(
                        "insert",
                        "targetHttpProxies/" + proxy,
                        pace.address(),
                        () -> made(ingress, "TargetProxy", proxy)),
                new CloudProvider.Step(
                        "insert", "forwardingRules/" + name(ingress, "fr"), pace.forwardingRule(), work));
    }

    private void made(Ingress ingress, String what, String name) {
        events.normal(ingress, "Sync", what + " \"" + name + "\" created");
    }

    /** {@code k8s2-um-…-default-web-…}: the kind of part, the cluster, the Ingress, and its own mark. */
    private String name(Ingress ingress, String kind) {
        String cluster = api.get(Namespace.class, "", "kube-system")
                .getMetadata()
                .getUid()
                .substring(0, 8);
        return String.join(
                "-",
                "k8s2",
                kind,
                cluster,
                ingress.getMetadata().getNamespace(),
                ingress.getMetadata().getName(),
                ingress.getMetadata().getUid().substring(0, 8));
    }

    private void open(Frontend frontend, Ingress ingress, RoutingTable table) {
        HttpLoadBalancer balancer = cloud.openHttp("balancer-" + frontend.address, frontend.address);
        frontend.running = Optional.of(balancer);
        apply(frontend, table);
        if (allowsHttp(ingress)) {
            balancer.serveHttp();
        }
        certify(frontend, certificates(ingress));
    }

    private static void certify(Frontend frontend, List<KeyedCertificate> certificates) {
        frontend.certificates = certificates;
        frontend.running.ifPresent(balancer -> balancer.serveHttps(certificates));
    }

    private static boolean allowsHttp(Ingress ingress) {
        Map<String, String> annotations = ingress.getMetadata().getAnnotations();
        return annotations == null || !"false".equals(annotations.get(ALLOW_HTTP));
    }

    /** Those of {@code spec.tls} that can be had. */
    private List<KeyedCertificate> certificates(Ingress ingress) {
        return ingress.getSpec().getTls().stream()
                .filter(tls ->
                        tls.getSecretName() != null && !tls.getSecretName().isEmpty())
                .map(tls -> secrets.read(new ObjectName(ingress.getMetadata().getNamespace(), tls.getSecretName())))
                .flatMap(read -> read.certificate().stream())
                .toList();
    }

    /** One that is missing is told, and the balancer serves what it can. */
    private void tellOfCertificates(Ingress ingress) {
        boolean missing =
                !ingress.getSpec().getTls().isEmpty() && certificates(ingress).isEmpty();
        if (missing) {
            events.warning(
                    ingress,
                    "Sync",
                    "Could not find TLS certificates. Continuing setup for the load balancer to serve HTTP. Note: this"
                            + " behavior is deprecated and will be removed in a future version of ingress-gce");
        }
    }

    private void apply(Frontend frontend, RoutingTable table) {
        frontend.table = Optional.of(table);
        frontend.running.ifPresent(balancer -> balancer.change(table, healthPaths(), nodes()));
    }

    private Map<IpAddress, String> nodes() {
        Map<IpAddress, String> names = new LinkedHashMap<>();
        BalancedNodes.targets(BalancedNodes.of(api.list(Node.class)))
                .forEach(each -> names.put(each.address(), each.name()));
        return names;
    }

    /** What the health check of a node port asks for: what the readiness probe of its pods does, else {@code /}. */
    private Map<Integer, String> healthPaths() {
        Map<Integer, String> paths = new LinkedHashMap<>();
        for (Service service : api.list(Service.class)) {
            for (ServicePort port : service.getSpec().getPorts()) {
                if (port.getNodePort() != null && port.getNodePort() != 0) {
                    ReadinessProbes.path(api, service).ifPresent(path -> paths.put(port.getNodePort(), path));
                }
            }
        }
        return paths;
    }

    // -- taking it away

    private void takeDown(String key, Frontend frontend) {
        busy.add(key);
        Duration each = cloud.spec().pace().deletion();
        cloud.operate("delete", "forwardingRules/" + key, each, () -> {
            frontend.running.ifPresent(cloud::close);
            cloud.operate("delete", "urlMaps/" + key, each, () -> {
                cloud.release(frontend.address);
                frontends.remove(key);
                String[] parts = key.split("/");
                api.find(Ingress.class, parts[0], parts[1]).ifPresent(ingress -> {
                    status(ingress, Optional.empty());
                    finalizer(api.get(Ingress.class, parts[0], parts[1]), false);
                });
                done(key);
            });
        });
    }

    private void status(Ingress ingress, Optional<IpAddress> address) {
        String namespace = ingress.getMetadata().getNamespace();
        String name = ingress.getMetadata().getName();
        if (api.find(Ingress.class, namespace, name).isPresent()) {
            api.editStatus(
                    Ingress.class,
                    namespace,
                    name,
                    present -> new IngressBuilder(present)
                            .withNewStatus()
                            .withNewLoadBalancer()
                            .withIngress(address.stream()
                                    .map(ip -> new IngressLoadBalancerIngressBuilder()
                                            .withIp(ip.toString())
                                            .build())
                                    .toList())
                            .endLoadBalancer()
                            .endStatus()
                            .build());
        }
    }

    private void finalizer(Ingress ingress, boolean wanted) {
        List<String> present = ingress.getMetadata().getFinalizers();
        if (present.contains(FINALIZER) == wanted) {
            return;
        }
        IngressBuilder builder = new IngressBuilder(ingress);
        Ingress changed = wanted
                ? builder.editMetadata()
                        .addToFinalizers(FINALIZER)
                        .endMetadata()
                        .build()
                : builder.editMetadata()
                        .removeFromFinalizers(FINALIZER)
                        .endMetadata()
                        .build();
        try {
            api.update(changed);
        } catch (ApiFault refused) {
            // a webhook may refuse every Ingress while its pods are gone
            events.warning(ingress, "Sync", "Error syncing to GCP: " + refused.getMessage());
            queue.addAfter(key(ingress), RETRY);
        }
    }
}
