package packetwalk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import packetwalk.agent.DockerDaemon;
import packetwalk.agent.KubeProxy;
import packetwalk.agent.Kubelet;
import packetwalk.agent.Latencies;
import packetwalk.agent.ProxyMode;
import packetwalk.cni.BridgeNetwork;
import packetwalk.fabric.Fabric;
import packetwalk.fabric.Machine;
import packetwalk.fabric.Segment;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.Route;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.sysctl.Sysctl;
import packetwalk.net.Cidr;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.program.HttpServer;
import packetwalk.program.Server;
import packetwalk.program.dns.Hosts;
import packetwalk.program.dns.NameService;
import packetwalk.runtime.ContainerInstance;
import packetwalk.runtime.ContainerRuntime;
import packetwalk.trace.Topology;

/** Builds what a checked {@link Blueprint} describes: the router first, then what is behind it. */
final class Construction {

    /** Length of the block of pod addresses that a node is given. */
    private static final int BLOCK_LENGTH = 24;

    /** Links between routers: RFC 2544's benchmark range, which no article and no cluster uses. */
    private static final Cidr TRANSIT = Cidr.parse("198.18.0.0/15");

    private static final int FIRST_HOST_PID = 500;

    private final Blueprint plan;
    private final Fabric fabric;
    private final Machine router;
    private final Segment lan;
    private final World world;

    Construction(Blueprint plan) {
        this.plan = plan;
        this.fabric = new Fabric(plan.seed);
        this.lan = fabric.segment(plan.router.network().toString());
        this.router = addRouter("router", plan.router, lan);
        this.world = new World(fabric, router, plan.podCidr, plan.serviceCidr);
    }

    Cluster build() {
        for (Blueprint.OutsideNetworkSpec network : plan.outsideNetworks) {
            buildOutside(network);
        }
        Map<Blueprint.NodeSpec, Cidr> blocks = assignBlocks();
        blocks.forEach(this::buildNode);
        plan.anywhere.pods.forEach(pod -> world.api.create(DescribedObjects.pod(pod, Optional.empty())));
        world.settleControlPlane();
        plan.dockerHosts.forEach(this::buildDockerHost);
        new BalancerConstruction(plan, world, lan).build();
        plan.proxyMode.ifPresent(any -> world.proxies.begin());
        plan.tlsSecrets.forEach(each -> world.api.create(DescribedObjects.tlsSecret(each, world.authority())));
        plan.objects.forEach(object -> world.api.create(object.get()));
        world.settleControlPlane();
        world.proxies.release();
        world.settleControlPlane();
        if (plan.ingressController) {
            world.nginx.install(plan.cloud.isPresent());
            world.settleControlPlane();
        }
        world.prepareForServices(); // after all others, so that their pods have the first addresses
        world.plane.latencies(Latencies.USUAL);
        return new Cluster(world);
    }

    private Machine addRouter(String name, InterfaceAddress address, Segment segment) {
        Machine machine = fabric.addMachine(name, Topology.Kind.ROUTER);
        fabric.connect(machine, "eth0", address, segment);
        machine.host().sysctls().set(Sysctl.IP_FORWARD, 1);
        return machine;
    }

    private Machine addMachine(String name, Topology.Kind kind, IpAddress address) {
        Machine machine = fabric.addMachine(name, kind);
        fabric.connect(machine, "eth0", new InterfaceAddress(address, plan.router.length()), lan);
        route(machine, Cidr.ALL_V4, plan.router.address(), "eth0");
        return machine;
    }

    private static void route(Machine machine, Cidr dst, IpAddress via, String dev) {
        machine.host().fib().add(Fib.MAIN, Route.via(dst, via, dev));
    }

    /** Two routers and a /30 between them; the outer one learns of the nodes' network, not of any pod. */
    private void buildOutside(Blueprint.OutsideNetworkSpec network) {
        int number = world.outsideRouters.size();
        Cidr link = TRANSIT.block(30, number);
        InterfaceAddress near = new InterfaceAddress(link.host(1), 30);
        InterfaceAddress far = new InterfaceAddress(link.host(2), 30);
        Segment transit = fabric.segment(link.toString());
        Segment segment = fabric.segment(network.network.toString());
        InterfaceAddress gateway = new InterfaceAddress(network.network.host(1), network.network.length());
        Machine outer = addRouter("router-" + gateway.address(), gateway, segment);
        String uplink = "eth" + (number + 1);
        fabric.connect(router, uplink, near, transit);
        fabric.connect(outer, "eth1", far, transit);
        route(router, network.network, far.address(), uplink);
        route(outer, plan.router.network(), near.address(), "eth1");
        network.routes.forEach(cidr -> route(outer, cidr, near.address(), "eth1"));
        world.outsideRouters.put(gateway.address().toString(), outer);
        for (Blueprint.OutsideHostSpec spec : network.hosts) {
            Machine host = fabric.addMachine(spec.name, Topology.Kind.OUTSIDE_HOST);
            fabric.connect(host, "eth0", new InterfaceAddress(spec.address, network.network.length()), segment);
            route(host, Cidr.ALL_V4, gateway.address(), "eth0");
            listen(host, spec.listens);
            if (!spec.aliases.isEmpty()) {
                Hosts hosts = Hosts.LOCALHOST;
                for (Hosts.Line line : spec.aliases) {
                    hosts = hosts.plus(line);
                }
                world.names.put(host.host(), new NameService(hosts, Optional.empty()));
            }
            world.outsideHosts.put(spec.name, host);
        }
    }

