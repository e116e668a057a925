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

    /** How much of an address tells the machines of the LAN apart: few enough bits that no pod or Service lies there. */
    private static final int LAN_HOST_BITS = 8;

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

    IpFamily family() {
        return node.family();
    }

    /** What a pod's default route leads to; each pod has its own link, and so may all. */
    InterfaceAddress podGateway() {
        return either("169.254.1.1/32", "fe80::1/128");
    }

    /** The router's end of a link of its own to the host behind it, in no network of any scenario. */
    InterfaceAddress routerOutside() {
        return either("100.64.0.1/24", "fe80::1/64");
    }

    /** The other end. */
    InterfaceAddress outsideHost() {
        return either("100.64.0.2/24", "fe80::2/64");
    }

    /** The setting that makes a router, switched on. */
    String forwarding() {
        return (family() == IpFamily.IPV4 ? "net.ipv4.ip_forward" : "net.ipv6.conf.all.forwarding") + "=1";
    }

    private InterfaceAddress either(String ipv4, String ipv6) {
        return InterfaceAddress.parse(family() == IpFamily.IPV4 ? ipv4 : ipv6);
    }

    InterfaceAddress nodeAddress() {
        return onLan(node.nodeIp());
    }

    private InterfaceAddress onLan(IpAddress ip) {
        return new InterfaceAddress(ip, lanBits());
    }

    private int lanBits() {
        return family().bits() - LAN_HOST_BITS;
    }

    /** The node's further addresses, each alone. */
    List<InterfaceAddress> furtherAddresses() {
        return node.addresses().stream()
                .map(InterfaceAddress::address)
                .filter(ip -> !ip.isLoopback() && !ip.equals(node.nodeIp()))
                .map(ip -> new InterfaceAddress(ip, family().bits()))
                .toList();
    }

    InterfaceAddress otherNode() {
        return onLan(neighbours.get(0));
    }

    InterfaceAddress router() {
        return onLan(neighbours.get(1));
    }

    /** Where the node sends what it has no route for. */
    InterfaceAddress restOfTheWorld() {
        return onLan(neighbours.get(2));
    }

    /** The last addresses of the node's network that are nobody's. */
    private List<IpAddress> free() {
        Cidr network = Cidr.around(node.nodeIp(), lanBits());
        Set<IpAddress> taken = new HashSet<>(pods.keySet());
        taken.addAll(outside);
        node.addresses().forEach(each -> taken.add(each.address()));
        return LongStream.iterate(254, host -> host - 1)
                .mapToObj(network::host)
                .filter(ip -> !taken.contains(ip))
                .limit(3)
                .toList();
    }
}
