package packetwalk.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.LoadBalancerIngressBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.ForNode;
import io.fabric8.kubernetes.api.model.discovery.v1.ForZone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The vectors' Services and slices, which are flatter than the API's, as API objects. Any field may be missing. */
final class ScenarioObjects {

    private ScenarioObjects() {}

    static Service service(JsonNode service) {
        List<String> clusterIps = new ArrayList<>(Scenario.texts(service.path("clusterIPs")));
        if (clusterIps.isEmpty() && service.hasNonNull("clusterIP")) {
            clusterIps.add(service.path("clusterIP").asText());
        }
        ServiceBuilder builder = new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(service.path("namespace").asText())
                .withName(service.path("name").asText())
                .withLabels(map(service.path("labels")))
                .endMetadata()
                .withNewSpec()
                .withType(service.path("type").asText("ClusterIP"))
                .withClusterIP(clusterIps.isEmpty() ? null : clusterIps.get(0))
                .withClusterIPs(clusterIps)
                .withIpFamilies(families(service, clusterIps))
                .withPorts(Scenario.elements(service.path("ports"))
                        .map(ScenarioObjects::servicePort)
                        .toList())
                .withExternalIPs(Scenario.texts(service.path("externalIPs")))
                .withLoadBalancerSourceRanges(Scenario.texts(service.path("loadBalancerSourceRanges")))
                .withExternalTrafficPolicy(text(service, "externalTrafficPolicy"))
                .withInternalTrafficPolicy(text(service, "internalTrafficPolicy"))
                .withHealthCheckNodePort(number(service, "healthCheckNodePort"))
                .withSessionAffinity(text(service, "sessionAffinity"))
                .endSpec()
                .withNewStatus()
                .withNewLoadBalancer()
                .withIngress(ingress(service))
                .endLoadBalancer()
                .endStatus();
        Integer sticky = stickySeconds(service);
        return sticky == null
                ? builder.build()
                : builder.editSpec()
                        .withNewSessionAffinityConfig()
                        .withNewClientIP(sticky)
                        .endSessionAffinityConfig()
                        .endSpec()
                        .build();
    }

    private static @Nullable Integer stickySeconds(JsonNode service) {
        for (String name : List.of("sessionAffinityTimeoutSeconds", "stickyMaxAgeSeconds", "timeoutSeconds")) {
            if (service.hasNonNull(name)) {
                return service.path(name).asInt();
            }
        }
        JsonNode config = service.path("sessionAffinityConfig");
        return number(config.has("clientIP") ? config.path("clientIP") : config, "timeoutSeconds");
    }

    /** As the API server fills them in, one for each address. */
    private static List<String> families(JsonNode service, List<String> clusterIps) {
        List<String> families = Scenario.texts(service.path("ipFamilies"));
        boolean headless = clusterIps.isEmpty() || clusterIps.contains("None");
        return families.isEmpty() && !headless
                ? clusterIps.stream()
                        .map(ip -> ip.contains(":") ? "IPv6" : "IPv4")
                        .toList()
                : families;
    }

    private static List<LoadBalancerIngress> ingress(JsonNode service) {
        List<LoadBalancerIngress> ingress = new ArrayList<>();
        for (String ip : Scenario.texts(service.path("loadBalancerIngressIPs"))) {
            ingress.add(new LoadBalancerIngressBuilder().withIp(ip).build());
        }
        Scenario.elements(service.path("loadBalancerIngress"))
                .map(each -> new LoadBalancerIngressBuilder()
                        .withIp(text(each, "ip"))
                        .withIpMode(text(each, "ipMode"))
                        .build())
                .forEach(ingress::add);
        return ingress;
    }

    private static ServicePort servicePort(JsonNode port) {
        return new ServicePortBuilder()
                .withName(port.path("name").asText(""))
                .withPort(port.path("port").asInt())
                .withProtocol(port.path("protocol").asText("TCP"))
                .withNodePort(number(port, "nodePort"))
                .withTargetPort(new IntOrString(
                        port.path("targetPort").asInt(port.path("port").asInt())))
                .build();
    }