    private void listen(Machine machine, List<Integer> ports) {
        int pid = FIRST_HOST_PID;
        for (int port : ports) {
            HttpServer server = new HttpServer(port, machine.name());
            Owner process = new Owner(pid++, "httpd");
            server.start(machine.host(), process);
            world.hostProcesses
                    .computeIfAbsent(machine, any -> new ArrayList<>())
                    .add(process);
        }
    }

    /** Prefix length of the blocks that nodes are given: a /24, or all of a range that is smaller. */
    static int blockLength(Cidr range) {
        return Math.max(BLOCK_LENGTH, range.length());
    }

    /** Blocks that were asked for, and for the others the next free one from number 1 on. */
    private Map<Blueprint.NodeSpec, Cidr> assignBlocks() {
        Map<Blueprint.NodeSpec, Cidr> blocks = new LinkedHashMap<>();
        List<Cidr> taken = new ArrayList<>();
        plan.nodes.forEach(node -> node.podCidr.ifPresent(taken::add));
        taken.add(plan.serviceCidr); // in the articles it lies inside the pods' range, and no pod may be there
        int length = blockLength(plan.podCidr);
        long count = 1L << (length - plan.podCidr.length());
        long next = count > 1 ? 1 : 0;
        for (Blueprint.NodeSpec node : plan.nodes) {
            if (node.podCidr.isPresent()) {
                blocks.put(node, node.podCidr.get());
                continue;
            }
            Cidr block;
            do {
                if (next >= count) {
                    throw new IllegalArgumentException("clusterCidr " + plan.podCidr + " has no /" + length
                            + " left for node " + node.address + "; take a larger range");
                }
                block = plan.podCidr.block(length, next++);
            } while (taken.stream().anyMatch(block::overlaps));
            blocks.put(node, block);
        }
        return blocks;
    }

    private void buildNode(Blueprint.NodeSpec spec, Cidr block) {
        Machine machine = addMachine(spec.name, Topology.Kind.NODE, spec.address);
        listen(machine, spec.listens); // what a machine starts with has its ports before any pod
        BridgeNetwork network = BridgeNetwork.kubenet(machine.host(), block, plan.nonMasqueradeCidr);
        Kubelet kubelet = new Kubelet(
                world.api,
                new ContainerRuntime(machine),
                network,
                spec.address,
                world::program,
                () -> world.plane.latencies());
        world.nodes.put(spec.name, new Node(world, machine, spec.address, block, kubelet));
        world.kubelets.add(spec.name, kubelet);
        ProxyMode mode = spec.proxyMode.or(() -> plan.proxyMode).orElse(ProxyMode.IPTABLES);
        world.proxies.add(
                spec.name,
                new KubeProxy(
                        world.api,
                        spec.name,
                        spec.address,
                        machine.host(),
                        plan.podCidr,
                        plan.serviceCidr,
                        () -> world.plane.latencies(),
                        mode));
        world.api.create(DescribedObjects.node(spec, block, world.api.timestamp()));
        spec.pods.forEach(pod -> world.api.create(DescribedObjects.pod(pod, Optional.of(spec.name))));
        world.settleControlPlane();
        if (plan.cloudRoutes) {
            route(router, block, spec.address, "eth0");
        }
    }

    private void buildDockerHost(Blueprint.DockerHostSpec spec) {
        Machine machine = addMachine(spec.name, Topology.Kind.DOCKER_HOST, spec.address);
        BridgeNetwork network = BridgeNetwork.docker(machine.host(), spec.docker0);
        DockerDaemon daemon = new DockerDaemon(new ContainerRuntime(machine), network);
        DockerHost host = new DockerHost(world, machine, spec.address, daemon);
        world.dockerHosts.put(spec.name, host);
        for (Blueprint.ContainerPlan container : spec.containers) {
            ContainerInstance instance = run(daemon, container);
            container.ports.stream()
                    .map(port -> Server.of(port.protocol(), port.number(), container.name, instance.statuses()))
                    .forEach(instance::serve);
        }
        listen(machine, spec.listens);
    }

    private static ContainerInstance run(DockerDaemon daemon, Blueprint.ContainerPlan container) {
        if (container.hostNetwork) {
            return daemon.runOnHost(container.name, container.image);
        }
        return container.joins.isPresent()
                ? daemon.join(container.name, container.image, container.joins.get())
                : daemon.run(container.name, container.image);
    }
}
