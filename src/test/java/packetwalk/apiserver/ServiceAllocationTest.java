package packetwalk.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServiceSpecBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import packetwalk.api.ApiFault;
import packetwalk.api.Manifests;
import packetwalk.apiserver.allocation.ServiceRanges;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.time.Simulation;

/** Cluster addresses and node ports: who gets which, who is refused, and what comes back when. */
class ServiceAllocationTest {
    private final ApiServer api = server("10.3.240.0/20");

    @Test
    void the_first_address_is_the_api_servers_own() {
        assertEquals("10.3.240.1", get("kubernetes").getSpec().getClusterIP());
    }

    @Test
    void chance_keeps_out_of_the_static_band() {
        // KEP-3070: min(max(16, 4096/16), 256) = 256 addresses are left for those who ask
        for (int i = 0; i < 200; i++) {
            IpAddress ip = IpAddress.parse(create("web-" + i, "").getSpec().getClusterIP());
            assertTrue(ip.low() > IpAddress.parse("10.3.241.0").low(), ip::toString);
        }
    }

    @Test
    void a_full_range_gives_the_static_band_last_and_then_nothing() {
        ApiServer small = server("10.0.0.0/27");
        Set<String> given = new HashSet<>();
        for (int i = 0; i < 29; i++) {
            given.add(small.create(service("web-" + i, "")).getSpec().getClusterIP());
        }
        assertEquals(29, given.size());
        assertEquals(
                "Internal error occurred: failed to allocate a serviceIP for Service \"late\": range is full",
                assertThrows(ApiFault.class, () -> small.create(service("late", "")))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    clusterIP: 10.3.240.1       | spec.clusterIPs: Invalid value: ["10.3.240.1"]: failed to allocate IP 10.3.240.1: provided IP is already allocated
                    clusterIP: 10.96.0.7        | spec.clusterIPs: Invalid value: ["10.96.0.7"]: failed to allocate IP 10.96.0.7: the provided network does not match the current range
                    clusterIP: 10.3.240.0       | spec.clusterIPs: Invalid value: ["10.3.240.0"]: failed to allocate IP 10.3.240.0: the provided IP (10.3.240.0) is not in the valid range. The range of valid IPs is 10.3.240.0/20
                    clusterIP: 'fd00::7'        | spec.clusterIPs[0]: Invalid value: ["fd00::7"]: IPv6 is not configured on this cluster
                    ipFamilies: [IPv6]          | spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster
                    ipFamilyPolicy: RequireDualStack | spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services
                    ipFamilies: [IPv4, IPv6]    | spec.ipFamilyPolicy: Invalid value: "SingleStack": must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified
                    """)
    void addresses_that_cannot_be_had_are_refused(String field, String refusal) {
        refuses("Service \"web\" is invalid: " + refusal, field + ", ports: [{port: 80}]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    30080 | provided port is already allocated
                    29999 | provided port is not in the valid range. The range of valid ports is 30000-32767
                    32768 | provided port is not in the valid range. The range of valid ports is 30000-32767
                    """)
    void node_ports_that_cannot_be_had_are_refused(int port, String why) {
        create("first", "type: NodePort, ports: [{port: 80, nodePort: 30080}]");
        refuses(
                "Service \"web\" is invalid: spec.ports[0].nodePort: Invalid value: " + port + ": " + why,
                "type: NodePort, ports: [{port: 80, nodePort: " + port + "}]");
    }

    @Test
    void a_refused_service_leaves_nothing_behind() {
        refuses(
                "Service \"web\" is invalid: spec.ports[1].nodePort: Invalid value: 1: provided port is not in the valid"
                        + " range. The range of valid ports is 30000-32767",
                "type: NodePort, clusterIP: 10.3.240.9, ports: [{name: a, port: 80, nodePort: 30080},"
                        + " {name: b, port: 81, nodePort: 1}]");
        Service service = create("web", "type: NodePort, clusterIP: 10.3.240.9, ports: [{port: 80, nodePort: 30080}]");
        assertEquals(30080, nodePort(service));
    }

    @Test
    void a_deleted_service_gives_back_what_it_had() {
        create("web", "type: NodePort, clusterIP: 10.3.240.9, ports: [{port: 80, nodePort: 30080}]");
        api.delete(Service.class, "default", "web");
        create("other", "type: NodePort, clusterIP: 10.3.240.9, ports: [{port: 80, nodePort: 30080}]");
    }

    @Test
    void tcp_and_udp_of_one_port_share_a_node_port() {
        Service dns = create("dns", "type: NodePort, ports: [{name: a, port: 53}, {name: b, port: 53, protocol: UDP}]");
        assertEquals(
                dns.getSpec().getPorts().get(0).getNodePort(),
                dns.getSpec().getPorts().get(1).getNodePort());
    }

    @Test
    void a_balancer_that_keeps_traffic_local_gets_a_port_for_its_health_checks() {
        Service web = create("web", "type: LoadBalancer, externalTrafficPolicy: Local, ports: [{port: 80}]");
        int port = web.getSpec().getHealthCheckNodePort();
        assertTrue(port >= 30000 && port <= 32767, () -> "" + port);
        Service cluster = edit("web", spec -> spec.withExternalTrafficPolicy("Cluster"));
        assertNull(cluster.getSpec().getHealthCheckNodePort());
        create("other", "type: NodePort, ports: [{port: 80, nodePort: " + port + "}]");
    }

    @Test
    void what_was_allocated_is_kept_though_a_manifest_does_not_name_it() {
        Service before = create("web", "type: NodePort, ports: [{name: a, port: 80}]");
        Service after = api.update((Service) Manifests.read(
                        "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {type: NodePort, ports: [{name: a,"
                                + " port: 81}, {name: b, port: 82}]}}")
                .objects()
                .get(0));
        assertEquals(before.getSpec().getClusterIP(), after.getSpec().getClusterIP());
        assertEquals(nodePort(before), nodePort(after));
        assertNotEquals(nodePort(after), after.getSpec().getPorts().get(1).getNodePort());
    }

    @Test
    void a_change_of_type_gives_back_what_the_new_type_has_no_use_for() {
        Service web = create("web", "type: LoadBalancer, ports: [{port: 80, nodePort: 30080}]");
        String ip = web.getSpec().getClusterIP();
        Service plain = edit("web", spec -> spec.withType("ClusterIP"));
        assertEquals(ip, plain.getSpec().getClusterIP());
        assertNull(plain.getSpec().getPorts().get(0).getNodePort());
        assertNull(plain.getSpec().getExternalTrafficPolicy());
        assertNull(plain.getSpec().getAllocateLoadBalancerNodePorts());
        create("other", "type: NodePort, ports: [{port: 80, nodePort: 30080}]");
        Service name = edit("web", spec -> spec.withType("ExternalName").withExternalName("example.com"));
        assertNull(name.getSpec().getClusterIP());
        assertEquals(List.of(), name.getSpec().getIpFamilies());
        create("heir", "clusterIP: " + ip + ", ports: [{port: 80}]");
        Service back = edit("web", spec -> spec.withType("ClusterIP").withExternalName(null));
        assertTrue(back.getSpec().getClusterIP().startsWith("10.3.2"), back.getSpec()::getClusterIP);
    }

    @Test
    void an_address_once_given_does_not_change() {
        create("web", "ports: [{port: 80}]");
        String message = assertThrows(
                        ApiFault.class,
                        () -> edit(
                                "web", spec -> spec.withClusterIP("10.3.240.77").withClusterIPs("10.3.240.77")))
                .getMessage();
        assertEquals(
                "Service \"web\" is invalid: spec.clusterIPs[0]: Invalid value: [\"10.3.240.77\"]: may not change once set",
                message);
    }

    private Service get(String name) {
        return api.get(Service.class, "default", name);
    }

    private Service create(String name, String spec) {
        return api.create(service(name, spec));
    }

    private Service edit(String name, UnaryOperator<ServiceSpecBuilder> change) {
        Service before = get(name);
        ServiceSpecBuilder spec = change.apply(new ServiceSpecBuilder(before.getSpec()));
        return api.update(new ServiceBuilder(before).withSpec(spec.build()).build());
    }

    private void refuses(String message, String spec) {
        assertEquals(
                message, assertThrows(ApiFault.class, () -> create("web", spec)).getMessage());
        assertTrue(api.find(Service.class, "default", "web").isEmpty());
    }

    private static int nodePort(Service service) {
        return service.getSpec().getPorts().get(0).getNodePort();
    }

    private static Service service(String name, String spec) {
        String fields = spec.isEmpty() ? "ports: [{port: 80}]" : spec;
        return (Service) Manifests.read(
                        "{apiVersion: v1, kind: Service, metadata: {name: " + name + "}, spec: {" + fields + "}}")
                .objects()
                .get(0);
    }

    private static ApiServer server(String range) {
        return new ApiServer(new Simulation(1), ServiceRanges.of(Cidr.parse(range)));
    }
}
