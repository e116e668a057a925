package packetwalk;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import packetwalk.cloud.CloudProvider;
import packetwalk.cloud.CloudSpec;
import packetwalk.cloud.GceIngress;
import packetwalk.cloud.LoadBalancer;
import packetwalk.cloud.NodeNetwork;
import packetwalk.cloud.PublicNetwork;
import packetwalk.cloud.ServiceController;
import packetwalk.cloud.Target;
import packetwalk.fabric.Machine;
import packetwalk.fabric.Segment;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/** Builds what stands in front of the nodes: the networks of public addresses, balancers of one's own, and the cloud. */
final class BalancerConstruction {

    /** Lengths of the network around an address that somebody gave to a balancer, of IPv4 and of IPv6. */
    private static final int LENGTH = 24;

    private static final int LENGTH_V6 = 64;

    private final Blueprint plan;
    private final World world;
    private final Map<IpFamily, NodeNetwork> nodes = new EnumMap<>(IpFamily.class);
    private final Map<Cidr, PublicNetwork> networks = new LinkedHashMap<>();

    BalancerConstruction(Blueprint plan, World world, Segment lan) {
        this.plan = plan;
        this.world = world;
        Set<IpAddress> machines = new LinkedHashSet<>();
        plan.nodes.forEach(node -> machines.addAll(
                AddressPlan.machine(node.given, plan.addresses.machines()).values()));
        plan.dockerHosts.forEach(host -> machines.add(host.address));
        plan.addresses.router().stream()
                .forEach(router -> nodes.put(router.family(), new NodeNetwork(lan, router, machines)));
    }

    /** The network of public addresses that a balancer at {@code address} is in. */
    static Cidr networkOf(Blueprint plan, IpAddress address) {
        return plan.cloud
                .map(CloudSpec::addresses)
                .filter(range -> range.contains(address))
                .orElseGet(() -> Cidr.around(address, address.family() == IpFamily.IPV4 ? LENGTH : LENGTH_V6));
    }

    void build() {
        for (Blueprint.BalancerPlan balancer : plan.balancers) {
            LoadBalancer built = network(networkOf(plan, balancer.address)).add(balancer.spec());
            built.targets(targets(balancer));
            world.balancers.add(built);
        }
        plan.cloud.ifPresent(spec -> {
            CloudProvider provider = new CloudProvider(world.fabric.simulation(), spec, network(spec.addresses()));
            plan.balancers.forEach(each -> provider.reserve(each.address));
            world.cloud = Optional.of(provider);
            new ServiceController(
                    world.api,
                    provider,
                    world.fabric.simulation(),
                    () -> world.plane.latencies().controller());
            world.gce = Optional.of(new GceIngress(
                    world.api,
                    provider,
                    world.fabric.simulation(),
                    () -> world.plane.latencies().controller()));
        });
    }

    private List<Target> targets(Blueprint.BalancerPlan balancer) {
        return plan.nodes.stream()
                .filter(node -> balancer.targets.isEmpty()
                        || balancer.targets.contains(node.name)
                        || node.given.stream().anyMatch(each -> balancer.targets.contains(each.toString())))
                .map(node -> new Target(node.name, address(node, balancer.address.family())))
                .toList();
    }

    private IpAddress address(Blueprint.NodeSpec node, IpFamily family) {
        return AddressPlan.machine(node.given, plan.addresses.machines())
                .in(family)
                .orElseThrow();
    }

    private PublicNetwork network(Cidr range) {
        return networks.computeIfAbsent(range, any -> {
            String device = "eth" + (1 + world.outsideRouters.size() + networks.size());
            NodeNetwork there =
                    Objects.requireNonNull(nodes.get(range.family()), "balancers are of the nodes' families");
            PublicNetwork network = new PublicNetwork(world.fabric, range, world.router, device, there);
            plan.outsideNetworks.forEach(outside -> outside.networks
                    .in(range.family())
                    .ifPresent(beyond -> {
                        Machine outer =
                                world.outsideRouters.get(outside.router().toString());
                        network.join(Objects.requireNonNull(outer, "each outside network has a router"), beyond);
                    }));
            return network;
        });
    }
}
