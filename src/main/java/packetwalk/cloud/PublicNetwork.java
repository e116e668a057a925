package packetwalk.cloud;

import java.util.LinkedHashMap;
import java.util.Map;
import packetwalk.fabric.Fabric;
import packetwalk.fabric.Machine;
import packetwalk.fabric.Segment;
import packetwalk.linux.Nic;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.Route;
import packetwalk.net.Cidr;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.trace.Topology;

/**
 * The network in which balancers have their public addresses: the cluster's router is its first address, and the router of
 * each outside network has a card in it, so that a client's packet meets the balancer before it meets the cluster.
 */
public final class PublicNetwork {

    private final Fabric fabric;
    private final Cidr range;
    private final Segment segment;
    private final NodeNetwork nodes;
    private final Map<Cidr, IpAddress> outside = new LinkedHashMap<>();

    /** One that {@code router} gets a card in, called {@code device}. */
    public PublicNetwork(Fabric fabric, Cidr range, Machine router, String device, NodeNetwork nodes) {
        this.fabric = fabric;
        this.range = range;
        this.segment = fabric.segment(range.toString());
        this.nodes = nodes;
        fabric.connect(router, device, new InterfaceAddress(range.host(1), range.length()), segment);
    }

    public Cidr range() {
        return range;
    }

    /** Gives the router of an outside network a card here, from the top of the range. */
    public void join(Machine outer, Cidr network) {
        IpAddress address = range.last().plus(-1 - outside.size());
        fabric.connect(outer, "eth" + cards(outer), new InterfaceAddress(address, range.length()), segment);
        outside.put(network, address);
    }

    private static long cards(Machine machine) {
        return machine.host().devices().stream().filter(Nic.class::isInstance).count();
    }

    /** Whether no router has that address, and a balancer can. */
    public boolean isFree(IpAddress address) {
        return range.contains(address)
                && !address.equals(range.network())
                && !address.equals(range.last())
                && !address.equals(range.host(1))
                && !outside.containsValue(address);
    }

    /** A machine at one of its addresses, which knows the ways to the cluster and to the outside networks. */
    Machine machine(String name, IpAddress address) {
        Machine machine = fabric.addMachine(name, Topology.Kind.BALANCER);
        fabric.connect(machine, "eth0", new InterfaceAddress(address, range.length()), segment);
        Fib fib = machine.host().stack(range.family()).fib();
        fib.add(Fib.MAIN, Route.via(range.family().all(), range.host(1), "eth0"));
        outside.forEach((network, via) -> fib.add(Fib.MAIN, Route.via(network, via, "eth0")));
        return machine;
    }

    /** Takes a machine away. */
    void remove(Machine machine) {
        fabric.remove(machine);
    }

    /** Puts up a balancer. One that passes packets through has a second card, on the nodes' segment. */
    public LoadBalancer add(BalancerSpec spec) {
        Machine machine = machine(spec.name(), spec.address());
        if (spec.mode() == BalancerMode.PASS_THROUGH) {
            fabric.connect(machine, "eth1", nodes.take(), nodes.segment());
        }
        // the way back goes out by the card that it came in by, and nobody should be told of a shorter one
        machine.host().sysctls().set("net.ipv4.conf.all.send_redirects", 0);
        machine.host().sysctls().set("net.ipv4.conf.eth0.send_redirects", 0);
        machine.host().sysctls().set("net.ipv4.ip_forward", 1);
        return new LoadBalancer(machine, spec, fabric::machine);
    }

    /** Takes a balancer away. */
    public void remove(LoadBalancer balancer) {
        balancer.close();
        balancer.machine().host().device("eth1").stream()
                .flatMap(card -> card.addresses().stream())
                .map(InterfaceAddress::address)
                .forEach(nodes::release);
        remove(balancer.machine());
    }
}
