package packetwalk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import packetwalk.agent.DockerDaemon;
import packetwalk.agent.Flanneld;
import packetwalk.agent.KubeProxy;
import packetwalk.agent.Kubelet;
import packetwalk.agent.Latencies;
import packetwalk.agent.ProxyMode;
import packetwalk.cni.BridgeNetwork;
import packetwalk.cni.Flannel;
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
import packetwalk.net.IpFamily;
import packetwalk.net.PerFamily;
import packetwalk.program.HttpServer;
import packetwalk.program.Server;
import packetwalk.program.dns.Hosts;
import packetwalk.program.dns.NameService;
import packetwalk.runtime.ContainerInstance;
import packetwalk.runtime.ContainerRuntime;
import packetwalk.trace.Topology;

/** Builds what a checked {@link Blueprint} describes: the router first, then what is behind it. */
final class Construction {

    /** Links between routers: the benchmark ranges of RFC 2544 and RFC 5180, which no article and no cluster uses. */
    private static final PerFamily<Cidr> TRANSIT = PerFamily.of(Cidr.parse("198.18.0.0/15"), Cidr.parse("2001:2::/48"));

    private static final int FIRST_HOST_PID = 500;

    private final Blueprint plan;
    private final Fabric fabric;
    private final Machine router;
    private final Segment lan;
    private final World world;

    Construction(Blueprint plan) {
        this.plan = plan;
        this.fabric = new Fabric(plan.seed, !plan.addresses.hasIpv6());
        PerFamily<InterfaceAddress> gateway = plan.addresses.router();
        this.lan = fabric.segment(gateway.primary().network().toString());
        this.router = addRouter("router", gateway, lan);
        this.world = new World(fabric, router, plan.addresses.clusterCidrs(), plan.addresses.serviceCidrs());
    }

