package packetwalk.proxy;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/** A node, and Services and slices that change from sync to sync, drawn from a seed. */
final class RandomCluster {

    private static final int MOST_SERVICES = 8;

    /** Of a slice. */
    static final int MOST_ENDPOINTS = 125;

    /** One cluster in so many is large enough for rules without comments. */
    private static final int LARGE = 50;

    private final Chance chance;
    private final IpFamily family;
    private final Map<String, Service> services = new LinkedHashMap<>();
    private final Map<String, List<EndpointSlice>> slices = new LinkedHashMap<>();
    private final boolean large;
    private int named;

    private RandomCluster(long seed) {
        this.chance = new Chance(seed);
        this.family = chance.oneIn(5) ? IpFamily.IPV6 : IpFamily.IPV4;
        this.large = chance.oneIn(LARGE);
    }

    static Question of(long seed) {
        RandomCluster cluster = new RandomCluster(seed);
        NodeConfig node = cluster.node();
        List<Question.State> syncs = new ArrayList<>();
        int count = cluster.chance.upTo(MOST_SERVICES);
        for (int i = 0; i < count; i++) {
            cluster.add();
        }
        syncs.add(cluster.state());
        for (int more = cluster.chance.upTo(3); more > 0; more--) {
            for (int changes = cluster.chance.upTo(3); changes > 0; changes--) {
                cluster.change();
            }
            syncs.add(cluster.state());
        }
        return new Question(
                node,
                syncs,
                RandomFlows.of(
                        cluster.chance,
                        ProxyView.of(node, syncs.get(0).services(), syncs.get(0).slices())));
    }

    private Question.State state() {
        List<EndpointSlice> all = new ArrayList<>();
        slices.values().forEach(all::addAll);
        return new Question.State(List.copyOf(services.values()), all);
    }

    private void add() {
        String name = "svc" + ++named;
        services.put(name, RandomService.of(chance, family, name, named));
        renewSlices(name);
    }

    private void renewSlices(String name) {
        slices.put(name, RandomSlices.of(chance, family, services.get(name), large ? MOST_ENDPOINTS : 4));
    }

    private void change() {
        if (services.isEmpty() || chance.oneIn(5)) {
            add();
            return;
        }
        String name = chance.of(List.copyOf(services.keySet()));
        switch (chance.upTo(3)) {
            case 0 -> {
                services.remove(name);
                slices.remove(name);
            }
            case 1 -> services.put(name, RandomService.of(chance, family, name, Integer.parseInt(name.substring(3))));
            default -> renewSlices(name);
        }
    }

    private NodeConfig node() {
        boolean v4 = family == IpFamily.IPV4;
        IpAddress nodeIp = IpAddress.parse(v4 ? "192.168.0.2" : "2001:db8::2");
        List<InterfaceAddress> addresses = new ArrayList<>();
        for (String address : v4
                ? List.of("127.0.0.1/8", "192.168.0.2/24", "192.168.1.2/24", "192.168.99.11/32")
                : List.of("::1/128", "2001:db8::2/64", "2001:db8:1::2/64")) {
            addresses.add(InterfaceAddress.parse(address));
        }
        return NodeConfig.of(RandomSlices.NODE, nodeIp)
                .withAddresses(addresses)
                .withTopologyLabels(
                        chance.oneIn(3) ? Map.of() : Map.of("topology.kubernetes.io/zone", chance.of("zone-a", "")))
                .with(new ProxyOptions(
                        detector(v4),
                        chance.oneIn(6),
                        chance.oneIn(4) ? chance.upTo(31) : 14,
                        !chance.oneIn(4),
                        nodePortAddresses()))
                .with(new KernelFeatures(true, !chance.oneIn(4), chance.oneIn(6)));
    }

    private LocalDetector detector(boolean v4) {
        return switch (chance.upTo(5)) {
            case 0 -> LocalDetector.NONE;
            case 1 -> LocalDetector.bridgeInterface("cni0");
            case 2 -> LocalDetector.interfaceNamePrefix("veth");
            case 3 -> LocalDetector.cidr(v4 ? "10.180.0.0/24" : "fd00:10:180::/64");
            default -> LocalDetector.cidr(v4 ? "10.0.0.0/8" : "fd00:10::/32");
        };
    }

    private List<String> nodePortAddresses() {
        return switch (chance.upTo(7)) {
            case 0 -> List.of("192.168.0.0/24", "2001:db8::/64");
            case 1 -> List.of("192.168.0.0/24", "192.168.1.0/24", "2001:db8::/64", "2001:db8:1::/64");
            case 2 -> List.of("127.0.0.0/8", "192.168.0.0/24", "::1/128");
            case 3 -> List.of("0.0.0.0/0", "::/0");
            case 4 -> List.of("203.0.113.0/24");
            default -> List.of();
        };
    }
}
