package packetwalk.vectors;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import packetwalk.net.Cidr;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.proxy.NodeConfig;
import packetwalk.proxy.ProxyEndpoint;
import packetwalk.proxy.ProxyView;

/**
 * Where each end of a scenario's packets stands: a source that is an address of the node is the node itself, one of the
 * cluster is a pod on it, any other a host behind the router; an endpoint is a pod on this node or on the other.
 */
final class Placement {

    /** What a pod's default route leads to; each pod has its own link, and so may all. */
    static final InterfaceAddress POD_GATEWAY = InterfaceAddress.parse("169.254.1.1/32");

    static final InterfaceAddress ROUTER_OUTSIDE = InterfaceAddress.parse("100.64.0.1/24");
    static final InterfaceAddress OUTSIDE = InterfaceAddress.parse("100.64.0.2/24");

    private static final int LAN_BITS = 24;

    private final NodeConfig node;
    private final Cidr clusterCidr;
    private final ProxyView view;
    private final Map<IpAddress, Boolean> pods = new LinkedHashMap<>();
    private final List<IpAddress> outside;
    private final List<IpAddress> neighbours;

    Placement(Scenario scenario, Collection<IpAddress> sources) {
        this.node = scenario.node();
        this.clusterCidr = scenario.clusterCidr();
        this.view = scenario.view();
        if (node.family() != IpFamily.IPV4) {
            throw new IllegalArgumentException(scenario.id() + " is of IPv6, which the machines do not speak");
        }
        sources.stream().filter(this::isPod).forEach(ip -> pods.put(ip, true));
        view.ports().keySet().stream()
                .flatMap(name -> view.endpoints(name).stream())
                .filter(endpoint -> !isNode(endpoint.ip()))
                .forEach(this::place);
        this.outside = sources.stream()
                .filter(ip -> !isNode(ip) && !isPod(ip) && !isServed(ip))
                .distinct()
                .toList();
        this.neighbours = free();
    }

    private void place(ProxyEndpoint endpoint) {
        pods.putIfAbsent(endpoint.ip(), endpoint.local());
    }

    boolean isNode(IpAddress ip) {
        return ip.isLoopback()
                || node.addresses().stream().anyMatch(each -> each.address().equals(ip));
    }

    boolean isPod(IpAddress ip) {
        return !isNode(ip) && clusterCidr.contains(ip);
    }

    /** A load balancer's address leads to the node, also for one who sends from it. */
    private boolean isServed(IpAddress ip) {
        return view.ports().values().stream()
                .anyMatch(each -> each.loadBalancerVips().contains(ip));
    }

    /** Pods, and whether they are on the scenario's node. */
    Map<IpAddress, Boolean> pods() {
        return pods;
    }

    /** Sources behind the router that answers can be routed to. */
    List<IpAddress> outside() {
        return outside;
    }

    /** The endpoints of the Service with the most. */
    int mostEndpoints() {
        return view.ports().keySet().stream()
                .mapToInt(name -> view.endpoints(name).size())
                .max()
                .orElse(0);
    }

    InterfaceAddress nodeAddress() {
        return new InterfaceAddress(node.nodeIp(), LAN_BITS);
    }

    /** The node's further addresses, each alone. */
    List<InterfaceAddress> furtherAddresses() {
        return node.addresses().stream()
                .map(InterfaceAddress::address)
                .filter(ip -> !ip.isLoopback() && !ip.equals(node.nodeIp()))
                .map(ip -> new InterfaceAddress(ip, node.family().bits()))
                .toList();
    }

    InterfaceAddress otherNode() {
        return new InterfaceAddress(neighbours.get(0), LAN_BITS);
    }

    InterfaceAddress router() {
        return new InterfaceAddress(neighbours.get(1), LAN_BITS);
    }

    /** Where the node sends what it has no route for. */
    InterfaceAddress restOfTheWorld() {
        return new InterfaceAddress(neighbours.get(2), LAN_BITS);
    }

    /** The last addresses of the node's network that are nobody's. */
    private List<IpAddress> free() {
        Cidr network = Cidr.around(node.nodeIp(), LAN_BITS);
        Set<IpAddress> taken = new HashSet<>(pods.keySet());
        node.addresses().forEach(each -> taken.add(each.address()));
        return LongStream.iterate(254, host -> host - 1)
                .mapToObj(network::host)
                .filter(ip -> !taken.contains(ip))
                .limit(3)
                .toList();
    }
}
