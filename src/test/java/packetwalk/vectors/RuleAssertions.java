package packetwalk.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** {@code ruleAssertions}: whether some Service gives rules at all. */
final class RuleAssertions {

    private RuleAssertions() {}

    static Outcome judge(JsonNode assertion, KubeProxyMode mode) {
        String what = assertion.path("sourceTest").asText();
        if (assertion.has("expectRuleForLoadBalancerIP")) {
            return loadBalancerIp(what, assertion, mode);
        }
        String expect = assertion.path("expect").asText();
        List<String> proxied = new ArrayList<>();
        for (ObjectNode service : unproxied(expect)) {
            Scenario scenario = scenario(service, JsonNodeFactory.instance.arrayNode(), mode);
            scenario.view().ports().keySet().forEach(name -> proxied.add(name.toString()));
        }
        return Outcome.equal(what + ": " + expect, List.of(), proxied);
    }

    private static Outcome loadBalancerIp(String what, JsonNode assertion, KubeProxyMode mode) {
        JsonNode service = assertion.path("service");
        Scenario scenario = scenario(service, assertion.path("endpointSlices"), mode);
        String ip = service.path("loadBalancerIngress").path(0).path("ip").asText();
        boolean rule = mode.leadsTo(scenario.rules(), ip);
        return Outcome.equal(
                what + ": a rule for " + service.path("loadBalancerIngress").path(0),
                assertion.path("expectRuleForLoadBalancerIP").asBoolean(),
                rule);
    }

    private static Scenario scenario(JsonNode service, JsonNode slices, KubeProxyMode mode) {
        ObjectNode scenario = JsonNodeFactory.instance.objectNode();
        scenario.putArray("services").add(service);
        scenario.set("endpointSlices", slices);
        return Scenario.of(scenario, mode);
    }

    /** The Services that the sentence is about. */
    private static List<ObjectNode> unproxied(String sentence) {
        if (sentence.startsWith("headless")) {
            return List.of(service("ClusterIP", "None", true), service("ClusterIP", "None", false));
        }
        if (sentence.startsWith("ExternalName")) {
            return List.of(service("ExternalName", "172.16.55.4", true), service("ExternalName", "", true));
        }
        throw new IllegalArgumentException("a rule assertion in words that are not known: " + sentence);
    }

    private static ObjectNode service(String type, String clusterIp, boolean ports) {
        ObjectNode service = JsonNodeFactory.instance.objectNode();
        service.put("namespace", "ns1").put("name", "svc1").put("type", type);
        if (!clusterIp.isEmpty()) {
            service.putArray("clusterIPs").add(clusterIp);
        }
        if (ports) {
            service.putArray("ports").addObject().put("name", "p80").put("port", 80);
        }
        return service;
    }
}
