package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;

import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import packetwalk.agent.ProxyMode;
import packetwalk.net.IpFamily;
import packetwalk.trace.Walk;

/** A cluster of both families: what it is given, what its Services have, which way its clients take. */
class DualStackTest {

    private static ClusterScope described() {
        return cluster()
                .dualStack()
                .node("10.100.0.2")
                .pod("server-1")
                .label("app", "web")
                .listen("http", 8080)
                .node("10.100.0.3")
                .pod("server-2")
                .label("app", "web")
                .listen("http", 8080)
                .pod("client");
    }

    private static Cluster withService(String policy) {
        return described()
                .service("web")
                .ipFamilyPolicy(policy)
                .clusterIp("10.3.241.152")
                .selector("app", "web")
                .port(80, "http")
                .nodePort(32213)
                .up();
    }

    private static String field(Cluster k8s, String object, String path) {
        return k8s.kubectl("get " + object + " -o jsonpath={" + path + "}").text();
    }

    private static void policy(Cluster k8s, String policy) {
        k8s.kubectl("patch svc web -p '{\"spec\":{\"ipFamilyPolicy\":\"" + policy + "\"}}'");
        k8s.advance(Duration.ofSeconds(3));
    }

    @Test
    void nodes_pods_and_the_router_have_both_and_the_first_is_the_primary() {
        Cluster k8s = described().up();

        assertEquals("[10.100.0.2, fd00:100::2]", k8s.node("node-1").addresses().toString());
        assertEquals("[10.0.2.3, fd00:10:0:2::3]", k8s.pod("client").addresses().toString());
        assertEquals("10.0.2.3", field(k8s, "pod client", ".status.podIP"));
        assertEquals("10.0.2.3 fd00:10:0:2::3", field(k8s, "pod client", ".status.podIPs[*].ip"));
        assertEquals("10.100.0.3 fd00:100::3", field(k8s, "pod client", ".status.hostIPs[*].ip"));
        assertEquals("[\"10.0.2.0/24\",\"fd00:10:0:2::/64\"]", field(k8s, "node node-2", ".spec.podCIDRs"));
        assertTrue(k8s.router().ip("-6 route").text().contains("fd00:10:0:2::/64 via fd00:100::3"));
        assertEquals("node-1", k8s.node("fd00:100::2").name());
        answered(k8s.pod("client")
                .ping(k8s.pod("server-1").address(IpFamily.IPV6).toString()));
    }

    @Test
    void ipv6_may_be_the_primary() {
        Cluster k8s = cluster()
                .ipFamilies("IPv6", "IPv4")
                .node("fd00:100::2,10.100.0.9")
                .pod("client")
                .service("web")
                .ipFamilyPolicy("PreferDualStack")
                .selector("app", "web")
                .port(80)
                .up();

        assertEquals("[fd00:10:0:1::2, 10.0.1.2]", k8s.pod("client").addresses().toString());
        assertEquals("[\"IPv6\",\"IPv4\"]", field(k8s, "svc web", ".spec.ipFamilies"));
        assertEquals("[\"IPv6\"]", field(k8s, "svc kubernetes", ".spec.ipFamilies"));
        assertEquals("10.100.0.9", k8s.node("node-1").address(IpFamily.IPV4).toString());
    }

    @Test
    void a_service_that_says_nothing_has_the_primary_family_alone() {
        Cluster k8s = withService("SingleStack");

        assertEquals("[\"IPv4\"]", field(k8s, "svc web", ".spec.ipFamilies"));
        assertEquals(1, k8s.service("web").clusterIps().size());
        assertEquals("IPv4", field(k8s, "endpointslices", ".items[0].addressType"));
        assertFalse(k8s.node("node-1").sh("ip6tables-save -t nat").text().contains("default/web"));
    }

