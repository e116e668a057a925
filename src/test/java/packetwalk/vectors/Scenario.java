package packetwalk.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import packetwalk.net.Cidr;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.proxy.KernelFeatures;
import packetwalk.proxy.LocalDetector;
import packetwalk.proxy.NodeConfig;
import packetwalk.proxy.ProxyOptions;
import packetwalk.proxy.ProxyView;

/** A kube-proxy scenario of the vectors: one node, Services and slices, and the mode in which they are proxied. */
record Scenario(
        String id,
        KubeProxyMode mode,
        NodeConfig node,
        Cidr clusterCidr,
        List<Cidr> serviceCidrs,
        List<Service> services,
        List<EndpointSlice> slices) {

    static Scenario of(JsonNode scenario) {
        return of(scenario, KubeProxyMode.IPTABLES);
    }

    static Scenario of(JsonNode scenario, KubeProxyMode mode) {
        NodeConfig node = node(scenario.path("config"));
        List<Service> services = elements(scenario.path("services"))
                .map(ScenarioObjects::service)
                .toList();
        List<EndpointSlice> slices = new ArrayList<>();
        elements(scenario.path("endpointSlices"))
                .forEach(each -> slices.add(ScenarioObjects.slice(each, slices.size(), node.nodeName())));
        Cidr clusterCidr = Cidr.parse(clusterCidr(scenario.path("config")));
        List<Cidr> serviceCidrs = texts(scenario.path("config").path("serviceCIDRs")).stream()
                .map(Cidr::parse)
                .toList();
        return new Scenario(scenario.path("id").asText(), mode, node, clusterCidr, serviceCidrs, services, slices);
    }

    /** What upstream's tests start their proxier with: nfacct is there, {@code --random-fully} is not. */
    static NodeConfig node(JsonNode config) {
        IpFamily family = family(config);
        IpAddress nodeIp =
                IpAddress.parse(config.path("nodeIP").asText(family == IpFamily.IPV4 ? "192.168.0.2" : "2001:db8::1"));
        List<InterfaceAddress> addresses = new ArrayList<>();
        addresses.add(InterfaceAddress.parse(family == IpFamily.IPV4 ? "127.0.0.1/8" : "::1/128"));
        addresses.add(new InterfaceAddress(nodeIp, family == IpFamily.IPV4 ? 24 : 64));
        texts(config.path("nodeLocalIPs")).stream()
                .map(IpAddress::parse)
                .filter(ip -> ip.family() == family && !ip.equals(nodeIp))
                .forEach(ip -> addresses.add(new InterfaceAddress(ip, family.bits())));
        return NodeConfig.of(config.path("nodeName").asText("test-node"), nodeIp)
                .withAddresses(addresses)
                .withTopologyLabels(ScenarioObjects.labels(config))
                .with(new ProxyOptions(
                        detector(config),
                        config.path("masqueradeAll").asBoolean(),
                        config.path("masqueradeBit").asInt(14),
                        config.path("localhostNodePorts").asBoolean(true),
                        texts(config.path("nodePortAddresses"))))
                .with(new KernelFeatures(
                        config.path("randomFully").asBoolean(false),
                        config.path("nfacct").asBoolean(true),
                        config.path("conntrackTCPLiberal")
                                .asBoolean(config.path("tcpBeLiberal").asBoolean(false))));
    }

    /** The node's address says it; without one, the scenario does. */
    private static IpFamily family(JsonNode config) {
        boolean ipv6 = config.hasNonNull("nodeIP")
                ? config.path("nodeIP").asText().contains(":")
                : config.path("ipFamily").asText().equals("IPv6");
        return ipv6 ? IpFamily.IPV6 : IpFamily.IPV4;
    }

    /** As the scenario says, or as upstream's tests have it in either family. */
    static String clusterCidr(JsonNode config) {
        return config.path("clusterCIDR").asText(family(config) == IpFamily.IPV4 ? "10.0.0.0/8" : "fd00:10::/64");
    }

    private static LocalDetector detector(JsonNode config) {
        return switch (config.path("localDetector").asText("ClusterCIDR")) {
            case "None" -> LocalDetector.NONE;
            case "BridgeInterface" ->
                LocalDetector.bridgeInterface(config.path("bridgeInterface").asText("cni0"));
            case "InterfaceNamePrefix" ->
                LocalDetector.interfaceNamePrefix(
                        config.path("interfaceNamePrefix").asText("veth"));
            case "NodeCIDR" -> LocalDetector.cidr(config.path("nodeCIDR").asText(clusterCidr(config)));
            default -> LocalDetector.cidr(clusterCidr(config));
        };
    }

    /** Whether some Service sends a client where it went before, so that no connection is like the first. */
    boolean remembersClients() {
        return services.stream()
                .anyMatch(each -> "ClientIP".equals(each.getSpec().getSessionAffinity()));
    }

    /** What the node's kube-proxy makes of them. */
    ProxyView view() {
        return ProxyView.of(node, services, slices);
    }

    /** What the first sync of that kube-proxy loads, as text. */
    String rules() {
        return mode.rules(this).input();
    }

    static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    static List<String> texts(JsonNode array) {
        return elements(array).map(JsonNode::asText).toList();
    }
}
