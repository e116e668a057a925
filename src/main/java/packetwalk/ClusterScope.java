package packetwalk;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import packetwalk.agent.ProxyMode;
import packetwalk.cloud.CloudSpec;
import packetwalk.cni.PodNetwork;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.PerFamily;

/**
 * A network being described. Every scope inside it can do what it can, so that a chain of calls needs no {@code end()}.
 *
 * <p>All scopes of one chain write into one description: with a variable, {@code var node = c.node("10.100.0.2")} and
 * then {@code node.pod("a")}, {@code node.pod("b")} add two pods. A malformed value is refused at once; what does not
 * fit together is refused by {@link #up}.
 */
public class ClusterScope {

    private final Blueprint blueprint;

    ClusterScope(Blueprint blueprint) {
        this.blueprint = blueprint;
    }

    Blueprint blueprint() {
        return blueprint;
    }

    /** What decides every random choice: one seed, one result. 1 unless said otherwise. */
    public ClusterScope seed(long seed) {
        blueprint.seed = seed;
        return this;
    }

    /** Gives everything IPv6 beside IPv4, which stays the primary: {@code ipFamilies("IPv4", "IPv6")} of the cluster. */
    public ClusterScope dualStack() {
        blueprint.addresses.families = List.of(IpFamily.IPV4, IpFamily.IPV6); // a Service's ipFamilies() is its own
        return this;
    }

    /**
     * The address families of nodes, pods and Services, the primary first; IPv4 alone by default.
     *
     * @param families {@code IPv4}, {@code IPv6}, or both
     */
    public ClusterScope ipFamilies(String... families) {
        List<IpFamily> wanted =
                Arrays.stream(families).map(ClusterScope::family).toList();
        if (wanted.isEmpty() || wanted.size() != Set.copyOf(wanted).size()) {
            throw new IllegalArgumentException(
                    "ipFamilies " + wanted + " cannot be; name IPv4, IPv6, or both, each once, the primary first");
        }
        blueprint.addresses.families = wanted;
        return this;
    }

