package packetwalk.proxy.iptables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.proxy.Objects.NODE;
import static packetwalk.proxy.Objects.WEB;
import static packetwalk.proxy.Objects.slice;
import static packetwalk.proxy.Objects.web;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import packetwalk.proxy.NodeConfig;
import packetwalk.proxy.ProxyView;
import packetwalk.proxy.RestoreForm;
import packetwalk.proxy.ServiceName;
import packetwalk.proxy.ServicePortName;

class IptablesProxierTest {

    private static ProxyView view(Service service, EndpointSlice... slices) {
        return ProxyView.of(NODE, List.of(service), List.of(slices));
    }

    private static String sync(NodeConfig node, ProxyView view) {
        return IptablesProxier.sync(node, view, LastSync.none(Set.of())).restore();
    }

    private static List<String> nat(String restore, String chain) {
        return RestoreForm.of(restore).chains("nat").getOrDefault(chain, List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "ns1, svc1, p80, KUBE-SVC-XPGD46QRK7WJZT7O",
        "ns2, svc2, p80, KUBE-SVC-GNZBNJ2PO5MGZ6GT",
        "ns2, svc2, p8080, KUBE-SVC-2VJB64SDSIJUP5T6",
        "ns4, svc4, p8082, KUBE-SVC-EBDQOQU5SJFXRIL3"
    })
    void aChainsNameIsAHashOfItsPort(String namespace, String name, String port, String chain) {
        assertEquals(
                chain, ChainNames.clusterPolicy(new ServicePortName(new ServiceName(namespace, name), port, "TCP")));
    }

    @Test
    void eachEndpointIsAsLikelyAsTheOthers() {
        String restore = sync(NODE, view(web("TCP").build(), slice("TCP", "10.0.0.1", "10.0.0.2", "10.0.1.1")));
        List<String> choice = nat(restore, ChainNames.clusterPolicy(WEB));
        assertEquals(4, choice.size());
        assertTrue(choice.get(1).contains("--probability 0.3333333333 -j KUBE-SEP-"), choice.get(1));
        assertTrue(choice.get(2).contains("--probability 0.5000000000 -j KUBE-SEP-"), choice.get(2));
        assertFalse(choice.get(3).contains("statistic"), choice.get(3));
    }

    @Test
    void withoutEndpointsACallIsRefused() {
        List<String> services = RestoreForm.of(sync(NODE, view(web("TCP").build())))
                .chains("filter")
                .get("KUBE-SERVICES");
        assertEquals(
                List.of(
                        "-m comment --comment \"ns/web has no endpoints\" -m tcp -p tcp -d 172.30.0.10 --dport 80 -j REJECT"),
                services);
    }

    @Test
    void aPartialSyncWritesOnlyTheChainsOfWhatChanged() {
        ProxyView before = view(web("TCP").build(), slice("TCP", "10.0.0.1"));
        IptablesSync same = IptablesProxier.sync(NODE, before, LastSync.of(before, Set.of()));
        assertEquals(List.of(), nat(same.restore(), ChainNames.clusterPolicy(WEB)));
        assertEquals(2, nat(same.restore(), "KUBE-SERVICES").size());
        assertEquals(List.of(), same.jumps());
    }

    @Test
    void aFullSyncWritesAllAndEnsuresTheJumps() {
        ProxyView before = view(web("TCP").build(), slice("TCP", "10.0.0.1"));
        IptablesSync full =
                IptablesProxier.sync(NODE, before, LastSync.of(before, Set.of()).needingFull());
        assertEquals(2, nat(full.restore(), ChainNames.clusterPolicy(WEB)).size());
        assertEquals(Jump.ALL, full.jumps());
    }

    @Test
    void chainsThatNobodyNeedsAnyMoreAreDeletedAndOthersLeftAlone() {
        Set<String> there = Set.of("KUBE-SEP-AAAAAAAAAAAAAAAA", "KUBE-HOSTPORTS", "PREROUTING");
        String restore = IptablesProxier.sync(NODE, view(web("TCP").build()), LastSync.none(there))
                .restore();
        assertTrue(restore.contains(":KUBE-SEP-AAAAAAAAAAAAAAAA - [0:0]\n"));
        assertTrue(restore.contains("-X KUBE-SEP-AAAAAAAAAAAAAAAA\n"));
        assertFalse(restore.contains("KUBE-HOSTPORTS"));
    }

    @Test
    void inALargeClusterRulesGoWithoutComments() {
        String[] many = new String[IptablesProxier.LARGE_CLUSTER_ENDPOINTS + 1];
        for (int i = 0; i < many.length; i++) {
            many[i] = "10.1." + i / 250 + "." + (i % 250 + 1);
        }
        ProxyView view = view(web("TCP").build(), slice("TCP", many));
        assertTrue(IptablesProxier.isLarge(view));
        String last = nat(sync(NODE, view), ChainNames.clusterPolicy(WEB)).get(many.length);
        assertTrue(last.startsWith("-j KUBE-SEP-"), last);
    }

    @Test
    void aNodeThatShutsNodePortsOutOfLocalhostHasNoRuleForIt() {
        String restore = sync(
                NODE.with(NODE.options().withNodePorts(true, List.of("192.168.0.0/24"))),
                view(web("TCP").build()));
        assertFalse(restore.contains("127.0.0.0/8"), restore);
        assertTrue(restore.contains("-d 192.168.0.2 -j KUBE-NODEPORTS"), restore);
    }

    @Test
    void udpThatLostItsEndpointIsNamed() {
        ProxyView before = view(web("UDP").build(), slice("UDP", "10.0.0.1"));
        ProxyView now = view(web("UDP").build(), slice("UDP", "10.0.0.2"));
        assertTrue(IptablesProxier.sync(NODE, now, LastSync.of(before, Set.of()))
                .stale()
                .isPresent());
        assertTrue(IptablesProxier.sync(NODE, now, LastSync.of(now, Set.of()))
                .stale()
                .isEmpty());
    }

    @Test
    void aMarkOutsideThePacketsMarkIsRefused() {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class, () -> NODE.options().withMasquerade(false, 32));
        assertEquals("masqueradeBit 32 is no bit of a packet's mark; use 0 to 31", refusal.getMessage());
    }
}