    static EndpointSlice slice(JsonNode slice, int index, String nodeName) {
        String service = slice.path("service").asText();
        Map<String, String> labels = new HashMap<>(map(slice.path("labels")));
        labels.putIfAbsent("kubernetes.io/service-name", service);
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace(slice.path("namespace").asText())
                .withName(slice.path("name").asText(service + "-" + index))
                .withLabels(labels)
                .endMetadata()
                .withAddressType(slice.path("addressType").asText(addressType(slice)))
                .withEndpoints(Scenario.elements(slice.path("endpoints"))
                        .map(endpoint -> endpoint(endpoint, nodeName))
                        .toList())
                .withPorts(Scenario.elements(slice.path("ports"))
                        .map(ScenarioObjects::endpointPort)
                        .toList())
                .build();
    }

    /** That of its first address. */
    private static String addressType(JsonNode slice) {
        String first = slice.path("endpoints").path(0).path("addresses").path(0).asText();
        return first.contains(":") ? "IPv6" : "IPv4";
    }

    private static Endpoint endpoint(JsonNode endpoint, String nodeName) {
        JsonNode conditions = endpoint.path("conditions");
        String node = text(endpoint, "nodeName");
        EndpointBuilder builder = new EndpointBuilder()
                .withAddresses(Scenario.texts(endpoint.path("addresses")))
                .withNodeName(node == null && endpoint.path("isLocal").asBoolean() ? nodeName : node)
                .withZone(text(endpoint, "zone"))
                .withNewConditions()
                .withReady(flag(conditions, "ready"))
                .withServing(flag(conditions, "serving"))
                .withTerminating(flag(conditions, "terminating"))
                .endConditions();
        List<ForZone> zones =
                hints(endpoint, "zoneHints", "forZones").map(ForZone::new).toList();
        List<ForNode> nodes =
                hints(endpoint, "nodeHints", "forNodes").map(ForNode::new).toList();
        return zones.isEmpty() && nodes.isEmpty()
                ? builder.build()
                : builder.withNewHints()
                        .withForZones(zones)
                        .withForNodes(nodes)
                        .endHints()
                        .build();
    }

    /** A list of names, or as the API has them. */
    private static Stream<String> hints(JsonNode endpoint, String flat, String field) {
        Stream<String> names = Scenario.elements(endpoint.path("hints").path(field))
                .map(each -> each.path("name").asText());
        return Stream.concat(Scenario.texts(endpoint.path(flat)).stream(), names);
    }

    private static EndpointPort endpointPort(JsonNode port) {
        return new EndpointPortBuilder()
                .withName(port.path("name").asText(""))
                .withPort(number(port, "port"))
                .withProtocol(port.path("protocol").asText("TCP"))
                .build();
    }

    /** The Node's labels, or its zone alone. */
    static Map<String, String> labels(JsonNode config) {
        Map<String, String> labels = new HashMap<>(map(config.path("nodeLabels")));
        String zone = text(config, "zone");
        if (zone != null) {
            labels.put("topology.kubernetes.io/zone", zone);
        }
        return labels;
    }

    private static Map<String, String> map(JsonNode object) {
        Map<String, String> map = new HashMap<>();
        object.properties()
                .forEach(each -> map.put(each.getKey(), each.getValue().asText()));
        return map;
    }

    private static @Nullable String text(JsonNode object, String field) {
        return object.hasNonNull(field) ? object.path(field).asText() : null;
    }

    private static @Nullable Integer number(JsonNode object, String field) {
        return object.hasNonNull(field) ? object.path(field).asInt() : null;
    }

    private static @Nullable Boolean flag(JsonNode object, String field) {
        return object.hasNonNull(field) ? object.path(field).asBoolean() : null;
    }
}
