package packetwalk;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.PerFamily;
import packetwalk.trace.At;

/** Finds what does not fit together in a description, before anything is built. */
final class BlueprintCheck {

    /** RFC 1123 labels: what Kubernetes allows as a name. */
    private static final String NAME = "[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?";

    /** The part of a label's key after its prefix, and a value that is not empty. */
    private static final String LABEL = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";

    private static final String LABEL_RULE =
            "take letters, digits, -, _ and ., at most 63, beginning and ending with a letter or digit";

    private static final String DNS_SUBDOMAIN = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

    private final Blueprint plan;

    BlueprintCheck(Blueprint plan) {
        this.plan = plan;
    }

    /** Throws IllegalArgumentException for the first thing that does not fit. */
    void run() {
        if (plan.nodes.isEmpty() && plan.dockerHosts.isEmpty() && plan.anywhere.pods.isEmpty()) {
            throw refuse(
                    "the cluster has no machine; add one with .node(\"10.100.0.2\") or .dockerHost(\"10.100.0.2\")");
        }
        checkAnywhere();
        new AddressCheck(plan).run();
        checkMachines();
        checkPods();
        checkDockerHosts();
    }

    /** Pods without a node need one that takes them; and what belongs to a node cannot be said of none. */
    private void checkAnywhere() {
        Blueprint.NodeSpec anywhere = plan.anywhere;
        if (plan.nodes.isEmpty() && !anywhere.pods.isEmpty()) {
            throw refuse("pod " + anywhere.pods.get(0).name + " has no node to run on; add one with"
                    + " .node(\"10.100.0.2\")");
        }
        if (!anywhere.name.isEmpty() || !anywhere.podCidrs.isEmpty() || anywhere.proxyMode.isPresent()) {
            throw refuse("a name, podCidr or proxyMode was given where no node is open; open one first:"
                    + " .node(\"10.100.0.2\")");
        }
    }

    private static IllegalArgumentException refuse(String message) {
        return new IllegalArgumentException(message);
    }

    private void checkMachines() {
        Map<IpAddress, String> owners = new HashMap<>();
        PerFamily<Cidr> machines = plan.addresses.machines();
        plan.addresses.router().stream().forEach(each -> owners.put(each.address(), "the router"));
        Set<String> names = new HashSet<>(Set.of("router"));
        for (Blueprint.NodeSpec node : plan.nodes) {
            checkMachine("node", node.given, machines, owners, node.name, names);
            checkPorts("node " + node.address(), node.listens);
        }
        for (Blueprint.DockerHostSpec host : plan.dockerHosts) {
            checkMachine("dockerHost", PerFamily.of(host.address), machines, owners, host.name, names);
            checkPorts("dockerHost " + host.address, host.listens);
        }
        for (Blueprint.OutsideNetworkSpec network : plan.outsideNetworks) {
            checkUnused("router of " + network.networks, "router-" + network.router(), names);
            network.networks.stream().forEach(each -> owners.put(each.host(1), "the router of " + each));
            for (Blueprint.OutsideHostSpec host : network.hosts) {
                checkMachine("host", host.given, network.networks, owners, host.name, names);
                checkPorts("host " + host.given.primary(), host.listens);
            }
        }
        new BalancerCheck(plan).run(names);
    }

    private static void checkMachine(
            String kind,
            PerFamily<IpAddress> given,
            PerFamily<Cidr> networks,
            Map<IpAddress, String> owners,
            String name,
            Set<String> names) {
        PerFamily<IpAddress> all = AddressPlan.machine(given, networks);
        for (IpAddress each : all.values()) {
            boolean derived = !given.values().contains(each);
            String what = kind + " " + (derived ? given.primary() + ", which is " + each + " too," : each);
            String both = derived ? ", or name both with a comma between them" : "";
            checkAddress(what, each, networks.in(each.family()).orElseThrow(), owners, both);
        }
        checkName(kind, name);
        checkUnused(kind, name, names);
        all.stream().forEach(each -> owners.put(each, kind + " " + name));
    }

