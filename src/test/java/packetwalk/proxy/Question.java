package packetwalk.proxy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/**
 * What both proxiers are asked: a node, and what the API server holds at each sync.
 *
 * @param flows the node's connections, as {@code udp SOURCE DESTINATION ENDPOINT}
 */
record Question(NodeConfig node, List<State> syncs, List<String> flows) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** All Services and slices at one moment. */
    record State(
            @JsonProperty("services") List<Service> services,
            @JsonProperty("endpointSlices") List<EndpointSlice> slices) {}

    Question {
        syncs = List.copyOf(syncs);
        flows = List.copyOf(flows);
    }

    /** One line, in the words of {@code src/test/go/kubeproxy}. */
    String toJson() {
        ObjectNode question = JSON.createObjectNode();
        ObjectNode config = question.putObject("config");
        config.put("family", node.family() == IpFamily.IPV4 ? "IPv4" : "IPv6")
                .put("nodeName", node.nodeName())
                .put("nodeIP", node.nodeIp().toString())
                .put("localDetector", detector())
                .put("localArgument", node.options().localDetector().argument())
                .put("masqueradeAll", node.options().masqueradeAll())
                .put("masqueradeBit", node.options().masqueradeBit())
                .put("localhostNodePorts", node.options().localhostNodePorts())
                .put("nfacct", node.kernel().nfacct())
                .put("tcpBeLiberal", node.kernel().tcpBeLiberal());
        config.set(
                "addresses",
                texts(node.addresses().stream().map(InterfaceAddress::toString).toList()));
        config.set("nodePortAddresses", texts(node.options().nodePortAddresses()));
        config.set("topologyLabels", JSON.valueToTree(node.topologyLabels()));
        question.set("syncs", JSON.valueToTree(syncs));
        question.set("flows", texts(flows));
        return question.toString();
    }

    private String detector() {
        return switch (node.options().localDetector().mode()) {
            case CIDR -> "CIDR";
            case BRIDGE_INTERFACE -> "BridgeInterface";
            case INTERFACE_NAME_PREFIX -> "InterfaceNamePrefix";
            case NONE -> "None";
        };
    }

    private static ArrayNode texts(List<String> texts) {
        return JSON.valueToTree(texts);
    }

    /** Reads what {@link #toJson} wrote. */
    static Question parse(String line) {
        try {
            JsonNode question = JSON.readTree(line);
            List<State> syncs = new ArrayList<>();
            for (JsonNode state : question.get("syncs")) {
                syncs.add(JSON.treeToValue(state, State.class));
            }
            return new Question(node(question.get("config")), syncs, list(question.get("flows")));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a question to a kube-proxy: " + e.getMessage(), e);
        }
    }

    private static NodeConfig node(JsonNode config) {
        String argument = config.get("localArgument").asText();
        LocalDetector detector = switch (config.get("localDetector").asText()) {
            case "CIDR" -> LocalDetector.cidr(argument);
            case "BridgeInterface" -> LocalDetector.bridgeInterface(argument);
            case "InterfaceNamePrefix" -> LocalDetector.interfaceNamePrefix(argument);
            default -> LocalDetector.NONE;
        };
        return NodeConfig.of(
                        config.get("nodeName").asText(),
                        IpAddress.parse(config.get("nodeIP").asText()))
                .withAddresses(list(config.get("addresses")).stream()
                        .map(InterfaceAddress::parse)
                        .toList())
                .withTopologyLabels(labels(config.get("topologyLabels")))
                .with(new ProxyOptions(
                        detector,
                        config.get("masqueradeAll").asBoolean(),
                        config.get("masqueradeBit").asInt(),
                        config.get("localhostNodePorts").asBoolean(),
                        list(config.get("nodePortAddresses"))))
                .with(new KernelFeatures(
                        true,
                        config.get("nfacct").asBoolean(),
                        config.get("tcpBeLiberal").asBoolean()));
    }

    private static Map<String, String> labels(JsonNode object) {
        Map<String, String> labels = new TreeMap<>();
        object.properties()
                .forEach(each -> labels.put(each.getKey(), each.getValue().asText()));
        return labels;
    }

    private static List<String> list(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
