package packetwalk.oracle;

import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import packetwalk.net.IpFamily;

/** Calls by every way in: cluster IPs, external and balancers' addresses, node ports and host ports of either node, pods themselves. */
final class ClusterProbes {

    static final int FIRST_HOST_PORT = 9201;

    private static final int WRONG_PORT = 81;
    private static final String UNALLOCATED = "10.3.240.200";
    private static final int FIRST_PORT = 40_000;

    private final Draft draft;
    private final IpFamily family;
    private final List<String> senders = new ArrayList<>(List.of("outside", "outside", "node1", "node2"));
    private final List<Target> targets = new ArrayList<>();
    private int port = FIRST_PORT;

    /** Something to call; its protocol is {@code tcp} or {@code udp}. */
    private record Target(String protocol, String address, int port) {
        @Override
        public String toString() {
            return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
        }
    }

    ClusterProbes(Draft draft, ClusterTopology topology, ClusterServices services, IpFamily family) {
        this.draft = draft;
        this.family = family;
        topology.pods().forEach(pod -> senders.add(pod.netns()));
        services.services().forEach(this::waysInto);
        for (String protocol : List.of("tcp", "udp")) {
            for (int node = 1; node <= ClusterTopology.NODES; node++) {
                String ip = said(ClusterTopology.nodeIp(node));
                targets.add(new Target(protocol, ip, FIRST_HOST_PORT));
                targets.add(new Target(protocol, ip, FIRST_HOST_PORT + 1));
                targets.add(new Target(protocol, ip, ClusterTopology.NODE_PORT));
                targets.add(new Target(protocol, ip, ClusterServices.FIRST_NODE_PORT));
            }
            targets.add(new Target(protocol, said("127.0.0.1"), FIRST_HOST_PORT));
            targets.add(new Target(protocol, said(draft.any(topology.pods()).ip()), ClusterTopology.POD_PORT));
        }
    }

    private String said(String address) {
        return Inet6Translation.said(family, address);
    }

    private void waysInto(Service service) {
        var spec = service.getSpec();
        var served = spec.getPorts().get(0);
        String protocol = served.getProtocol().toLowerCase(Locale.ROOT);
        targets.add(new Target(protocol, spec.getClusterIP(), served.getPort()));
        targets.add(new Target(protocol, spec.getClusterIP(), WRONG_PORT));
        targets.add(new Target(protocol, said(UNALLOCATED), served.getPort()));
        spec.getExternalIPs().forEach(ip -> targets.add(new Target(protocol, ip, served.getPort())));
        service.getStatus()
                .getLoadBalancer()
                .getIngress()
                .forEach(each -> targets.add(new Target(protocol, each.getIp(), served.getPort())));
        if (served.getNodePort() != null) {
            for (String ip : List.of("10.100.0.2", "10.100.0.3", "10.0.1.1", "127.0.0.1")) {
                targets.add(new Target(protocol, said(ip), served.getNodePort()));
            }
        }
    }

    /** Asks {@code count} times. */
    void ask(int count) {
        for (int i = 0; i < count; i++) {
            if (draft.chance(5)) {
                draft.add("forget");
            }
            draft.add(probe(draft.any(targets), draft.any(senders)));
        }
    }

    private String probe(Target target, String sender) {
        if (draft.chance(5)) {
            return "%s pings %s".formatted(sender, target.address());
        }
        if (sender.equals("outside") && draft.chance(40)) {
            return injected(target);
        }
        if (target.protocol().equals("udp")) {
            // from one port the second is of the first one's connection, whatever the rules say by then
            String from = draft.chance(30) ? " from 5000" : "";
            return "%s sends %s%s".formatted(sender, target, from);
        }
        return "%s connects %s".formatted(sender, target);
    }

    /** The first packet from the outside machine's other address, which source ranges may or may not hold. */
    private String injected(Target target) {
        Target from = new Target(target.protocol(), said(ClusterTopology.OUTSIDE_TOO), port++);
        return "outside injects %s%s > %s".formatted(target.protocol().equals("tcp") ? "tcp S " : "udp ", from, target);
    }
}
