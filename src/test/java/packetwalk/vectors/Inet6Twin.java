package packetwalk.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.oracle.Inet6Translation;

/**
 * A file of flows said again in IPv6: each IPv4 scenario, with every address mapped as the oracle's cases map them. What
 * an IPv4 scenario says of IPv6 is left out, as it said nothing there.
 */
final class Inet6Twin {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Inet6Twin() {}

    /** The twins of a file's IPv4 scenarios, as a file of flows. */
    static JsonNode of(JsonNode file) {
        ObjectNode twin = JSON.objectNode();
        ArrayNode scenarios = twin.putArray("scenarios");
        Scenario.elements(file.path("scenarios"))
                .filter(each -> Scenario.node(each.path("config")).family() == IpFamily.IPV4)
                .map(Inet6Twin::scenario)
                .forEach(scenarios::add);
        return twin;
    }

    private static ObjectNode scenario(JsonNode scenario) {
        ObjectNode twin = fields(scenario);
        twin.put("id", scenario.path("id").asText() + " in IPv6");
        twin.set("config", config(scenario.path("config")));
        ArrayNode packets = twin.putArray("packets");
        Scenario.elements(scenario.path("packets")).map(Inet6Twin::packet).forEach(packets::add);
        return twin;
    }

    /** What a scenario leaves to upstream's defaults is mapped like the rest. */
    private static JsonNode config(JsonNode config) {
        ObjectNode twin = JSON.objectNode();
        twin.put("nodeIP", Scenario.node(config).nodeIp().toString());
        twin.put("clusterCIDR", Scenario.clusterCidr(config));
        config.properties().forEach(each -> twin.set(each.getKey(), each.getValue()));
        return fields(twin);
    }

    /** Node ports on the loopback address are for IPv4 only: upstream's TestNodePorts, "localhost to nodePort is ignored". */
    private static JsonNode packet(JsonNode packet) {
        ObjectNode twin = fields(packet);
        if (IpAddress.parse(packet.path("destIP").asText()).isLoopback()) {
            twin.putObject("expect").put("masquerade", false).putArray("outputs");
        }
        return twin;
    }

    private static JsonNode said(JsonNode value) {
        if (value.isTextual()) {
            return JSON.textNode(
                    Inet6Translation.said(IpFamily.IPV6, value.asText().equals("IPv4") ? "IPv6" : value.asText()));
        }
        if (value.isArray()) {
            ArrayNode twin = JSON.arrayNode();
            Scenario.elements(value)
                    .filter(each -> !isInet6(each))
                    .map(Inet6Twin::said)
                    .forEach(twin::add);
            return twin;
        }
        return value.isObject() ? fields(value) : value;
    }

    private static ObjectNode fields(JsonNode object) {
        ObjectNode twin = JSON.objectNode();
        object.properties().forEach(each -> twin.set(each.getKey(), said(each.getValue())));
        return twin;
    }

    /** An address or a prefix of IPv6. */
    private static boolean isInet6(JsonNode value) {
        String address = value.asText().split("/")[0];
        return value.isTextual() && address.contains(":") && IpAddress.isAddress(address);
    }
}