    private static IpFamily family(String text) {
        return Arrays.stream(IpFamily.values())
                .filter(each -> each.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "ipFamilies has \"" + text + "\"; there are \"IPv4\" and \"IPv6\""));
    }

    /**
     * The router's address in the network of the nodes, with its prefix length; {@code 10.100.0.1/24} by default, and in
     * IPv6 {@code fd00:100::1/64}. Of two families one can be named, or both with a comma between them; so with all ranges.
     */
    public ClusterScope router(String address) {
        blueprint.addresses.name(AddressPlan.Range.ROUTER, address);
        return this;
    }

    /**
     * The range that all pods' addresses come from, {@code clusterIpv4Cidr}; {@code 10.0.0.0/14} by default, and in IPv6
     * {@code fd00:10::/48}.
     */
    public ClusterScope clusterCidr(String cidr) {
        blueprint.addresses.name(AddressPlan.Range.CLUSTER, cidr);
        return this;
    }

    /**
     * The range of the service network, {@code servicesIpv4Cidr}; {@code 10.3.240.0/20} by default, and in IPv6
     * {@code fd00:10:3::/112}.
     */
    public ClusterScope serviceCidr(String cidr) {
        blueprint.addresses.name(AddressPlan.Range.SERVICE, cidr);
        return this;
    }

    /**
     * Destinations for which nodes keep a pod's own source address; {@code 10.0.0.0/8} by default, and in IPv6
     * {@code fd00::/8}. flannel asks for none.
     */
    public ClusterScope nonMasqueradeCidr(String cidr) {
        blueprint.addresses.name(AddressPlan.Range.NON_MASQUERADE, cidr);
        return this;
    }

    /**
     * Whether the router gets a route for each node's block of pod addresses, as a cloud adds them; true by default. With flannel
     * it never does.
     */
    public ClusterScope cloudRoutes(boolean wanted) {
        blueprint.cloudRoutes = wanted;
        return this;
    }

    /**
     * How packets get from a pod on one node to a pod on another: {@link PodNetwork#CLOUD_ROUTES} unless said otherwise. The other
     * two are flannel's, whose nodes masquerade whatever leaves the pods' range, and need nothing of the router.
     */
    public ClusterScope podNetwork(PodNetwork network) {
        blueprint.podNetwork = network;
        return this;
    }

    /**
     * Opens a Kubernetes node: a machine with {@code eth0} at that address and a bridge for its pods, {@code cbr0} or flannel's
     * {@code cni0}.
     *
     * @param address in the router's network, such as {@code 10.100.0.2}; with two families it has the same number in both
     *     networks, as {@code fd00:100::2}, unless it is told both with a comma between them
     */
    public NodeScope node(String address) {
        Blueprint.NodeSpec node = new Blueprint.NodeSpec(
                PerFamily.parse(address, IpAddress::parse), "node-" + (blueprint.nodes.size() + 1));
        blueprint.nodes.add(node);
        return new NodeScope(blueprint, node);
    }

    /**
     * Opens a machine with plain Docker: {@code eth0} at that address and a bridge {@code docker0}, no Kubernetes.
     *
     * @param address in the router's network, such as {@code 10.100.0.2}
     */
    public DockerHostScope dockerHost(String address) {
        Blueprint.DockerHostSpec host =
                new Blueprint.DockerHostSpec(IpAddress.parse(address), "host-" + (blueprint.dockerHosts.size() + 1));
        blueprint.dockerHosts.add(host);
        return new DockerHostScope(blueprint, host);
    }

    /**
     * Opens a network beyond the router, with a router of its own that knows the way to the nodes' network only.
     *
     * @param cidr such as {@code 203.0.113.0/24}, {@code 2001:db8:113::/64}, or both with a comma between them
     */
    public OutsideScope outside(String cidr) {
        Blueprint.OutsideNetworkSpec network = new Blueprint.OutsideNetworkSpec(PerFamily.parse(cidr, Cidr::parse));
        blueprint.outsideNetworks.add(network);
        return new OutsideScope(blueprint, network);
    }

    /**
     * Opens a layer-4 balancer of one's own in front of the nodes.
     *
     * @param address a public one in a network that no machine of this description is in, such as {@code 35.184.97.156}
     */
    public BalancerScope balancer(String address) {
        Blueprint.BalancerPlan balancer = new Blueprint.BalancerPlan(IpAddress.parse(address));
        blueprint.balancers.add(balancer);
        return new BalancerScope(blueprint, balancer);
    }

    /** Puts the cluster into a cloud that gives Services of type LoadBalancer their balancers: {@link CloudSpec#GCE}. */
    public ClusterScope cloud() {
        return cloud(CloudSpec.GCE);
    }

    /** Puts the cluster into such a cloud as {@code spec} says. */
    public ClusterScope cloud(CloudSpec spec) {
        blueprint.cloud = Optional.of(spec);
        return this;
    }

    /**
     * Opens a pod: on the node that was opened last, or, where none is open, on the one that the scheduler takes, as for a
     * manifest without {@code nodeName}.
     */
    public PodScope pod(String name) {
        return new NodeScope(blueprint, blueprint.anywhere).pod(name);
    }

    /** Opens a Service; it closes whatever was open before. */
    public ServiceScope service(String name) {
        return new ServiceScope(blueprint, name);
    }

    /** Opens a Deployment; it closes whatever was open before. */
    public DeploymentScope deployment(String name) {
        return new DeploymentScope(blueprint, name);
    }

    /** Opens an Ingress; it closes whatever was open before. */
    public IngressScope ingress(String name) {
        return new IngressScope(blueprint, name);
    }

    /**
     * Adds a Secret of type {@code kubernetes.io/tls} to the namespace {@code default}: a certificate that counts for a year,
     * of an authority that every program here trusts, and its key.
     *
     * @param hosts for which it may be shown, {@code testhost.com} or {@code *.testhost.com}; at least one
     */
    public ClusterScope tlsSecret(String name, String... hosts) {
        return tlsSecret(name, Duration.ofDays(365), hosts);
    }

    /** {@link #tlsSecret(String, String...)} whose certificate ends to count {@code life} after the cluster has begun. */
    public ClusterScope tlsSecret(String name, Duration life, String... hosts) {
        if (hosts.length == 0) {
            throw new IllegalArgumentException(
                    "secret \"" + name + "\" has a certificate for no host; name at least one");
        }
        blueprint.tlsSecrets.add(new Blueprint.TlsSecretPlan(name, life, List.of(hosts)));
        return this;
    }

    /**
     * Installs an ingress controller in the cluster. Its Service is of type LoadBalancer in a {@link #cloud()}, else of type
     * NodePort. GCE's controller is not installed: it comes with the cloud.
     *
     * @param name {@code nginx}
     */
    public ClusterScope ingressController(String name) {
        if (!name.equals("nginx")) {
            throw new IllegalArgumentException("ingress controller \"" + name
                    + "\" is not modelled; there is \"nginx\", and GCE's comes with .cloud()");
        }
        blueprint.ingressController = true;
        return this;
    }

    /**
     * How every node's kube-proxy brings Services about: {@link ProxyMode#IPTABLES} unless said otherwise. It begins with
     * the cluster's first Service, or with this call.
     */
    public ClusterScope proxyMode(ProxyMode mode) {
        blueprint.proxyMode = Optional.of(mode);
        return this;
    }

    /**
     * Checks the description and builds it.
     *
     * @return the running network, at virtual time zero; each call builds a new one
     * @throws IllegalArgumentException naming the value that does not fit, the rule that it breaks, and the remedy;
     *     nothing is built then
     */
    public Cluster up() {
        new BlueprintCheck(blueprint).run();
        return new Construction(blueprint).build();
    }

    /** One line: what is described so far. */
    @Override
    public String toString() {
        return blueprint.summary();
    }
}
