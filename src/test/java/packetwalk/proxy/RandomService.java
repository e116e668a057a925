package packetwalk.proxy;

import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.LoadBalancerIngressBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.ArrayList;
import java.util.List;
import packetwalk.net.IpFamily;

/** A Service as the API server could hold it, old objects' leading zeros included. */
final class RandomService {

    static final List<String> PORT_NAMES = List.of("", "http", "dns", "dns-tcp");

    private final Chance chance;
    private final IpFamily family;
    private final int number;
    private final String type;

    private RandomService(Chance chance, IpFamily family, int number) {
        this.chance = chance;
        this.family = family;
        this.number = number;
        this.type = chance.of("ClusterIP", "ClusterIP", "NodePort", "LoadBalancer", "LoadBalancer", "ExternalName");
    }

    static Service of(Chance chance, IpFamily family, String name, int number) {
        return new RandomService(chance, family, number).make(name);
    }

    private Service make(String name) {
        boolean headless = chance.oneIn(12);
        List<String> families = families();
        List<String> clusterIps = headless
                ? List.of("None")
                : families.stream().map(this::clusterIp).toList();
        ServiceBuilder builder = new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("ns" + number % 3)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withType(type)
                .withClusterIP(clusterIps.get(0))
                .withClusterIPs(clusterIps)
                .withIpFamilies(clusterIps.size() == 1 && chance.oneIn(3) ? List.of() : families)
                .withPorts(ports())
                .withExternalIPs(chance.oneIn(4) ? externalIps() : List.of())
                .withInternalTrafficPolicy(chance.oneIn(3) ? "Local" : "Cluster")
                .endSpec()
                .withNewStatus()
                .withNewLoadBalancer()
                .withIngress(type.equals("LoadBalancer") ? ingress() : List.of())
                .endLoadBalancer()
                .endStatus();
        return affinity(external(builder)).build();
    }

    private ServiceBuilder external(ServiceBuilder builder) {
        String policy = chance.oneIn(2) ? "Local" : "Cluster";
        return builder.editSpec()
                .withExternalTrafficPolicy(policy)
                .withHealthCheckNodePort(type.equals("LoadBalancer") && policy.equals("Local") ? 32_000 + number : null)
                .withLoadBalancerSourceRanges(
                        type.equals("LoadBalancer") && chance.oneIn(2) ? sourceRanges() : List.of())
                .endSpec();
    }

    private ServiceBuilder affinity(ServiceBuilder builder) {
        if (!chance.oneIn(4)) {
            return builder.editSpec().withSessionAffinity("None").endSpec();
        }
        return builder.editSpec()
                .withSessionAffinity("ClientIP")
                .withNewSessionAffinityConfig()
                .withNewClientIP(chance.of(10_800, 10, 86_400))
                .endSessionAffinityConfig()
                .endSpec();
    }

    private List<String> families() {
        String mine = family == IpFamily.IPV4 ? "IPv4" : "IPv6";
        String other = family == IpFamily.IPV4 ? "IPv6" : "IPv4";
        return switch (chance.upTo(9)) {
            case 0 -> List.of(other);
            case 1 -> List.of(mine, other);
            case 2 -> List.of(other, mine);
            default -> List.of(mine);
        };
    }

    private String clusterIp(String ofFamily) {
        String zeros = chance.oneIn(6) ? "0" : "";
        return ofFamily.equals("IPv4") ? "172.30.0." + zeros + (number + 10) : "fd00:172:30::" + (number + 10);
    }

    private List<ServicePort> ports() {
        List<ServicePort> ports = new ArrayList<>();
        int count = chance.oneIn(3) ? 1 + chance.upTo(3) : 1;
        int first = chance.upTo(3);
        for (int at = 0; at < count; at++) {
            boolean nodePort = !type.equals("ClusterIP") && !type.equals("ExternalName") && !chance.oneIn(8);
            ports.add(new ServicePortBuilder()
                    .withName(PORT_NAMES.get(count == 1 ? chance.upTo(3) : at))
                    .withPort(List.of(53, 80, 443, 8080).get((first + at) % 4))
                    .withProtocol(chance.of("TCP", "TCP", "UDP", "UDP", "SCTP"))
                    .withNodePort(nodePort ? 30_000 + number * 10 + at : null)
                    .build());
        }
        return ports;
    }

    private List<String> externalIps() {
        String v4 = "198.51.100." + number;
        String v6 = "2001:db8:e::" + number;
        return chance.of(
                List.of(v4, v6), List.of("2001:0db8:e::00" + number), List.of("198.51.100.0" + number, v6, ""));
    }

    private List<String> sourceRanges() {
        return chance.of(
                List.of("203.0.113.0/25", "2001:db8:5::/48"),
                List.of(" 192.168.0.0/24", "203.0.113.0/25 ", "2001:db8::/32"),
                List.of("203.0.113.77/25", "192.168.000.000/24"),
                List.of("0.0.0.0/0", "::/0"),
                List.of("10.0.0.0/8", "0.0.0.0/0"));
    }

    private List<LoadBalancerIngress> ingress() {
        List<LoadBalancerIngress> ingress = new ArrayList<>();
        for (int count = chance.upTo(2); count > 0; count--) {
            String ip = chance.oneIn(4) ? "2001:db8:b::" + number + count : "198.51.100." + (100 + number * 2 + count);
            String v6 = "2001:db8:b::" + number + count;
            LoadBalancerIngressBuilder builder = new LoadBalancerIngressBuilder();
            ingress.add(
                    chance.oneIn(8)
                            ? builder.withHostname("lb.example.com").build()
                            : builder.withIp(family == IpFamily.IPV4 ? ip : v6)
                                    .withIpMode(chance.of("VIP", "VIP", "Proxy"))
                                    .build());
        }
        return ingress;
    }
}
