package packetwalk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import packetwalk.cloud.Gcloud;
import packetwalk.fabric.Machine;
import packetwalk.net.Cidr;
import packetwalk.net.PerFamily;
import packetwalk.trace.Exhibit;
import packetwalk.trace.Printout;
import packetwalk.trace.Topology;

/**
 * A network that runs: the router, and all that is behind and beyond it.
 *
 * <p>Time in it is virtual and stands still between calls; {@link #advance} lets it pass.
 */
public final class Cluster implements Exhibit {

    private final World world;

    Cluster(World world) {
        this.world = world;
    }

    /**
     * A node, by name or address.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Node node(String nameOrAddress) {
        return world.nodes.values().stream()
                .filter(node -> is(node, nameOrAddress))
                .findFirst()
                .orElseThrow(() -> missing("node", nameOrAddress, world.nodes.values()));
    }

    /**
     * A pod, on whichever node.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Pod pod(String name) {
        return new Pods(world.pods()).named(name);
    }

    /**
     * A Service, in the namespace {@code default} or as {@code NAMESPACE/NAME}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Service service(String name) {
        int slash = name.indexOf('/');
        return new Service(world, slash < 0 ? "default" : name.substring(0, slash), name.substring(slash + 1));
    }

    /**
     * An Ingress, in the namespace {@code default} or as {@code NAMESPACE/NAME}: who takes it for its own, and why.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Ingress ingress(String name) {
        int slash = name.indexOf('/');
        return new Ingress(world, slash < 0 ? "default" : name.substring(0, slash), name.substring(slash + 1));
    }

    /** The pods of the namespace {@code default}, node by node. */
    public Pods pods() {
        return pods("default");
    }

    /** The pods of one namespace that run on some node, node by node. */
    public Pods pods(String namespace) {
        return new Pods(world.pods().stream()
                .filter(pod -> pod.namespaceName().equals(namespace))
                .toList());
    }

    /** All nodes, in the order in which they were described. */
    public List<Node> nodes() {
        return List.copyOf(world.nodes.values());
    }

    /**
     * A machine with plain Docker, by name or address.
     *
     * @throws IllegalArgumentException if there is none
     */
    public DockerHost dockerHost(String nameOrAddress) {
        return world.dockerHosts.values().stream()
                .filter(host -> is(host, nameOrAddress))
                .findFirst()
                .orElseThrow(() -> missing("docker host", nameOrAddress, world.dockerHosts.values()));
    }

    /**
     * A plain Docker container, by its name, on the first host that has it.
     *
     * @throws IllegalArgumentException if no host has it
     */
    public Container container(String name) {
        List<String> all = new ArrayList<>();
        for (DockerHost host : world.dockerHosts.values()) {
            if (host.daemon().names().contains(name)) {
                return host.container(name);
            }
            all.addAll(host.daemon().names());
        }
        throw new IllegalArgumentException("no such container: " + name + "; there are "
                + (all.isEmpty() ? "none outside of pods" : String.join(", ", all)));
    }

    /** The router that the machines are behind. */
    public Router router() {
        return new Router(world, world.router);
    }

    /**
     * The router of an outside network.
     *
     * @param address its address in that network, the network's first
     * @throws IllegalArgumentException if there is none
     */
    public Router router(String address) {
        Machine machine = world.outsideRouters.get(address);
        if (machine == null) {
            throw new IllegalArgumentException("router " + address + " does not exist; there are "
                    + world.router.name() + (world.outsideRouters.isEmpty() ? "" : ", " + world.outsideRouters.keySet())
                    + "; the first is router() without an address");
        }
        return new Router(world, machine);
    }

    /**
     * A machine of an outside network, by name or address.
     *
     * @throws IllegalArgumentException if there is none
     */
    public OutsideHost host(String nameOrAddress) {
        List<OutsideHost> hosts = world.outsideHosts.values().stream()
                .map(machine -> new OutsideHost(world, machine))
                .toList();
        Optional<OutsideHost> found =
                hosts.stream().filter(host -> is(host, nameOrAddress)).findFirst();
        return found.orElseThrow(() -> missing("outside host", nameOrAddress, hosts));
    }

    /**
     * A balancer, by name or address: one of one's own, or the cloud's for a Service.
     *
     * @throws IllegalArgumentException if there is none, or the cloud has not made it yet
     */
    public Balancer balancer(String nameOrAddress) {
        List<Balancer> balancers = world.balancers().stream()
                .map(each -> new Balancer(world, each))
                .toList();
        return balancers.stream()
                .filter(balancer -> is(balancer, nameOrAddress))
                .findFirst()
                .orElseThrow(() -> missing("balancer", nameOrAddress, balancers));
    }

    /**
     * A layer-7 balancer that the cloud has made for an Ingress, by name or address.
     *
     * @throws IllegalArgumentException if there is none, or the cloud has not made it yet
     */
    public HttpBalancer httpBalancer(String nameOrAddress) {
        List<HttpBalancer> balancers = world.httpBalancers();
        return balancers.stream()
                .filter(balancer -> is(balancer, nameOrAddress))
                .findFirst()
                .orElseThrow(() -> missing("layer-7 balancer", nameOrAddress, balancers));
    }

