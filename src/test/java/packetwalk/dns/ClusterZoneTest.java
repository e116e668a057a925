package packetwalk.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import packetwalk.net.DnsName;
import packetwalk.net.DnsQuestion;
import packetwalk.net.DnsType;
import packetwalk.program.dns.Zone;

/** What the cluster's DNS says, name by name: the specification's examples and CoreDNS' behaviour beyond it. */
class ClusterZoneTest {

    private final ClusterIndex index = ClusterIndex.of(
            List.of(namespace("default"), namespace("kube-system")),
            List.of(
                    service("service-test", "ClusterIP", "10.3.241.152"),
                    service("dual", "ClusterIP", "10.3.240.7", "fd00:3::7"),
                    service("web", "ClusterIP", "None"),
                    service("empty", "ClusterIP", "None"),
                    external("out", "www.example.com")),
            List.of(slice("web-abc", "web"), slice("service-test-abc", "service-test")));
    private final ClusterZone zone = new ClusterZone(DnsName.of("cluster.local"), index, ClusterZone.TTL);

    private static Namespace namespace(String name) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .build();
    }

    private static Service service(String name, String type, String... addresses) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withType(type)
                .withClusterIP(addresses[0])
                .withClusterIPs(addresses)
                .addNewPort()
                .withName("http")
                .withProtocol("TCP")
                .withPort(80)
                .endPort()
                .endSpec()
                .build();
    }

    private static Service external(String name, String other) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withType("ExternalName")
                .withExternalName(other)
                .endSpec()
                .build();
    }

    /** Three endpoints: one with a name, one without, one that is not ready. */
    private static EndpointSlice slice(String name, String service) {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .withLabels(Map.of("kubernetes.io/service-name", service))
                .endMetadata()
                .withAddressType("IPv4")
                .addNewPort()
                .withName("http")
                .withProtocol("TCP")
                .withPort(8080)
                .endPort()
                .addNewEndpoint()
                .withAddresses("10.0.1.2")
                .withHostname("web-0")
                .endEndpoint()
                .addNewEndpoint()
                .withAddresses("10.0.2.2")
                .withNewConditions()
                .withReady(true)
                .endConditions()
                .endEndpoint()
                .addNewEndpoint()
                .withAddresses("10.0.2.9")
                .withNewConditions()
                .withReady(false)
                .endConditions()
                .endEndpoint()
                .build();
    }

    private String ask(String name, String type) {
        Optional<Zone.Answer> answer = zone.answer(new DnsQuestion(DnsName.of(name), DnsType.of(type)));
        if (answer.isEmpty()) {
            return "not mine";
        }
        String records = answer.get().answers().stream()
                .map(record -> record.type() + " " + record.data())
                .collect(Collectors.joining(", "));
        return records.isEmpty() ? answer.get().rcode().toString() : records;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "service-test.default.svc.cluster.local | A | A 10.3.241.152",
                "SERVICE-TEST.Default.svc.cluster.local | A | A 10.3.241.152",
                "service-test.default.svc.cluster.local | AAAA | NOERROR",
                "service-test.default.svc.cluster.local | TXT | NOERROR",
                "service-test.other.svc.cluster.local | A | NXDOMAIN",
                "other.default.svc.cluster.local | A | NXDOMAIN",
                "dual.default.svc.cluster.local | A | A 10.3.240.7",
                "dual.default.svc.cluster.local | AAAA | AAAA fd00:3::7",
                "_http._tcp.service-test.default.svc.cluster.local | SRV "
                        + "| SRV 0 100 80 service-test.default.svc.cluster.local.",
                "_http._tcp.service-test.default.svc.cluster.local | A | A 10.3.241.152",
                "_http._udp.service-test.default.svc.cluster.local | SRV | NXDOMAIN",
                "_other._tcp.service-test.default.svc.cluster.local | SRV | NXDOMAIN",
                "web.default.svc.cluster.local | A | A 10.0.1.2, A 10.0.2.2",
                "_http._tcp.web.default.svc.cluster.local | SRV "
                        + "| SRV 0 50 8080 web-0.web.default.svc.cluster.local., "
                        + "SRV 0 50 8080 10-0-2-2.web.default.svc.cluster.local.",
                "web-0.web.default.svc.cluster.local | A | A 10.0.1.2",
                "10-0-2-2.web.default.svc.cluster.local | A | A 10.0.2.2",
                "10-0-2-9.web.default.svc.cluster.local | A | NXDOMAIN",
                "web-0.service-test.default.svc.cluster.local | A | A 10.0.1.2",
                "empty.default.svc.cluster.local | A | NXDOMAIN",
                "out.default.svc.cluster.local | A | CNAME www.example.com.",
                "out.default.svc.cluster.local | CNAME | CNAME www.example.com.",
                "out.default.svc.cluster.local | MX | NOERROR",
                "x.out.default.svc.cluster.local | A | NXDOMAIN",
                "10-0-1-2.default.pod.cluster.local | A | A 10.0.1.2",
                "10-0-1-2.nowhere.pod.cluster.local | A | NXDOMAIN",
                "server-1.default.pod.cluster.local | A | NXDOMAIN",
                "cluster.local | A | NOERROR",
                "svc.cluster.local | A | NOERROR",
                "default.svc.cluster.local | A | NOERROR",
                "nowhere.svc.cluster.local | A | NXDOMAIN",
                "www.cluster.local | A | NXDOMAIN",
                "a.b.c.d.default.svc.cluster.local | A | NXDOMAIN",
                "dns-version.cluster.local | TXT | TXT \\# 6",
                "152.241.3.10.in-addr.arpa | PTR | PTR service-test.default.svc.cluster.local.",
                "2.1.0.10.in-addr.arpa | PTR | PTR web-0.web.default.svc.cluster.local., "
                        + "PTR web-0.service-test.default.svc.cluster.local.",
                "9.2.0.10.in-addr.arpa | PTR | not mine",
                "1.1.1.1.in-addr.arpa | PTR | not mine",
                "www.example.com | A | not mine",
            })
    void a_name_stands_for_what_the_specification_says(String name, String type, String answer) {
        assertEquals(answer, ask(name, type));
    }

    @Test
    void a_no_carries_the_zones_SOA_and_an_SRV_the_addresses_that_one_will_want_next() {
        Zone.Answer no = zone.answer(new DnsQuestion(DnsName.of("x.default.svc.cluster.local"), DnsType.A))
                .orElseThrow();
        assertEquals(
                "cluster.local.\t30\tIN\tSOA\tns.dns.cluster.local. hostmaster.cluster.local. 9 7200 1800 86400 30",
                no.authority().get(0).toString());
        Zone.Answer srv = zone.answer(new DnsQuestion(DnsName.of("web.default.svc.cluster.local"), DnsType.SRV))
                .orElseThrow();
        assertTrue(srv.additional()
                .get(0)
                .toString()
                .startsWith("web-0.web.default.svc.cluster.local.\t30\tIN\tA\t10.0.1.2"));
    }

    @Test
    void what_is_changed_or_taken_away_is_gone_from_every_answer() {
        index.put(service("service-test", "ClusterIP", "10.3.241.153"));
        assertEquals("A 10.3.241.153", ask("service-test.default.svc.cluster.local", "A"));
        assertEquals("not mine", ask("152.241.3.10.in-addr.arpa", "PTR"));
        index.remove(slice("web-abc", "web"));
        assertEquals("NXDOMAIN", ask("web.default.svc.cluster.local", "A"));
        assertEquals("PTR web-0.service-test.default.svc.cluster.local.", ask("2.1.0.10.in-addr.arpa", "PTR"));
        index.remove(service("service-test", "ClusterIP", "10.3.241.153"));
        assertEquals("NXDOMAIN", ask("service-test.default.svc.cluster.local", "A"));
        index.remove(namespace("default"));
        assertEquals("NXDOMAIN", ask("dual.default.svc.cluster.local", "A"));
    }
}
