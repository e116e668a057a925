package packetwalk.oracle;

import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.LoadBalancerIngressBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.ArrayList;
import java.util.List;
import packetwalk.net.IpFamily;

/** Services of every type, policy and affinity, with pods and nodes as endpoints, some of them leaving. */
final class ClusterServices {

    static final int FIRST_NODE_PORT = 30_001;

    private final Draft draft;
    private final ClusterTopology topology;
    private final IpFamily family;
    private final List<Service> services = new ArrayList<>();
    private final List<EndpointSlice> slices = new ArrayList<>();

    ClusterServices(Draft draft, ClusterTopology topology, IpFamily family) {
        this.draft = draft;
        this.topology = topology;
        this.family = family;
        int count = 2 + draft.number(3);
        for (int number = 1; number <= count; number++) {
            String protocol = draft.chance(75) ? "TCP" : "UDP";
            services.add(service(number, protocol));
            boolean onNodes = draft.chance(25);
            slices.add(slice(number, protocol, onNodes));
        }
    }

    List<Service> services() {
        return List.copyOf(services);
    }

    List<EndpointSlice> slices() {
        return List.copyOf(slices);
    }

    private Service service(int number, String protocol) {
        String type = draft.any("ClusterIP", "NodePort", "NodePort", "LoadBalancer", "LoadBalancer");
        boolean balanced = type.equals("LoadBalancer");
        boolean sticky = draft.chance(25);
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("svc" + number)
                .endMetadata()
                .withNewSpec()
                .withType(type)
                .withClusterIP(said("10.3.240." + (10 + number)))
                .withClusterIPs(said("10.3.240." + (10 + number)))
                .withIpFamilies(family.toString())
                .withExternalIPs(draft.chance(25) ? List.of(said("198.51.100." + number)) : List.of())
                .withExternalTrafficPolicy(type.equals("ClusterIP") ? null : draft.any("Cluster", "Local"))
                .withInternalTrafficPolicy(draft.chance(25) ? "Local" : "Cluster")
                .withLoadBalancerSourceRanges(balanced && draft.chance(50) ? ranges() : List.of())
                .withHealthCheckNodePort(balanced ? 32_000 + number : null)
                .withSessionAffinity(sticky ? "ClientIP" : "None")
                .withNewSessionAffinityConfig()
                .withNewClientIP(sticky ? 10_800 : null)
                .endSessionAffinityConfig()
                .addNewPort()
                .withPort(80)
                .withProtocol(protocol)
                .withNodePort(type.equals("ClusterIP") ? null : FIRST_NODE_PORT - 1 + number)
                .endPort()
                .endSpec()
                .withNewStatus()
                .withNewLoadBalancer()
                .withIngress(balanced ? ingress(number) : List.of())
                .endLoadBalancer()
                .endStatus()
                .build();
    }

    private String said(String address) {
        return Inet6Translation.said(family, address);
    }

    private List<String> ranges() {
        return List.of(
                said(draft.any("203.0.113.0/26", "203.0.113.77/32", "10.0.0.0/14", "10.100.0.0/24", "0.0.0.0/0")));
    }

    private List<LoadBalancerIngress> ingress(int number) {
        return List.of(new LoadBalancerIngressBuilder()
                .withIp(said("35.184.97." + number))
                .withIpMode(draft.chance(70) ? "VIP" : "Proxy")
                .build());
    }

    private EndpointSlice slice(int number, String protocol, boolean onNodes) {
        List<Endpoint> endpoints = new ArrayList<>();
        if (onNodes) {
            for (int node = 1; node <= ClusterTopology.NODES; node++) {
                if (draft.chance(60)) {
                    endpoints.add(endpoint(ClusterTopology.nodeIp(node), node));
                }
            }
        } else {
            topology.pods().stream()
                    .filter(pod -> draft.chance(60))
                    .map(pod -> endpoint(pod.ip(), pod.node()))
                    .forEach(endpoints::add);
        }
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("svc" + number + "-1")
                .addToLabels("kubernetes.io/service-name", "svc" + number)
                .endMetadata()
                .withAddressType(family.toString())
                .withEndpoints(endpoints)
                .addNewPort()
                .withPort(onNodes ? ClusterTopology.NODE_PORT : ClusterTopology.POD_PORT)
                .withProtocol(protocol)
                .endPort()
                .build();
    }

    private Endpoint endpoint(String ip, int node) {
        boolean leaving = draft.chance(15);
        return new EndpointBuilder()
                .withAddresses(said(ip))
                .withNodeName(ClusterTopology.node(node))
                .withNewConditions()
                .withReady(!leaving)
                .withServing(!leaving || draft.chance(60))
                .withTerminating(leaving)
                .endConditions()
                .build();
    }

    /** Has the router lead what no machine owns to a node: the service network, balancers' addresses, external ones. */
    void route() {
        for (String each : List.of(ClusterTopology.SERVICES, "35.184.97.0/24", "198.51.100.0/24")) {
            draft.run(
                    "router",
                    "ip route replace " + each + " via "
                            + ClusterTopology.nodeIp(1 + draft.number(ClusterTopology.NODES)));
        }
    }
}
