package packetwalk;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import packetwalk.cloud.BalancerMode;
import packetwalk.cloud.CloudSpec;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/** Finds what does not fit about balancers and the cloud in a description. */
final class BalancerCheck {

    private final Blueprint plan;

    BalancerCheck(Blueprint plan) {
        this.plan = plan;
    }

    /** Throws IllegalArgumentException for the first thing that does not fit; {@code names} are other machines'. */
    void run(Set<String> names) {
        Set<Cidr> networks = new LinkedHashSet<>();
        plan.cloud.map(CloudSpec::addresses).ifPresent(networks::add);
        if (plan.cloud.isPresent() && !plan.addresses.families.contains(IpFamily.IPV4)) {
            throw new IllegalArgumentException("the cloud's balancers have IPv4 addresses, and this cluster has IPv6"
                    + " only; say .dualStack(), or put up a balancer of your own with .balancer(\"2001:db8:35::156\")");
        }
        Set<IpAddress> taken = new LinkedHashSet<>();
        for (Blueprint.BalancerPlan balancer : plan.balancers) {
            checkFamily(balancer);
            if (!taken.add(balancer.address)) {
                throw refuse(balancer, "is described twice; give each an address of its own");
            }
            if (!names.add(balancer.name)) {
                throw refuse(balancer, "is called " + balancer.name + ", as another machine is; give it another name");
            }
            if (balancer.forwards.isEmpty()) {
                throw refuse(balancer, "has no port; give it one with .port(80, 32213)");
            }
            balancer.spec();
            checkTargets(balancer);
            Cidr network = BalancerConstruction.networkOf(plan, balancer.address);
            networks.add(network);
            if (isRouters(balancer.address, network)) {
                throw refuse(
                        balancer,
                        "is an address of " + network + " that routers need, its first and its last "
                                + (plan.outsideNetworks.size() + 1) + "; take another");
            }
        }
        networks.forEach(this::checkNetwork);
        checkApart(new ArrayList<>(networks));
    }

    private static IllegalArgumentException refuse(Blueprint.BalancerPlan balancer, String why) {
        return new IllegalArgumentException("balancer " + balancer.address + " " + why);
    }

    private void checkFamily(Blueprint.BalancerPlan balancer) {
        IpFamily family = balancer.address.family();
        if (!plan.addresses.families.contains(family)) {
            throw refuse(
                    balancer,
                    "is " + family + ", which the nodes have no addresses of; take an " + plan.addresses.families.get(0)
                            + " address, or give the cluster both with .dualStack()");
        }
        if (family == IpFamily.IPV6 && balancer.mode != BalancerMode.PROXY) {
            throw refuse(
                    balancer,
                    "would need IPVS of IPv6 in mode " + balancer.mode
                            + ", which is UNKNOWN to the engine; take BalancerMode.PROXY");
        }
    }

    private void checkTargets(Blueprint.BalancerPlan balancer) {
        for (String target : balancer.targets) {
            boolean known = plan.nodes.stream()
                    .anyMatch(node -> node.name.equals(target)
                            || node.given.stream()
                                    .anyMatch(each -> each.toString().equals(target)));
            if (!known) {
                throw refuse(
                        balancer,
                        "has target " + target + ", which is no node; take one of "
                                + plan.nodes.stream().map(node -> node.name).toList());
            }
        }
    }

    /** {@link packetwalk.cloud.PublicNetwork} gives the first address to the router and the last ones to others. */
    private boolean isRouters(IpAddress address, Cidr network) {
        IpAddress lowest = network.last().plus(-1 - plan.outsideNetworks.size());
        return address.compareTo(network.host(1)) <= 0 || address.compareTo(lowest) > 0;
    }

    private void checkNetwork(Cidr network) {
        List<Cidr> others = new ArrayList<>(plan.addresses.machines().values());
        others.addAll(plan.addresses.clusterCidrs().values());
        others.addAll(plan.addresses.serviceCidrs().values());
        plan.outsideNetworks.forEach(each -> others.addAll(each.networks.values()));
        others.stream().filter(network::overlaps).findFirst().ifPresent(other -> {
            throw new IllegalArgumentException("the balancers' network " + network + " overlaps " + other
                    + "; one address must mean one place: take a public address elsewhere");
        });
    }

    private static void checkApart(List<Cidr> networks) {
        for (int i = 1; i < networks.size(); i++) {
            Cidr one = networks.get(i);
            networks.subList(0, i).stream().filter(one::overlaps).findFirst().ifPresent(other -> {
                throw new IllegalArgumentException("the balancers' network " + one + " overlaps the cloud's " + other
                        + "; take an address inside of that range, or further away");
            });
        }
    }
}
