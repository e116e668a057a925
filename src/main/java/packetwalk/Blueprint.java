package packetwalk;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import packetwalk.agent.ProxyMode;
import packetwalk.cloud.BalancerMode;
import packetwalk.cloud.BalancerSpec;
import packetwalk.cloud.CloudSpec;
import packetwalk.cloud.Forward;
import packetwalk.cloud.HealthCheck;
import packetwalk.cloud.Scheduling;
import packetwalk.cni.PodNetwork;
import packetwalk.net.Cidr;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.PerFamily;
import packetwalk.net.Protocol;
import packetwalk.net.ProxyHeader;
import packetwalk.program.dns.Hosts;

/** What scopes write and {@link Construction} builds: a network as described so far. Holds data, judges nothing. */
final class Blueprint {

    long seed = 1;
    final AddressPlan addresses = new AddressPlan();
    PodNetwork podNetwork = PodNetwork.CLOUD_ROUTES;
    boolean cloudRoutes = true;
    Optional<ProxyMode> proxyMode = Optional.empty();
    final List<NodeSpec> nodes = new ArrayList<>();
    final List<DockerHostSpec> dockerHosts = new ArrayList<>();
    final List<OutsideNetworkSpec> outsideNetworks = new ArrayList<>();
    final List<BalancerPlan> balancers = new ArrayList<>();
    boolean ingressController;
    final List<TlsSecretPlan> tlsSecrets = new ArrayList<>();
    Optional<CloudSpec> cloud = Optional.empty();

    /** No node, but the pods that may run on any: the scheduler gives them theirs. */
    final NodeSpec anywhere = new NodeSpec(PerFamily.of(IpAddress.ANY_V4), "");

    final List<Supplier<? extends HasMetadata>> objects = new ArrayList<>();

    /** One line for a prompt, which shows every scope that it is given. */
    String summary() {
        int pods = anywhere.pods.size()
                + nodes.stream().mapToInt(node -> node.pods.size()).sum();
        int outsideHosts =
                outsideNetworks.stream().mapToInt(each -> each.hosts.size()).sum();
        String counts = Stream.of(
                        count(nodes.size(), "node"),
                        count(pods, "pod"),
                        count(dockerHosts.size(), "Docker host"),
                        count(outsideNetworks.size(), "outside network"),
                        count(outsideHosts, "outside host"),
                        count(balancers.size(), "balancer"),
                        count(objects.size(), "object"))
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining(", "));
        return "a description: " + (counts.isEmpty() ? "nothing yet" : counts) + "; up() builds it";
    }

    private static String count(int number, String what) {
        return number == 0 ? "" : number + " " + what + (number == 1 ? "" : "s");
    }

    /** A node to be. */
    static final class NodeSpec {
        /** As they were given; a family that is missing follows from {@link AddressPlan#machine}. */
        final PerFamily<IpAddress> given;

        String name;
        final Map<IpFamily, Cidr> podCidrs = new EnumMap<>(IpFamily.class);
        Optional<ProxyMode> proxyMode = Optional.empty();
        final Map<String, String> labels = new LinkedHashMap<>();
        final List<PodOnNode> pods = new ArrayList<>();
        final List<Integer> listens = new ArrayList<>();

        NodeSpec(PerFamily<IpAddress> given, String name) {
            this.given = given;
            this.name = name;
        }

        /** The one that people call it by. */
        IpAddress address() {
            return given.primary();
        }
    }

    /** A pod to be; its containers in the order in which they were described. */
    static final class PodOnNode {
        final String name;
        final Map<String, String> labels = new LinkedHashMap<>();
        final List<ContainerPlan> containers = new ArrayList<>();
        boolean hostNetwork;

        PodOnNode(String name) {
            this.name = name;
        }
    }

    /** A container to be. */
    static final class ContainerPlan {
        final String name;
        String image;
        final List<ListenPort> ports = new ArrayList<>();
        Optional<String> joins = Optional.empty();
        boolean hostNetwork;

        ContainerPlan(String name) {
            this.name = name;
            this.image = name;
        }

        /** Opens {@code hostPort} for what is served on {@code port}: by HTTP, if nothing was said of it yet. */
        void hostPort(int port, int hostPort) {
            if (ports.stream().noneMatch(each -> each.number() == port)) {
                ports.add(new ListenPort("", port, Protocol.TCP));
            }
            ports.replaceAll(each -> each.number() == port ? each.withHostPort(hostPort) : each);
        }
    }

    /** A plain Docker host to be. */
    static final class DockerHostSpec {
        final IpAddress address;
        String name;
        InterfaceAddress docker0 = InterfaceAddress.parse("172.17.0.1/24");
        final List<ContainerPlan> containers = new ArrayList<>();
        final List<Integer> listens = new ArrayList<>();

        DockerHostSpec(IpAddress address, String name) {
            this.address = address;
            this.name = name;
        }
    }

    /** A network beyond the router, with a router of its own. */
    static final class OutsideNetworkSpec {
        final PerFamily<Cidr> networks;
        final Set<Cidr> routes = new LinkedHashSet<>();
        final List<OutsideHostSpec> hosts = new ArrayList<>();

        OutsideNetworkSpec(PerFamily<Cidr> networks) {
            this.networks = networks;
        }

        /** The address of its router, in the first of its networks. */
        IpAddress router() {
            return networks.primary().host(1);
        }
    }

    /** A balancer of one's own, to be. */
    static final class BalancerPlan {
        final IpAddress address;
        String name;
        final List<Forward> forwards = new ArrayList<>();
        BalancerMode mode = BalancerMode.PROXY;
        Scheduling scheduling = Scheduling.ROUND_ROBIN;
        Optional<HealthCheck> healthCheck = Optional.empty();
        boolean checked = true;
        Optional<ProxyHeader.Version> proxyProtocol = Optional.empty();
        final List<String> targets = new ArrayList<>();
        Duration draining = Duration.ZERO;
        Optional<Boolean> cutsUnhealthy = Optional.empty();
        boolean failsOpen;
        final List<Cidr> sourceRanges = new ArrayList<>();

        BalancerPlan(IpAddress address) {
            this.address = address;
            this.name = "balancer-" + address;
        }

        /** Throws IllegalArgumentException if no balancer can be so. */
        BalancerSpec spec() {
            return new BalancerSpec(
                    name,
                    address,
                    forwards,
                    mode,
                    scheduling,
                    checked ? healthCheck.or(this::usualCheck) : Optional.empty(),
                    proxyProtocol,
                    draining,
                    cutsUnhealthy.orElse(mode == BalancerMode.PROXY),
                    failsOpen,
                    true,
                    sourceRanges);
        }

        private Optional<HealthCheck> usualCheck() {
            return mode == BalancerMode.PASS_THROUGH
                    ? Optional.of(HealthCheck.http(10256, "/healthz"))
                    : forwards.stream()
                            .filter(each -> each.protocol() == Protocol.TCP)
                            .findFirst()
                            .map(each -> HealthCheck.tcp(each.targetPort()));
        }
    }

    /** A Secret with a certificate, to be issued when the network is built. */
    record TlsSecretPlan(String name, Duration life, List<String> hosts) {}

    /** A machine in an outside network. */
    static final class OutsideHostSpec {
        final PerFamily<IpAddress> given;
        String name;
        final List<Integer> listens = new ArrayList<>();
        final List<Hosts.Line> aliases = new ArrayList<>();

        OutsideHostSpec(PerFamily<IpAddress> given) {
            this.given = given;
            this.name = given.primary().toString();
        }
    }
}