    /** {@code more}: what else would help. */
    private static void checkAddress(
            String what, IpAddress address, Cidr network, Map<IpAddress, String> owners, String more) {
        String such = "; take an address such as " + network.host(2) + more;
        if (!network.contains(address)) {
            throw refuse(what + " lies outside its router's network " + network + such);
        }
        if (AddressCheck.isEdge(address, network)) {
            throw refuse(what + " is the network or broadcast address of " + network + such);
        }
        if (owners.containsKey(address)) {
            throw refuse(what + " is taken by " + owners.get(address) + "; give it another address" + more);
        }
    }

    private static void checkPorts(String machine, List<Integer> ports) {
        Set<Integer> taken = new HashSet<>();
        for (int port : ports) {
            if (!taken.add(port)) {
                throw refuse("port " + port + " of " + machine
                        + " is taken by another process of it (EADDRINUSE); listen on it once, or choose another port");
            }
        }
    }

    private static void checkUnused(String kind, String name, Set<String> names) {
        if (!names.add(name)) {
            throw refuse(kind + " name " + name + " is used twice; give one of them another with .name(\"…\")");
        }
    }

    private static void checkName(String kind, String name) {
        boolean address = kind.equals("host") && IpAddress.isAddress(name); // what it is called unless it is named
        if (!name.matches(NAME) && !address) {
            throw refuse(kind + " name \"" + name + "\" cannot be used; take lower-case letters, digits, - and ., at"
                    + " most 63, beginning and ending with a letter or digit");
        }
        if (name.equals(At.HOST_NETNS)) {
            throw refuse(kind + " name \"" + name + "\" is what a machine's own namespace is called; take another");
        }
    }

    /** apimachinery pkg/util/validation {@code IsQualifiedName}, {@code IsValidLabelValue}. */
    private static void checkLabel(String pod, String key, String value) {
        int slash = key.indexOf('/');
        String prefix = slash < 0 ? "" : key.substring(0, slash);
        if (slash >= 0 && (prefix.length() > 253 || !prefix.matches(DNS_SUBDOMAIN))) {
            throw refuse("label key \"" + key + "\" of pod " + pod + " has a prefix that is no DNS name; write it as"
                    + " example.com/name: lower-case letters, digits, - and ., at most 253");
        }
        if (!key.substring(slash + 1).matches(LABEL)) {
            throw refuse("label key \"" + key + "\" of pod " + pod + " cannot be used; " + LABEL_RULE);
        }
        if (!value.isEmpty() && !value.matches(LABEL)) {
            throw refuse("label value \"" + value + "\" of " + key + " of pod " + pod
                    + " cannot be used; leave it empty," + " or " + LABEL_RULE);
        }
    }

    private void checkPods() {
        Map<String, String> places = new HashMap<>();
        plan.anywhere.pods.forEach(pod -> checkPod(pod, "no node", places));
        for (Blueprint.NodeSpec node : plan.nodes) {
            node.pods.forEach(pod -> checkPod(pod, "node " + node.address(), places));
            plan.addresses.clusterCidrs().stream().forEach(range -> checkRoom(node, range));
        }
    }

    private static void checkRoom(Blueprint.NodeSpec node, Cidr range) {
        Cidr block = node.podCidrs.get(range.family());
        int length = block == null ? NodeBlocks.length(range) : block.length();
        long room = room(range.family().bits() - length);
        if (node.pods.size() > room) {
            throw refuse(node.pods.size() + " pods do not fit on node " + node.address() + ": its block /" + length
                    + " has room for " + room + "; spread them, or give it a larger podCidr");
        }
    }

    private static void checkPod(Blueprint.PodOnNode pod, String place, Map<String, String> places) {
        checkName("pod", pod.name);
        pod.labels.forEach((key, value) -> checkLabel(pod.name, key, value));
        String other = places.putIfAbsent(pod.name, place);
        if (other != null) {
            throw refuse("pod " + pod.name + " of " + place + " exists already on " + other
                    + "; names are unique in a cluster's namespace: take another");
        }
        Map<String, String> ports = new HashMap<>();
        checkContainers("pod " + pod.name, pod.containers, plannedIn -> ports);
    }

