package packetwalk.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import packetwalk.net.IpAddress;

/** The IPv6 half of upstream's {@code TestNodePorts}, of either mode: pkg/proxy/iptables/proxier_test.go and nftables'. */
class Ipv6NodePortsTest {

    private static final String SCENARIO = """
            {
              "id": "TestNodePorts",
              "config": { "ipFamily": "IPv6", "nodeLocalIPs": [ "192.168.0.2", "2001:db8::1", "2001:db8:1::2" ] },
              "services": [ {
                "namespace": "ns1", "name": "svc1", "type": "NodePort", "clusterIPs": [ "fd00:172:30::41" ],
                "ports": [ { "name": "p80", "port": 80, "protocol": "TCP", "nodePort": 3001 } ]
              } ],
              "endpointSlices": [ {
                "namespace": "ns1", "service": "svc1",
                "endpoints": [
                  { "addresses": [ "fd00:10:180::1" ] },
                  { "addresses": [ "fd00:10:180::2:1" ], "isLocal": true }
                ],
                "ports": [ { "name": "p80", "port": 80, "protocol": "TCP" } ]
              } ]
            }
            """;

    private static final Set<String> ENDPOINTS = Set.of("[fd00:10:180::1]:80", "[fd00:10:180::2:1]:80");

    private static final String POD = "fd00:10::2";
    private static final String OUTSIDE = "2600:5200::1";
    private static final String NODE = "2001:db8::1";
    private static final String NODE_TOO = "2001:db8:1::2";

    @ParameterizedTest
    @EnumSource(KubeProxyMode.class)
    void a_pod_comes_to_an_endpoint_by_the_cluster_IP(KubeProxyMode mode) {
        assertFlow(scenario(mode, "::/0"), POD, "fd00:172:30::41", 80, ENDPOINTS, false);
    }

    @ParameterizedTest
    @EnumSource(KubeProxyMode.class)
    void a_node_port_answers_outside_and_on_the_node_and_is_masqueraded(KubeProxyMode mode) {
        Scenario scenario = scenario(mode, "192.168.0.0/24", "2001:db8::/64");
        assertFlow(scenario, OUTSIDE, NODE, 3001, ENDPOINTS, true);
        assertFlow(scenario, NODE, NODE, 3001, ENDPOINTS, true);
    }

    @ParameterizedTest
    @EnumSource(KubeProxyMode.class)
    void a_second_address_has_node_ports_if_nodePortAddresses_has_it(KubeProxyMode mode) {
        Scenario both = scenario(mode, "2001:db8::/64", "2001:db8:1::2/128");
        assertFlow(both, OUTSIDE, NODE_TOO, 3001, ENDPOINTS, true);
        Scenario first = scenario(mode, "192.168.0.0/24", "2001:db8::/64");
        assertFlow(first, OUTSIDE, NODE_TOO, 3001, Set.of(), false);
    }

    @Test
    void the_loopback_address_of_IPv6_has_no_node_ports() {
        assertFlow(scenario(KubeProxyMode.IPTABLES), "::1", "::1", 3001, Set.of(), false);
    }

    @Test
    void an_expected_endpoint_may_be_written_in_any_form_of_an_address() throws JsonProcessingException {
        JsonNode packet = new ObjectMapper().readTree("""
                {
                  "name": "any form", "sourceIP": "::1", "destIP": "fd00:0172:30::41", "destPort": 80,
                  "expect": { "outputs": [ "[FD00:0010:180:0::1]:80", "10.180.0.1:80", "REJECT" ] }
                }
                """);
        assertEquals(
                Set.of("[fd00:10:180::1]:80", "10.180.0.1:80", "REJECT"),
                FlowPacket.of(packet).outputs());
    }

    private static Scenario scenario(KubeProxyMode mode, String... nodePortAddresses) {
        try {
            ObjectNode scenario = (ObjectNode) new ObjectMapper().readTree(SCENARIO);
            ArrayNode addresses = ((ObjectNode) scenario.path("config")).putArray("nodePortAddresses");
            List.of(nodePortAddresses).forEach(addresses::add);
            return Scenario.of(scenario, mode);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertFlow(
            Scenario scenario, String from, String to, int port, Set<String> outputs, boolean masquerade) {
        FlowPacket packet = new FlowPacket(
                from + " to " + to, "tcp", IpAddress.parse(from), IpAddress.parse(to), port, outputs, masquerade);
        assertEquals(List.of(), FlowAnswers.ask(scenario, packet).differences(packet));
    }
}
