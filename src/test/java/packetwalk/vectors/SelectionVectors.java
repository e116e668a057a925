package packetwalk.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import packetwalk.net.IpAddress;
import packetwalk.proxy.EndpointCategories;
import packetwalk.proxy.NodeConfig;
import packetwalk.proxy.ProxyEndpoint;
import packetwalk.proxy.ServicePort;

/** {@code kube-proxy-endpoint-selection}: which endpoints a node uses. What is unused and what is empty are one thing. */
final class SelectionVectors {

    private static final IpAddress SOME_IP = IpAddress.parse("172.30.0.10");

    private SelectionVectors() {}

    static List<Outcome> run(JsonNode file) {
        return Scenario.elements(file.path("cases"))
                .map(each -> Outcome.of(each.path("name").asText(), () -> judge(each)))
                .toList();
    }

    private static Outcome judge(JsonNode each) {
        String nodeName = each.path("nodeName")
                .asText(each.path("config").path("nodeName").asText(""));
        Map<String, String> labels = new HashMap<>();
        each.path("nodeLabels")
                .properties()
                .forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
        NodeConfig node = NodeConfig.of(nodeName, SOME_IP).withTopologyLabels(labels);
        List<ProxyEndpoint> endpoints = Scenario.elements(each.path("endpoints"))
                .map(SelectionVectors::endpoint)
                .toList();
        EndpointCategories actual = EndpointCategories.of(endpoints, port(each.path("service")), node);
        JsonNode expected = each.path("expect");
        List<String> differences = new ArrayList<>();
        compare(differences, "cluster endpoints", expected.path("clusterEndpoints"), actual.cluster());
        compare(differences, "local endpoints", expected.path("localEndpoints"), actual.local());
        compare(differences, "all reachable endpoints", expected.path("allReachableEndpoints"), actual.allReachable());
        boolean anywhere = !expected.path("allReachableEndpoints").isEmpty()
                || expected.path("onlyRemoteEndpoints").asBoolean();
        if (anywhere != actual.anywhere()) {
            differences.add("endpoints anywhere: expected " + anywhere + " but was " + actual.anywhere());
        }
        return new Outcome(each.path("name").asText(), differences);
    }

    private static void compare(List<String> differences, String what, JsonNode expected, List<ProxyEndpoint> actual) {
        Set<String> wanted = new HashSet<>(Scenario.texts(expected));
        Set<String> got =
                new HashSet<>(actual.stream().map(ProxyEndpoint::toString).toList());
        if (!expected.isMissingNode() && !wanted.equals(got)) {
            differences.add(what + ": expected " + wanted + " but was " + got);
        }
    }

    private static ServicePort port(JsonNode service) {
        int nodePort = service.path("nodePort").asInt(0);
        return new ServicePort(
                SOME_IP,
                80,
                "TCP",
                nodePort,
                addresses(service.path("externalIPs")),
                addresses(service.path("loadBalancerVIPs")),
                List.of(),
                Optional.empty(),
                0,
                service.path("externalTrafficPolicy").asText("").equals("Local"),
                service.path("internalTrafficPolicy").asText("").equals("Local"));
    }

    private static List<IpAddress> addresses(JsonNode list) {
        return Scenario.texts(list).stream().map(IpAddress::parse).toList();
    }

    private static ProxyEndpoint endpoint(JsonNode endpoint) {
        String target = endpoint.path("target").asText();
        int colon = target.lastIndexOf(':');
        return new ProxyEndpoint(
                IpAddress.parse(target.substring(0, colon).replace("[", "").replace("]", "")),
                Integer.parseInt(target.substring(colon + 1)),
                endpoint.path("isLocal").asBoolean(),
                endpoint.path("ready").asBoolean(),
                endpoint.path("serving").asBoolean(),
                endpoint.path("terminating").asBoolean(),
                new HashSet<>(Scenario.texts(endpoint.path("zoneHints"))),
                new HashSet<>(Scenario.texts(endpoint.path("nodeHints"))));
    }
}