    Cluster build() {
        for (Blueprint.OutsideNetworkSpec network : plan.outsideNetworks) {
            buildOutside(network);
        }
        NodeBlocks.assign(plan).forEach(this::buildNode);
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

    private Machine addRouter(String name, PerFamily<InterfaceAddress> addresses, Segment segment) {
        Machine machine = fabric.addMachine(name, Topology.Kind.ROUTER);
        fabric.connect(machine, "eth0", addresses, segment);
        machine.host().sysctls().set(Sysctl.IP_FORWARD, 1);
        if (plan.addresses.hasIpv6()) {
            machine.host().sysctls().set("net.ipv6.conf.all.forwarding", 1);
        }
        return machine;
    }

    private Machine addMachine(String name, Topology.Kind kind, PerFamily<IpAddress> addresses) {
        return plugIn(fabric.addMachine(name, kind), addresses, plan.addresses.router(), lan);
    }

    /** Gives a machine a card in the gateway's networks, and sends by the gateway what goes elsewhere. */
    private Machine plugIn(
            Machine machine, PerFamily<IpAddress> addresses, PerFamily<InterfaceAddress> gateway, Segment segment) {
        fabric.connect(machine, "eth0", addresses.map(each -> within(each, gateway)), segment);
        addresses
                .families()
                .forEach(family ->
                        gateway.in(family).ifPresent(via -> route(machine, family.all(), via.address(), "eth0")));
        return machine;
    }

    private static InterfaceAddress within(IpAddress address, PerFamily<InterfaceAddress> gateway) {
        int length = gateway.in(address.family())
                .map(InterfaceAddress::length)
                .orElse(address.family().bits());
        return new InterfaceAddress(address, length);
    }

    private static void route(Machine machine, Cidr dst, IpAddress via, String dev) {
        machine.host().stack(dst.family()).fib().add(Fib.MAIN, Route.via(dst, via, dev));
    }

    /** Routes to each of {@code dsts} by the one of its family, as far as there is one. */
    private static void route(Machine machine, PerFamily<Cidr> dsts, PerFamily<InterfaceAddress> via, String dev) {
        dsts.stream().forEach(dst -> via.in(dst.family()).ifPresent(hop -> route(machine, dst, hop.address(), dev)));
    }

    /** Two routers and a small network between them; the outer one learns of the nodes' network, not of any pod. */
    private void buildOutside(Blueprint.OutsideNetworkSpec network) {
        int number = world.outsideRouters.size();
        PerFamily<Cidr> link = new PerFamily<>(network.networks.families().stream()
                .map(family -> TRANSIT.in(family).orElseThrow().block(family == IpFamily.IPV4 ? 30 : 64, number))
                .toList());
        PerFamily<InterfaceAddress> near = link.map(each -> new InterfaceAddress(each.host(1), each.length()));
        PerFamily<InterfaceAddress> far = link.map(each -> new InterfaceAddress(each.host(2), each.length()));
        Segment transit = fabric.segment(link.primary().toString());
        Segment segment = fabric.segment(network.networks.primary().toString());
        PerFamily<InterfaceAddress> gateway =
                network.networks.map(each -> new InterfaceAddress(each.host(1), each.length()));
        Machine outer = addRouter("router-" + network.router(), gateway, segment);
        String uplink = "eth" + (number + 1);
        fabric.connect(router, uplink, near, transit);
        fabric.connect(outer, "eth1", far, transit);
        route(router, network.networks, far, uplink);
        route(outer, plan.addresses.machines(), near, "eth1");
        network.routes.forEach(cidr -> route(outer, PerFamily.of(cidr), near, "eth1"));
        world.outsideRouters.put(network.router().toString(), outer);
        for (Blueprint.OutsideHostSpec spec : network.hosts) {
            Machine host = fabric.addMachine(spec.name, Topology.Kind.OUTSIDE_HOST);
            plugIn(host, AddressPlan.machine(spec.given, network.networks), gateway, segment);
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

    private void buildNode(Blueprint.NodeSpec spec, PerFamily<Cidr> blocks) {
        PerFamily<IpAddress> addresses = AddressPlan.machine(spec.given, plan.addresses.machines());
        Machine machine = addMachine(spec.name, Topology.Kind.NODE, addresses);
        listen(machine, spec.listens); // what a machine starts with has its ports before any pod
        BridgeNetwork network = plan.podNetwork.flannel()
                ? BridgeNetwork.flannel(
                        machine.host(),
                        plan.podNetwork,
                        blocks.primary(),
                        plan.addresses.clusterCidrs().primary())
                : BridgeNetwork.kubenet(machine.host(), blocks, plan.addresses.nonMasqueradeCidrs());
        Kubelet kubelet = new Kubelet(
                world.api,
                new ContainerRuntime(machine),
                network,
                addresses,
                world::program,
                () -> world.plane.latencies());
        world.nodes.put(spec.name, new Node(world, machine, addresses, blocks, kubelet));
        world.kubelets.add(spec.name, kubelet);
        ProxyMode mode = spec.proxyMode.or(() -> plan.proxyMode).orElse(ProxyMode.IPTABLES);
        world.proxies.add(
                spec.name,
                new KubeProxy(
                        world.api,
                        spec.name,
                        addresses,
                        machine.host(),
                        plan.addresses.clusterCidrs(),
                        plan.addresses.serviceCidrs().values(),
                        () -> world.plane.latencies(),
                        mode));
        world.api.create(DescribedObjects.node(spec, addresses, blocks, world.api.timestamp()));
        spec.pods.forEach(pod -> world.api.create(DescribedObjects.pod(pod, Optional.of(spec.name))));
        if (plan.podNetwork.flannel()) {
            Flannel flannel = new Flannel(
                    plan.podNetwork,
                    machine.host(),
                    plan.addresses.clusterCidrs().primary(),
                    addresses.primary());
            world.flannelds.add(spec.name, new Flanneld(world.api, spec.name, flannel, () -> world.plane.latencies()));
        }
        world.settleControlPlane();
        if (plan.cloudRoutes && !plan.podNetwork.flannel()) {
            route(router, blocks, addresses.map(each -> within(each, plan.addresses.router())), "eth0");
        }
    }

    private void buildDockerHost(Blueprint.DockerHostSpec spec) {
        Machine machine = addMachine(spec.name, Topology.Kind.DOCKER_HOST, PerFamily.of(spec.address));
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