    /** How many containers fit beside a bridge: all addresses but the network's, the bridge's and the broadcast's. */
    private static long room(int hostBits) {
        return Math.max(0, (1L << Math.min(hostBits, 32)) - 3);
    }

    /** Ports that are taken in the namespace that a container runs in. */
    private interface PortsOf {
        Map<String, String> ports(Blueprint.ContainerPlan container);
    }

    private static void checkContainers(String where, List<Blueprint.ContainerPlan> containers, PortsOf namespaces) {
        Set<String> names = new HashSet<>();
        for (Blueprint.ContainerPlan container : containers) {
            checkName("container", container.name);
            if (container.name.equals("pause") && where.startsWith("pod ")) {
                throw refuse("container name \"pause\" in " + where + " is taken by the pod's own container, which"
                        + " holds its namespace; take another");
            }
            if (!names.add(container.name)) {
                throw refuse("container " + container.name + " exists twice in " + where + "; take another name");
            }
            for (ListenPort port : container.ports) {
                String holder = namespaces.ports(container).putIfAbsent(port.toString(), "container " + container.name);
                if (holder != null) {
                    throw refuse("port " + port + " of container " + container.name + " in " + where
                            + " is taken by " + holder + " (EADDRINUSE): they share one network namespace,"
                            + " and so one set of ports; choose another port");
                }
            }
        }
    }

    private void checkDockerHosts() {
        for (Blueprint.DockerHostSpec host : plan.dockerHosts) {
            Cidr range = host.docker0.network();
            plan.addresses.machines().stream()
                    .filter(range::overlaps)
                    .findFirst()
                    .ifPresent(machines -> {
                        throw refuse("docker0 " + host.docker0 + " of host " + host.address
                                + " overlaps the machines' network " + machines + "; choose another range");
                    });
            checkRoom(host);
            Map<String, String> machine = new HashMap<>();
            host.listens.forEach(port -> machine.put(port + "/tcp", "a process of the machine"));
            Map<String, Map<String, String>> ports = new HashMap<>(Map.of(At.HOST_NETNS, machine));
            Map<String, String> owners = new HashMap<>();
            for (Blueprint.ContainerPlan container : host.containers) {
                String joined = container.joins.orElse(container.name);
                if (container.joins.isPresent() && !owners.containsKey(joined)) {
                    throw refuse("container " + container.name + " joins " + joined + ", which host " + host.address
                            + " does not have before it; describe " + joined + " first");
                }
                if (container.joins.isPresent() && container.hostNetwork) {
                    throw refuse("container " + container.name + " of host " + host.address + " joins " + joined
                            + " and the host's network: it has one network namespace; say one of both");
                }
                String own = container.hostNetwork ? At.HOST_NETNS : container.name;
                owners.putIfAbsent(
                        container.name, container.joins.map(owners::get).orElse(own));
            }
            checkContainers(
                    "host " + host.address,
                    host.containers,
                    container ->
                            ports.computeIfAbsent(owners.getOrDefault(container.name, ""), any -> new HashMap<>()));
        }
    }

    private static void checkRoom(Blueprint.DockerHostSpec host) {
        Cidr range = host.docker0.network();
        IpAddress gateway = host.docker0.address();
        int hostBits = range.family().bits() - range.length();
        if (hostBits < 2) {
            throw refuse("docker0 " + host.docker0 + " of host " + host.address
                    + " has no room for a bridge and a container; take a /30 or larger");
        }
        if (gateway.equals(range.network()) || gateway.equals(range.last())) {
            throw refuse("docker0 " + host.docker0 + " of host " + host.address
                    + " is the network or broadcast address of " + range + "; take one such as " + range.host(1) + "/"
                    + range.length());
        }
        long wanted = host.containers.stream()
                .filter(container -> container.joins.isEmpty() && !container.hostNetwork)
                .count();
        if (wanted > room(hostBits)) {
            throw refuse(wanted + " containers do not fit on host " + host.address + ": docker0 " + host.docker0
                    + " has room for " + room(hostBits) + "; spread them, or take a larger docker0");
        }
    }
}