    @Test
    void the_cluster_has_both_also_if_that_is_said_after_a_service() {
        Cluster k8s =
                cluster().node("10.100.0.2").service("web").port(80).dualStack().up();
        assertEquals(2, k8s.node("node-1").addresses().size());
        assertEquals(1, k8s.service("web").clusterIps().size());
    }

    @Test
    void one_that_wants_both_has_an_address_slices_and_rules_of_each() {
        Cluster k8s = withService("PreferDualStack");

        assertEquals("10.3.241.152", k8s.service("web").clusterIps().get(0).toString());
        assertEquals(2, k8s.service("web").clusterIps().size());
        assertEquals(
                Set.of("10.0.1.2:8080", "10.0.2.2:8080", "[fd00:10:0:1::2]:8080", "[fd00:10:0:2::2]:8080"),
                Set.copyOf(k8s.service("web").endpoints()));
        for (Object address : k8s.service("web").clusterIps()) {
            String host = address.toString().contains(":") ? "[" + address + "]" : address.toString();
            assertEquals(
                    2,
                    k8s.pod("client").load("http://" + host + "/", 30).answers().size());
        }
        answered(k8s.node("node-1").get("http://[fd00:100::3]:32213/"));
        answered(k8s.node("node-1").get("http://10.100.0.3:32213/"));
    }

