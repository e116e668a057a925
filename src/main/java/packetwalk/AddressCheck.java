package packetwalk;

import java.util.ArrayList;
import java.util.List;
import packetwalk.agent.ProxyMode;
import packetwalk.net.Cidr;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.PerFamily;

/** Finds what does not fit about a description's families, ranges and blocks. */
final class AddressCheck {

    private final Blueprint plan;
    private final AddressPlan addresses;

    AddressCheck(Blueprint plan) {
        this.plan = plan;
        this.addresses = plan.addresses;
    }

    /** Throws IllegalArgumentException for the first thing that does not fit. */
    void run() {
        checkFamilies();
        checkPodNetwork();
        checkProxyModes();
        checkRanges();
        checkRouter();
        checkBlocks();
    }

    private static IllegalArgumentException refuse(String message) {
        return new IllegalArgumentException(message);
    }

    private void checkFamilies() {
        addresses
                .named()
                .forEach(each -> requireFamily(each.what(), each.value().family(), each.value()));
        plan.nodes.forEach(node -> {
            node.given.stream().forEach(each -> requireFamily("node", each.family(), each));
            node.podCidrs.values().forEach(each -> requireFamily("podCidr", each.family(), each));
        });
        plan.outsideNetworks.forEach(each -> {
            each.networks.stream().forEach(network -> requireMachines("outside network", network.family(), network));
            each.routes.forEach(route -> requireMachines("route", route.family(), route));
            each.hosts.forEach(host -> host.given.stream()
                    .filter(address -> each.networks.in(address.family()).isEmpty())
                    .forEach(address -> {
                        throw refuse("host " + address + " is " + address.family() + ", which its network "
                                + each.networks + " is not; take an address of that, or name both networks");
                    }));
        });
        for (Blueprint.DockerHostSpec host : plan.dockerHosts) {
            requireFamily("dockerHost", host.address.family(), host.address);
            if (host.address.family() == IpFamily.IPV6 || host.docker0.family() == IpFamily.IPV6) {
                throw refuse("dockerHost " + host.address + " with docker0 " + host.docker0
                        + " would have IPv6 containers, which Docker's own bridge has not unless it is told; take IPv4"
                        + " addresses");
            }
        }
    }

    private void requireFamily(String what, IpFamily family, Object value) {
        if (!addresses.families.contains(family)) {
            throw refuse(what + " " + value + " is " + family + ", and this cluster has " + addresses.families.get(0)
                    + " only; say .dualStack(), or .ipFamilies(\"" + family + "\"), or take an "
                    + addresses.families.get(0) + " one");
        }
    }

    /** Beyond the router there may be IPv4 wherever there is a cluster, as its machines are booted with it. */
    private void requireMachines(String what, IpFamily family, Object value) {
        if (family == IpFamily.IPV6 && !addresses.hasIpv6()) {
            requireFamily(what, family, value);
        }
    }

    private void checkPodNetwork() {
        if (plan.podNetwork.flannel() && addresses.hasIpv6()) {
            throw refuse("podNetwork " + plan.podNetwork + " with " + addresses.families
                    + " would need flannel's IPv6, which is not modelled; take PodNetwork.CLOUD_ROUTES, or IPv4 alone");
        }
    }

    private void checkProxyModes() {
        List<IpFamily> families = addresses.families;
        plan.nodes.forEach(node -> {
            ProxyMode mode = node.proxyMode.or(() -> plan.proxyMode).orElse(ProxyMode.IPTABLES);
            mode.objection(families).ifPresent(why -> {
                throw refuse(
                        "proxyMode " + mode + " of node " + node.address() + " " + why + "; take ProxyMode.IPTABLES");
            });
        });
    }

    private void checkRanges() {
        record Range(String name, Cidr cidr) {}
        List<Range> ranges = new ArrayList<>();
        addresses.machines().stream().forEach(each -> ranges.add(new Range("the nodes' network", each)));
        addresses.clusterCidrs().stream().forEach(each -> ranges.add(new Range("clusterCidr", each)));
        plan.outsideNetworks.forEach(
                each -> each.networks.stream().forEach(network -> ranges.add(new Range("outside network", network))));
        for (int i = 0; i < ranges.size(); i++) {
            IpAddress first = ranges.get(i).cidr.network();
            if (first.isMulticast() || first.isLinkLocal()) {
                throw refuse(ranges.get(i).name + " " + ranges.get(i).cidr
                        + " has addresses that no router passes on to a host; take a range of unicast addresses");
            }
            for (int j = 0; j < i; j++) {
                if (ranges.get(i).cidr.overlaps(ranges.get(j).cidr)) {
                    throw refuse(ranges.get(i).name + " " + ranges.get(i).cidr + " overlaps " + ranges.get(j).name + " "
                            + ranges.get(j).cidr + "; one address must mean one place: choose another range");
                }
            }
        }
        for (Cidr service : addresses.serviceCidrs().values()) {
            for (Cidr nodes : addresses.machines().values()) {
                if (service.overlaps(nodes)) {
                    throw refuse("serviceCidr " + service + " overlaps the nodes' network " + nodes
                            + "; choose a range that no machine is in");
                }
            }
        }
    }

    private void checkRouter() {
        for (InterfaceAddress router : addresses.router().values()) {
            if (isEdge(router.address(), router.network())) {
                throw refuse("router " + router + " is the network or broadcast address of " + router.network()
                        + "; take one such as " + router.network().host(1) + "/" + router.length());
            }
        }
    }

    /** Whether no machine can have it: a network's own address, and of IPv4 the one for all of its machines. */
    static boolean isEdge(IpAddress address, Cidr network) {
        return address.equals(network.network())
                || (network.family() == IpFamily.IPV4 && address.equals(network.last()));
    }

    private void checkBlocks() {
        for (Cidr range : addresses.clusterCidrs().values()) {
            requireRoom("clusterCidr " + range, range);
        }
        for (int i = 0; i < plan.nodes.size(); i++) {
            Blueprint.NodeSpec node = plan.nodes.get(i);
            for (Cidr block : node.podCidrs.values()) {
                checkBlock(node, block);
                for (Blueprint.NodeSpec other : plan.nodes.subList(0, i)) {
                    if (other.podCidrs.values().stream().anyMatch(block::overlaps)) {
                        throw refuse("podCidr " + block + " of node " + node.address() + " overlaps node "
                                + other.address() + "; leave it out and one is assigned");
                    }
                }
            }
        }
    }

    private void checkBlock(Blueprint.NodeSpec node, Cidr block) {
        Cidr range = in(addresses.clusterCidrs(), block.family());
        Cidr services = in(addresses.serviceCidrs(), block.family());
        if (!range.contains(block)) {
            throw refuse("podCidr " + block + " of node " + node.address() + " lies outside the cluster's range "
                    + range + "; take a block of it, or leave it out and one is assigned");
        }
        if (block.overlaps(services)) {
            throw refuse("podCidr " + block + " of node " + node.address() + " overlaps the service network " + services
                    + ", where no pod may be; leave it out and one is assigned");
        }
        requireRoom("podCidr " + block + " of node " + node.address(), block);
    }

    private static void requireRoom(String what, Cidr block) {
        int most = block.family().bits() - 2;
        if (block.length() > most) {
            throw refuse(what + " has no room for a bridge and a pod; take a /" + most + " or larger");
        }
    }

    private static Cidr in(PerFamily<Cidr> ranges, IpFamily family) {
        return ranges.in(family).orElseThrow();
    }
}
