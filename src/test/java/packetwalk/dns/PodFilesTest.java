package packetwalk.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import packetwalk.net.IpAddress;
import packetwalk.program.dns.ResolvConf;

/** What the kubelet writes into a pod. */
class PodFilesTest {

    private static final IpAddress POD_IP = IpAddress.parse("10.0.2.3");

    private final PodFiles files = new PodFiles(
            List.of(IpAddress.parse("10.3.240.10")),
            "cluster.local",
            ResolvConf.parse("nameserver 10.100.0.1\nsearch home.lab\n"));

    private static PodBuilder pod(String policy, boolean hostNetwork) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("client")
                .endMetadata()
                .withNewSpec()
                .withDnsPolicy(policy)
                .withHostNetwork(hostNetwork)
                .endSpec();
    }

    @ParameterizedTest
    @CsvSource({
        "ClusterFirst, false, cluster",
        ", false, cluster",
        "ClusterFirst, true, node",
        "ClusterFirstWithHostNet, true, cluster",
        "Default, false, node",
        "None, false, nothing",
    })
    void the_policy_says_whom_a_pod_asks(String policy, boolean hostNetwork, String whom) {
        String text = files.resolvConf(pod(policy, hostNetwork).build()).text();
        switch (whom) {
            case "cluster" -> assertEquals("""
                        search shop.svc.cluster.local svc.cluster.local cluster.local home.lab
                        nameserver 10.3.240.10
                        options ndots:5
                        """, text);
            case "node" -> assertEquals("search home.lab\nnameserver 10.100.0.1\n", text);
            default -> assertEquals("", text);
        }
    }

    @Test
    void dnsConfig_adds_to_what_the_policy_gives_and_replaces_options_of_the_same_name() {
        Pod pod = pod("ClusterFirst", false)
                .editSpec()
                .withNewDnsConfig()
                .withNameservers("10.3.240.10", "192.0.2.1")
                .withSearches("cluster.local", "my.dns")
                .addNewOption("ndots", "2")
                .addNewOption("edns0", null)
                .endDnsConfig()
                .endSpec()
                .build();
        assertEquals("""
                search shop.svc.cluster.local svc.cluster.local cluster.local home.lab my.dns
                nameserver 10.3.240.10
                nameserver 192.0.2.1
                options ndots:2 edns0
                """, files.resolvConf(pod).text());
    }

    @Test
    void without_cluster_DNS_a_pod_asks_whom_its_node_asks() {
        PodFiles none = new PodFiles(List.of(), "cluster.local", files.node());
        assertEquals(files.node(), none.resolvConf(pod("ClusterFirst", false).build()));
    }

    @Test
    void hosts_has_the_pods_own_name_and_its_aliases() {
        Pod pod = pod("ClusterFirst", false)
                .editSpec()
                .withHostname("web-0")
                .withSubdomain("web")
                .addNewHostAlias()
                .withIp("192.0.2.7")
                .withHostnames("legacy", "legacy.lab")
                .endHostAlias()
                .endSpec()
                .build();
        String text = files.hosts(pod, POD_IP);
        assertTrue(text.endsWith("""
                        10.0.2.3\tweb-0.web.shop.svc.cluster.local\tweb-0

                        # Entries added by HostAliases.
                        192.0.2.7\tlegacy\tlegacy.lab
                        """), text);
        assertEquals(
                List.of(IpAddress.parse("192.0.2.7")),
                files.nameService(pod, POD_IP).hosts().addresses("legacy.lab"));
        assertTrue(files.hosts(pod("Default", false).build(), POD_IP).endsWith("10.0.2.3\tclient\n"));
    }
}