    @Test
    void a_policy_can_be_changed_there_and_back() {
        Cluster k8s = withService("SingleStack");
        policy(k8s, "RequireDualStack");
        assertEquals(2, k8s.service("web").clusterIps().size());
        String second = k8s.service("web").clusterIps().get(1).toString();
        answered(k8s.pod("client").get("http://[" + second + "]/"));

        policy(k8s, "SingleStack");
        assertEquals(1, k8s.service("web").clusterIps().size());
        assertEquals(2, k8s.service("web").endpoints().size());
        assertFalse(k8s.pod("client").get("http://[" + second + "]/").answered());
        k8s.apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: other}
                spec: {clusterIP: "%s", ipFamilies: [IPv6], ports: [{port: 80}]}
                """.formatted(second));
    }

    @Test
    void a_client_tries_ipv6_first_as_glibc_sorts_and_is_seen_by_it() {
        Cluster k8s = withService("PreferDualStack");

        Walk walk = k8s.pod("client").get("http://web/");

        assertTrue(walk.output().contains("you are fd00:10:0:2::3"), walk::output);
        assertTrue(k8s.pod("client")
                .dig("+short web.default.svc.cluster.local")
                .output()
                .contains("10.3.241.152"));
        assertTrue(k8s.pod("client")
                .nslookup("web")
                .output()
                .contains("Address: " + k8s.service("web").clusterIps().get(1)));
    }

    @Test
    void curl_asks_ipv4_where_ipv6_refuses_and_after_200_ms_where_it_is_silent() {
        Cluster k8s = withService("PreferDualStack");
        Pod client = k8s.pod("client");
        String six = k8s.service("web").clusterIps().get(1).toString();

        client.sh("ip6tables -A OUTPUT -d " + six + " -p tcp -j REJECT --reject-with tcp-reset");
        Walk refused = client.curl("-v http://web/");
        assertTrue(refused.output().contains("you are 10.0.2.3"), refused::output);
        assertTrue(refused.output().contains("connect to " + six + " port 80 failed"), refused::output);

        client.sh("ip6tables -F OUTPUT");
        client.sh("ip6tables -A OUTPUT -d " + six + " -j DROP");
        long before = k8s.now().toMillis();
        Walk silent = client.get("http://web/");
        assertTrue(silent.output().contains("you are 10.0.2.3"), silent::output);
        long took = k8s.now().toMillis() - before;
        assertTrue(took >= 200, () -> took + " ms");
    }

    @Test
    void a_headless_service_has_records_of_both() {
        Cluster k8s = described()
                .service("web")
                .headless()
                .ipFamilyPolicy("PreferDualStack")
                .selector("app", "web")
                .port(8080)
                .up();

        String sixes = k8s.pod("client")
                .dig("+short AAAA web.default.svc.cluster.local")
                .output();
        assertEquals(
                Set.of("fd00:10:0:1::2", "fd00:10:0:2::2"), Set.of(sixes.strip().split("\n")));
        Walk walk = k8s.pod("client").get("http://web:8080/");
        assertEquals("server-2 (you are fd00:10:0:2::3)", walk.output().strip(), "the one of its own subnet first");
    }

    @Test
    void the_status_of_a_balancer_of_both_families_is_served_by_both_families_rules() {
        Cluster k8s = described()
                .service("web")
                .type("LoadBalancer")
                .ipFamilyPolicy("RequireDualStack")
                .selector("app", "web")
                .port(80, "http")
                .up();
        Inside.api(k8s)
                .editStatus(
                        io.fabric8.kubernetes.api.model.Service.class,
                        "default",
                        "web",
                        web -> new ServiceBuilder(web)
                                .editOrNewStatus()
                                .withNewLoadBalancer()
                                .addNewIngress()
                                .withIp("198.51.100.9")
                                .withIpMode("VIP")
                                .endIngress()
                                .addNewIngress()
                                .withIp("2001:db8:9::9")
                                .withIpMode("VIP")
                                .endIngress()
                                .endLoadBalancer()
                                .endStatus()
                                .build());
        k8s.advance(Duration.ofSeconds(3));

        answered(k8s.pod("client").get("http://198.51.100.9/"));
        answered(k8s.pod("client").get("http://[2001:db8:9::9]/"));
        assertTrue(k8s.kubectl("get svc web").text().contains("198.51.100.9,2001:db8:9::9"));
    }

    @Test
    void a_node_that_starts_again_has_both_families_again() {
        Cluster k8s = withService("PreferDualStack");
        k8s.node("node-1").powerOff();
        k8s.advance(Duration.ofSeconds(60));
        k8s.node("node-1").powerOn();
        k8s.advance(Duration.ofSeconds(60));

        assertEquals("[10.100.0.2, fd00:100::2]", k8s.node("node-1").addresses().toString());
        answered(k8s.node("node-1").ping("fd00:100::3"));
        assertEquals(4, k8s.service("web").endpoints().size());
        Pod server = k8s.pod("server-1");
        answered(k8s.pod("client").ping(server.address(IpFamily.IPV6).toString()));
    }

    @Test
    void kube_proxys_health_tells_of_both_families() {
        String health = withService("PreferDualStack")
                .node("node-1")
                .get("http://127.0.0.1:10256/healthz")
                .output();

        assertTrue(health.contains("\"IPv4\":{"), health);
        assertTrue(health.contains("\"IPv6\":{"), health);
    }

    @Test
    void a_single_stack_cluster_has_no_ipv6_at_all() {
        Cluster k8s = cluster()
                .node("10.100.0.2")
                .pod("client")
                .service("web")
                .selector("a", "b")
                .port(80)
                .up();

        for (Netns each : List.of(k8s.node("node-1"), k8s.pod("client"), k8s.router())) {
            assertFalse(each.namespace().hasIpv6(), each::name);
        }
        assertThrows(IllegalArgumentException.class, () -> k8s.kubectl("create -f -", """
                apiVersion: v1
                kind: Service
                metadata: {name: both}
                spec: {ipFamilyPolicy: RequireDualStack, ports: [{port: 80}]}
                """));
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void one_seed_is_one_cluster(String primary) {
        String other = primary.equals("IPv4") ? "IPv6" : "IPv4";
        String node = primary.equals("IPv4") ? "10.100.0.2" : "fd00:100::2";
        String first = cluster()
                .ipFamilies(primary, other)
                .node(node)
                .pod("a")
                .up()
                .pod("a")
                .ip("addr")
                .text();
        String second = cluster()
                .ipFamilies(primary, other)
                .node(node)
                .pod("a")
                .up()
                .pod("a")
                .ip("addr")
                .text();

        assertEquals(first, second);
    }

    @Test
    void what_does_not_fit_is_refused_by_name() {
        refused("fd00:100::2 is IPv6, and this cluster has IPv4 only", cluster().node("fd00:100::2"));
        refused(
                "would need IPVS of IPv6",
                cluster().dualStack().proxyMode(ProxyMode.IPVS).node("10.100.0.2"));
        refused(
                "never served IPv6 as a cluster's primary family",
                cluster().ipFamilies("IPv6").proxyMode(ProxyMode.USERSPACE).node("fd00:100::2"));
        refused(
                "the cloud's balancers have IPv4",
                cluster().ipFamilies("IPv6").cloud().node("fd00:100::2"));
        refused(
                "lies outside its router's network fd00:100::/64",
                cluster().dualStack().node("10.100.0.2,fd00:200::2"));
        refused(
                "clusterCidr fd00:11::/127 has no room for a bridge and a pod; take a /126 or larger",
                cluster().ipFamilies("IPv6").clusterCidr("fd00:11::/127").node("fd00:100::2"));
        refused(
                "the nodes' network fe80::/64 has addresses that no router passes on",
                cluster().ipFamilies("IPv6").router("fe80::1/64").node("fe80::2"));
        refused("podCidr fd00:11::/64", cluster().dualStack().node("10.100.0.2").podCidr("fd00:11::/64"));
        assertThrows(IllegalArgumentException.class, () -> cluster().ipFamilies("IPv4", "IPv4"));
        assertThrows(IllegalArgumentException.class, () -> cluster().ipFamilies("IPv5"));
    }

    @Test
    void who_looks_for_neighbours_loses_nothing() {
        Cluster k8s = described().up();
        Pod client = k8s.pod("client");

        Walk walk = client.ping("fd00:100::2");

        answered(walk);
        assertEquals(Optional.empty(), walk.drop());
        assertTrue(walk.text().contains("NDP: "), walk::text);
    }

    private static void refused(String words, ClusterScope described) {
        refused(words, described::up);
    }

    private static void refused(String words, Executable done) {
        String message = assertThrows(IllegalArgumentException.class, done).getMessage();
        assertTrue(message.contains(words), message);
    }

    @Test
    void a_mode_that_does_not_serve_the_families_is_refused_by_a_restart_and_the_one_that_was_goes_on() {
        Cluster k8s = withService("PreferDualStack");
        var proxy = k8s.node("node-1").kubeProxy();
        refused("would need IPVS of IPv6", () -> proxy.restart(ProxyMode.IPVS));

        assertEquals(ProxyMode.IPTABLES, proxy.mode());
        assertTrue(proxy.running());
        answered(k8s.pod("client").get("http://web"));
        var alone = cluster().ipFamilies("IPv6").node("fd00:100::2").up();
        refused("never served IPv6", () -> alone.node("node-1").kubeProxy().restart(ProxyMode.USERSPACE));
    }

    @Test
    void arping_of_ipv6_is_refused_and_nothing_is_left_behind() {
        Cluster k8s = described().up();
        refused(
                "Address family for hostname not supported",
                () -> k8s.pod("client").arping("fd00:10:0:2::1"));

        k8s.advance(Duration.ofSeconds(5));
        answered(k8s.pod("client").ping("10.0.2.1"));
    }

    @Test
    void curl_asks_for_the_family_that_it_is_told_to_use() {
        Cluster k8s = withService("PreferDualStack");
        assertTrue(k8s.pod("client").curl("-4 http://web").output().contains("10.0."));
        assertTrue(k8s.pod("client").curl("-6 http://web").output().contains("fd00:10:0:"));

        policy(k8s, "SingleStack");
        assertTrue(k8s.pod("client").curl("-6 http://web").output().contains("(6) Could not resolve host: web"));
    }
}
