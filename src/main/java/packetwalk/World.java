package packetwalk;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import packetwalk.agent.Flannelds;
import packetwalk.agent.KubeProxies;
import packetwalk.agent.Kubelets;
import packetwalk.agent.Latencies;
import packetwalk.apiserver.ApiServer;
import packetwalk.apiserver.allocation.ServiceRanges;
import packetwalk.cloud.CloudProvider;
import packetwalk.cloud.GceIngress;
import packetwalk.cloud.LoadBalancer;
import packetwalk.control.ClusterDns;
import packetwalk.control.ControlPlane;
import packetwalk.fabric.Fabric;
import packetwalk.fabric.Machine;
import packetwalk.ingress.nginx.IngressNginx;
import packetwalk.kubectl.Kubectl;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Owner;
import packetwalk.net.Cidr;
import packetwalk.net.PerFamily;
import packetwalk.net.x509.CertificateAuthority;
import packetwalk.program.Result;
import packetwalk.program.Server;
import packetwalk.program.dns.NameService;
import packetwalk.runtime.ContainerRuntime;
import packetwalk.time.Simulation;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Topology;
import packetwalk.trace.Walk;

/** Everything that was built, for the handles to share. */
final class World {

    final Fabric fabric;
    final Machine router;
    final PerFamily<Cidr> clusterCidrs;
    final PerFamily<Cidr> serviceCidrs;
    final ApiServer api;
    final ControlPlane plane;
    final Kubelets kubelets;
    final KubeProxies proxies;
    final Flannelds flannelds;
    final ClusterDns dns;
    final IngressNginx nginx;
    final Map<String, Node> nodes = new LinkedHashMap<>();
    private @Nullable CertificateAuthority authority;
    final Map<String, DockerHost> dockerHosts = new LinkedHashMap<>();
    final Map<String, Machine> outsideRouters = new LinkedHashMap<>();
    final Map<String, Machine> outsideHosts = new LinkedHashMap<>();
    final List<LoadBalancer> balancers = new ArrayList<>();
    Optional<CloudProvider> cloud = Optional.empty();
    Optional<GceIngress> gce = Optional.empty();
    final Map<Machine, List<Owner>> hostProcesses = new LinkedHashMap<>();
    /** What programs of a namespace know of names; none of its own: {@link NameService#LOCAL}. */
    final Map<NetworkNamespace, NameService> names = new LinkedHashMap<>();

    World(Fabric fabric, Machine router, PerFamily<Cidr> clusterCidrs, PerFamily<Cidr> serviceCidrs) {
        this.fabric = fabric;
        this.router = router;
        this.clusterCidrs = clusterCidrs;
        this.serviceCidrs = serviceCidrs;
        this.api = new ApiServer(fabric.simulation(), ServiceRanges.of(serviceCidrs));
        this.plane = new ControlPlane(fabric.simulation(), api);
        this.kubelets = new Kubelets(api);
        this.proxies = new KubeProxies(api);
        this.flannelds = new Flannelds(api);
        this.dns = new ClusterDns(api, serviceCidrs.primary().host(10));
        this.nginx = new IngressNginx(
                api, fabric.simulation(), () -> plane.latencies().controller());
    }

    /** What runs on the nodes, node by node and oldest first. */
    List<Pod> pods() {
        return nodes.values().stream().flatMap(node -> podsOn(node).stream()).toList();
    }

    List<Pod> podsOn(Node node) {
        return node.kubelet().pods().stream()
                .map(sandbox -> new Pod(this, node, sandbox))
                .toList();
    }

    /** What runs in a container whose image is more than its ports say. */
    Optional<Server> program(io.fabric8.kubernetes.api.model.Container container) {
        return dns.program(container)
                .or(() -> nginx.program(container))
                .or(() -> gce.flatMap(each -> each.program(container)));
    }

    /** A kubectl for this cluster. */
    Kubectl kubectl() {
        return new Kubectl(api, new ClusterMachines(this));
    }

    /** A cluster with Services has a DNS that knows them, and pods that can reach themselves by them. */
    void prepareForServices() {
        if (proxies.begun()) {
            nodes.values().forEach(node -> node.kubelet().network().hairpin());
            dns.install();
            settleControlPlane();
        }
    }

    /** The one authority whose certificates every program takes unless told otherwise: made when first asked for. */
    CertificateAuthority authority() {
        CertificateAuthority known = authority;
        if (known == null) {
            Instant begun = Simulation.EPOCH.minus(Duration.ofDays(365));
            known = CertificateAuthority.create("Packetwalk Root CA", begun, new Random(0));
            authority = known;
        }
        return known;
    }

    List<X509Certificate> trustedAuthorities() {
        return List.of(authority().certificate());
    }

    /** Lets happen what takes no time, such as the work of a control plane that is {@link Latencies#NONE}. */
    void settleControlPlane() {
        fabric.simulation().advance(Duration.ZERO);
    }

    /** The cluster's own calendar at a moment of virtual time. */
    Instant date(long nanos) {
        return api.now().minusNanos(fabric.simulation().now()).plusNanos(nanos);
    }

    /** Balancers that stand now: those that were described, then the cloud's. */
    List<LoadBalancer> balancers() {
        List<LoadBalancer> all = new ArrayList<>(balancers);
        cloud.ifPresent(provider -> all.addAll(provider.balancers()));
        return all;
    }

    /** Layer-7 balancers that the cloud has made for Ingresses. */
    List<HttpBalancer> httpBalancers() {
        return cloud.map(CloudProvider::httpBalancers).orElse(List.of()).stream()
                .map(each -> new HttpBalancer(this, each))
                .toList();
    }

    /** Runs a program and watches: until it has ended and no packet is in flight any more. */
    Walk walk(String command, String from, Supplier<Result> program) {
        fabric.trace().start();
        Result result;
        List<Step> steps;
        try {
            result = program.get();
            fabric.simulation().settle();
        } finally {
            steps = fabric.trace().stop();
        }
        Outcome outcome = unknown(steps).orElse(result.outcome());
        return new Walk(
                command,
                from,
                steps,
                outcome,
                result.output(),
                topology(),
                fabric.trace().keys());
    }

    /** What the engine does not model is never taken for an answer. */
    private static Optional<Outcome> unknown(List<Step> steps) {
        return steps.stream()
                .filter(Step.Dropped.class::isInstance)
                .map(Step.Dropped.class::cast)
                .filter(drop -> drop.dropReason() == DropReason.UNKNOWN)
                .findFirst()
                .map(drop -> new Outcome(Outcome.Kind.UNKNOWN, drop.detail() + " (" + drop.decision() + ")"));
    }

    /** What stands where now. */
    Topology topology() {
        return fabric.topology(this::owners);
    }

    /** Who lives in {@code namespace}: containers by their labels, then the machine's own processes. */
    private List<String> owners(NetworkNamespace namespace) {
        List<String> owners = new ArrayList<>();
        runtimeOf(namespace.host())
                .ifPresent(
                        runtime -> runtime.containers(namespace).forEach(container -> owners.add(container.label())));
        fabric.machine(namespace.host())
                .filter(machine -> machine.host() == namespace)
                .ifPresent(machine ->
                        hostProcesses.getOrDefault(machine, List.of()).forEach(process -> owners.add(process.name())));
        return owners;
    }

    private Optional<ContainerRuntime> runtimeOf(String machine) {
        Node node = nodes.get(machine);
        DockerHost host = dockerHosts.get(machine);
        return node != null
                ? Optional.of(node.runtime())
                : Optional.ofNullable(host).map(DockerHost::runtime);
    }
}
