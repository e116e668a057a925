package packetwalk.proxy.ipvs;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import packetwalk.linux.ipvs.SchedulerFlag;
import packetwalk.linux.ipvs.ServiceKey;
import packetwalk.linux.ipvs.VirtualServerSpec;
import packetwalk.net.Cidr;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.Protocol;
import packetwalk.proxy.EndpointCategories;
import packetwalk.proxy.NodeConfig;
import packetwalk.proxy.ProxyEndpoint;
import packetwalk.proxy.ProxyView;
import packetwalk.proxy.ServicePort;
import packetwalk.proxy.ServicePortName;

/**
 * kube-proxy in ipvs mode, as a function; pkg/proxy/ipvs/proxier.go {@code syncProxyRules}.
 *
 * <p>IPVS finds the endpoint; iptables is left with marking what is to be masqueraded, and asks sets for that, so that its
 * rules are as many for ten thousand Services as for one.
 */
public final class IpvsProxier {

    /** The device that has the virtual addresses, so that packets for them are this host's own. */
    public static final String DEVICE = "kube-ipvs0";

    private final NodeConfig node;
    private final IpvsConfig config;
    private final ProxyView view;
    private final Set<IpAddress> nodeAddresses;
    private final Map<ServiceKey, IpvsWanted.Server> servers = new LinkedHashMap<>();
    private final SortedSet<IpAddress> bound = new TreeSet<>();
    private final Map<KubeSet, SortedSet<String>> sets = new EnumMap<>(KubeSet.class);

    /** Load balancers' addresses and ports that the node itself may not use. */
    private final List<Barred> barred = new ArrayList<>();

    /** A load balancer's address that no source range lets the node itself use. */
    record Barred(IpAddress vip, String protocol, int port) {}

    private IpvsProxier(NodeConfig node, IpvsConfig config, ProxyView view) {
        this.node = node;
        this.config = config;
        this.view = view;
        this.nodeAddresses = node.addresses().stream()
                .map(InterfaceAddress::address)
                .filter(address -> address.family() == node.family() && !address.isLoopback())
                .collect(Collectors.toCollection(TreeSet::new));
        for (KubeSet each : KubeSet.values()) {
            sets.put(each, new TreeSet<>());
        }
    }

    /** What {@code node} is to have for {@code view}. */
    public static IpvsWanted wanted(NodeConfig node, IpvsConfig config, ProxyView view) {
        IpvsProxier proxier = new IpvsProxier(node, config, view);
        view.ports().forEach(proxier::capture);
        proxier.bound.forEach(each -> proxier.add(KubeSet.IPVS_IPS, each.toString()));
        String restore = new IpvsRules(node, proxier.sets, proxier.barred).text();
        return new IpvsWanted(proxier.servers, proxier.bound, proxier.sets, restore);
    }

    private void add(KubeSet set, String entry) {
        sets.computeIfAbsent(set, any -> new TreeSet<>()).add(entry);
    }

    private void capture(ServicePortName name, ServicePort port) {
        loopBack(name);
        String clusterIp = entry(port.clusterIp(), name, port.port());
        add(KubeSet.CLUSTER_IP, clusterIp);
        serve(name, port, port.clusterIp(), port.port(), port.internalPolicyLocal());
        bound.add(port.clusterIp());
        for (IpAddress each : port.externalIps()) {
            boolean local = port.externalPolicyLocal();
            add(local ? KubeSet.EXTERNAL_IP_LOCAL : KubeSet.EXTERNAL_IP, entry(each, name, port.port()));
            serveBound(name, port, each);
        }
        port.loadBalancerVips().forEach(each -> loadBalancer(name, port, each));
        if (port.nodePort() == 0 || nodePort(name, port)) {
            healthCheck(port);
        }
    }

    private static String entry(IpAddress address, ServicePortName name, int port) {
        return address + "," + name.lowerCaseProtocol() + ":" + port;
    }

    /** A pod of this node that is sent to itself must not see its own address as the client's. */
    private void loopBack(ServicePortName name) {
        for (ProxyEndpoint each : view.endpoints(name)) {
            if (each.local() && each.port() != 0) {
                add(KubeSet.LOOP_BACK, entry(each.ip(), name, each.port()) + "," + each.ip());
            }
        }
    }