    private static boolean is(Netns machine, String nameOrAddress) {
        return machine.name().equals(nameOrAddress)
                || machine.addresses().stream().anyMatch(each -> each.toString().equals(nameOrAddress));
    }

    private static IllegalArgumentException missing(String kind, String name, Collection<? extends Netns> present) {
        List<String> names =
                present.stream().map(each -> each.name() + " " + each.address()).toList();
        return new IllegalArgumentException(kind + " " + name + " does not exist; there are "
                + (names.isEmpty() ? "none" : String.join(", ", names)));
    }

    /** The range that all pods' addresses come from; of the primary family where there are two. */
    public Cidr clusterCidr() {
        return world.clusterCidrs.primary();
    }

    /** The ranges that all pods' addresses come from, one of each family. */
    public PerFamily<Cidr> clusterCidrs() {
        return world.clusterCidrs;
    }

    /** Lets virtual time pass, with all that happens in it: caches age, timers run out. */
    public Cluster advance(Duration span) {
        world.fabric.simulation().advance(span);
        return this;
    }

    /**
     * Has {@code action} happen that far from now, whenever virtual time gets there: while a load runs, or in
     * {@link #advance}. Such as {@code after(Duration.ofSeconds(20), () -> k8s.node("10.100.0.3").powerOff())}.
     *
     * @param span zero or more
     */
    public Cluster after(Duration span, Runnable action) {
        if (span.isNegative()) {
            throw new IllegalArgumentException("nothing happens " + span + " from now; use zero or more");
        }
        world.fabric.simulation().after(span.toNanos(), action);
        return this;
    }

    /** Virtual time since the cluster was built. */
    public Duration now() {
        return Duration.ofNanos(world.fabric.simulation().now());
    }

    /**
     * Runs one kubectl command: {@code get pods -o wide}, {@code describe service web}, {@code scale deployment web
     * --replicas=3}, {@code delete pod web-0}, {@code drain node-1} … What it sets going takes its time: {@link #advance}.
     *
     * @throws IllegalArgumentException if the API server refuses it, in its words, or the command is not modelled
     */
    public Printout kubectl(String arguments) {
        return kubectl(arguments, "");
    }

    /** {@code kubectl … -f -}: with a manifest on its standard input. */
    public Printout kubectl(String arguments, String manifest) {
        String printed = world.kubectl().run(arguments, manifest);
        world.settleControlPlane();
        world.prepareForServices();
        return new Printout("you", "kubectl " + arguments, printed);
    }

    /**
     * {@code kubectl apply -f -}: makes or changes the objects of a manifest, YAML or JSON, of one or several documents.
     *
     * @throws IllegalArgumentException if the API server refuses one, in its words
     */
    public Printout apply(String manifest) {
        return kubectl("apply -f -", manifest);
    }

    /** {@link #apply(String)} of a file. */
    public Printout apply(Path manifest) {
        try {
            return apply(Files.readString(manifest));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "manifest " + manifest + " cannot be read: " + e.getMessage() + "; check the path", e);
        }
    }

    /**
     * What the cloud's own tool prints: {@code container clusters describe NAME} shows {@code clusterIpv4Cidr} and
     * {@code servicesIpv4Cidr}; {@code compute} {@code forwarding-rules}, {@code addresses}, {@code target-pools} and
     * {@code operations list} what the cloud has made for Services of type LoadBalancer.
     *
     * @throws IllegalArgumentException for any other command, and for those of {@code compute} where there is no cloud
     */
    public Printout gcloud(String arguments) {
        String text = describeCluster(arguments)
                .or(() -> world.cloud.flatMap(cloud -> new Gcloud(cloud, world::date).run(arguments)))
                .orElseThrow(() -> new IllegalArgumentException("gcloud " + arguments
                        + " is not modelled; there is \"container clusters describe NAME\" and, in a cluster with .cloud(),"
                        + " \"compute forwarding-rules list\" (or addresses, target-pools, operations)"));
        return new Printout("you", "gcloud " + arguments, text);
    }

    private Optional<String> describeCluster(String arguments) {
        if (!arguments.strip().matches("container clusters describe [a-z0-9-]+")) {
            return Optional.empty();
        }
        String name = arguments.strip().substring("container clusters describe ".length());
        return Optional.of(Gcloud.describe(name, world.clusterCidrs, world.serviceCidrs, world.nodes.size()));
    }

    /** Captures at every device of every pod and machine from now on; {@link Netns#capture} at those of one. */
    public Capture capture() {
        return Capture.everywhere(world);
    }

    /** What stands where now; a notebook draws it. */
    public Topology topology() {
        return world.topology();
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder(router().text());
        world.outsideRouters.values().forEach(each -> text.append('\n').append(new Router(world, each).text()));
        world.outsideHosts.values().forEach(each -> text.append('\n').append(new OutsideHost(world, each).text()));
        world.balancers().forEach(each -> text.append('\n').append(new Balancer(world, each).text()));
        world.httpBalancers().forEach(each -> text.append('\n').append(each.text()));
        for (Node node : world.nodes.values()) {
            text.append('\n').append(node.text());
            node.pods().forEach(pod -> text.append("\n  ").append(pod.text()));
        }
        for (DockerHost host : world.dockerHosts.values()) {
            text.append('\n').append(host.text());
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return text();
    }
}