    /** An address of the outside, put on the device unless a card has it. */
    private void serveBound(ServicePortName name, ServicePort port, IpAddress address) {
        serve(name, port, address, port.port(), port.externalPolicyLocal());
        if (!nodeAddresses.contains(address)) {
            bound.add(address);
        }
    }

    private void serve(ServicePortName name, ServicePort port, IpAddress address, int number, boolean localOnly) {
        Protocol protocol = Protocol.named(name.lowerCaseProtocol()).orElseThrow();
        ServiceKey key = ServiceKey.of(protocol, address, number);
        VirtualServerSpec spec = VirtualServerSpec.of(key, config.scheduler())
                .persistent(port.stickySeconds().orElse(0));
        if (config.scheduler().equals("mh")) {
            spec = spec.with(EnumSet.of(SchedulerFlag.PORT));
        }
        List<IpvsWanted.Endpoint> endpoints = endpoints(name, port, localOnly).stream()
                .map(each -> new IpvsWanted.Endpoint(each.ip(), each.port()))
                .toList();
        servers.put(key, new IpvsWanted.Server(spec, endpoints));
    }

    /** {@code syncEndpoint()}: with none on this node, all the same those elsewhere, for this node's own pods. */
    private List<ProxyEndpoint> endpoints(ServicePortName name, ServicePort port, boolean localOnly) {
        EndpointCategories categories = EndpointCategories.of(view.endpoints(name), port, node);
        return localOnly && !categories.local().isEmpty() ? categories.local() : categories.cluster();
    }

    private void loadBalancer(ServicePortName name, ServicePort port, IpAddress vip) {
        String entry = entry(vip, name, port.port());
        add(KubeSet.LOAD_BALANCER, entry);
        if (port.externalPolicyLocal()) {
            add(KubeSet.LOAD_BALANCER_LOCAL, entry);
        }
        if (!port.sourceRanges().isEmpty()) {
            add(KubeSet.LOAD_BALANCER_FW, entry);
            for (Cidr each : port.sourceRanges()) {
                add(KubeSet.LOAD_BALANCER_SOURCE_CIDR, entry + "," + each);
            }
            if (port.sourceRanges().stream().anyMatch(each -> each.contains(node.nodeIp()))) {
                add(KubeSet.LOAD_BALANCER_SOURCE_IP, entry + "," + vip);
            } else {
                barred.add(new Barred(vip, name.lowerCaseProtocol(), port.port()));
            }
        }
        serveBound(name, port, vip);
    }

    /** Node ports are virtual servers at every address of the node; false if it has none for them. */
    private boolean nodePort(ServicePortName name, ServicePort port) {
        List<IpAddress> addresses = nodePortAddresses();
        if (addresses.isEmpty()) {
            return false;
        }
        boolean local = port.externalPolicyLocal();
        switch (name.protocol()) {
            case "TCP" -> nodePortEntry(KubeSet.NODE_PORT_TCP, KubeSet.NODE_PORT_LOCAL_TCP, local, port);
            case "UDP" -> nodePortEntry(KubeSet.NODE_PORT_UDP, KubeSet.NODE_PORT_LOCAL_UDP, local, port);
            default -> {
                // a bitmap of ports would take them for TCP's or UDP's
                for (IpAddress each : addresses) {
                    String entry = entry(each, name, port.nodePort());
                    add(KubeSet.NODE_PORT_SCTP_HASH, entry);
                    if (local) {
                        add(KubeSet.NODE_PORT_LOCAL_SCTP_HASH, entry);
                    }
                }
            }
        }
        addresses.forEach(each -> serve(name, port, each, port.nodePort(), local));
        return true;
    }

    private void nodePortEntry(KubeSet set, KubeSet localSet, boolean local, ServicePort port) {
        add(set, String.valueOf(port.nodePort()));
        if (local) {
            add(localSet, String.valueOf(port.nodePort()));
        }
    }

    private List<IpAddress> nodePortAddresses() {
        if (node.nodePorts().matchAll()) {
            return List.copyOf(nodeAddresses);
        }
        return node.nodePorts().matching(node.addresses()).stream()
                .filter(each -> !each.isLoopback())
                .toList();
    }

    private void healthCheck(ServicePort port) {
        if (port.healthCheckNodePort() != 0) {
            add(KubeSet.HEALTH_CHECK_NODE_PORT, String.valueOf(port.healthCheckNodePort()));
        }
    }
}
