package packetwalk.proxy.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.proxy.Objects.NODE;
import static packetwalk.proxy.Objects.WEB;
import static packetwalk.proxy.Objects.slice;
import static packetwalk.proxy.Objects.web;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import org.junit.jupiter.api.Test;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.IpFamily;
import packetwalk.proxy.ProxyView;
import packetwalk.time.Simulation;
import packetwalk.tools.Shell;
import packetwalk.trace.At;
import packetwalk.trace.Trace;

/** kube-proxy's transactions, run by the node's own nft. */
class NftablesProxierTest {

    private static final String CHAIN = NftablesNames.SERVICE + NftablesNames.base(WEB);
    private static final long SECOND = 1_000_000_000L;

    private final NetworkNamespace host = new NetworkNamespace(new Simulation(1), new Trace(), "node-a", At.HOST_NETNS);
    private final Shell shell = new Shell(host);
    private LastSync last = LastSync.NONE;
    private long now;

    private static Service service() {
        return web("TCP").build();
    }

    /** A sync, and the commands of its transaction. */
    private List<String> sync(Service service, EndpointSlice... slices) {
        return sync(ProxyView.of(NODE, List.of(service), List.of(slices)));
    }

    private List<String> sync(ProxyView view) {
        String stale = NftablesProxier.deleteStale(NODE, last, now);
        shell.run("nft -f -", stale);
        NftablesSync sync =
                NftablesProxier.sync(NODE, view, last, NftablesNode.loaded(host, IpFamily.IPV4, last.full()), now);
        shell.run("nft -f -", sync.transaction());
        last = sync.next();
        return (stale + sync.transaction()).lines().toList();
    }

    private boolean hasChain() {
        return shell.run("nft list ruleset").contains("chain " + CHAIN + " {");
    }

    @Test
    void what_has_not_changed_is_not_written() {
        sync(service(), slice("TCP", "10.0.0.1", "10.0.1.1"));
        assertEquals(List.of(), sync(service(), slice("TCP", "10.0.0.1", "10.0.1.1")));
    }

    @Test
    void another_endpoint_writes_its_services_chain_and_no_other() {
        sync(service(), slice("TCP", "10.0.0.1", "10.0.1.1"));
        assertEquals(
                List.of(
                        "add chain ip kube-proxy " + CHAIN,
                        "flush chain ip kube-proxy " + CHAIN,
                        "add rule ip kube-proxy " + CHAIN + " meta l4proto tcp dnat to 10.0.1.1:8080",
                        "delete element ip kube-proxy hairpin-connections { 10.0.0.1 . 10.0.0.1 . tcp . 8080 }"),
                sync(service(), slice("TCP", "10.0.1.1")));
    }

    @Test
    void a_chain_that_nobody_needs_is_emptied_and_a_second_later_deleted() {
        sync(service(), slice("TCP", "10.0.0.1"));
        List<String> emptied = sync(service());
        assertTrue(emptied.contains("flush chain ip kube-proxy " + CHAIN), emptied::toString);
        assertTrue(hasChain());
        now += SECOND;
        sync(service());
        assertTrue(hasChain());
        now += 2 * SECOND;
        assertEquals("delete chain ip kube-proxy " + CHAIN, sync(service()).get(0));
        assertTrue(!hasChain());
    }

    @Test
    void a_stale_chain_that_is_needed_again_stays() {
        sync(service(), slice("TCP", "10.0.0.1"));
        sync(service());
        sync(service(), slice("TCP", "10.0.0.1"));
        now += 5 * SECOND;
        sync(service(), slice("TCP", "10.0.0.1"));
        assertTrue(hasChain());
    }

    @Test
    void a_process_that_starts_anew_finds_what_the_one_before_left() {
        sync(service(), slice("TCP", "10.0.0.1", "10.0.1.1"));
        String before = shell.run("nft list ruleset");
        last = LastSync.NONE;
        List<String> again = sync(service(), slice("TCP", "10.0.0.1", "10.0.1.1"));
        assertTrue(again.stream().noneMatch(line -> line.contains(" element ")), again::toString);
        assertEquals(
                before.lines().sorted().toList(),
                shell.run("nft list ruleset").lines().sorted().toList());
    }

    @Test
    void after_a_refusal_all_is_written_anew() {
        sync(service(), slice("TCP", "10.0.0.1"));
        last = last.failed();
        shell.run("nft flush ruleset");
        sync(service(), slice("TCP", "10.0.0.1"));
        assertTrue(hasChain());
    }

    @Test
    void a_set_of_clients_takes_over_another_time_without_forgetting_them() {
        Service sticky = web("TCP")
                .editSpec()
                .withSessionAffinity("ClientIP")
                .withNewSessionAffinityConfig()
                .withNewClientIP(100)
                .endSessionAffinityConfig()
                .endSpec()
                .build();
        sync(sticky, slice("TCP", "10.0.0.1"));
        assertTrue(shell.run("nft list ruleset").contains("timeout 1m40s"));
        sticky.getSpec().getSessionAffinityConfig().getClientIP().setTimeoutSeconds(200);
        sync(sticky, slice("TCP", "10.0.0.1"));
        assertTrue(shell.run("nft list ruleset").contains("timeout 3m20s"));
    }
}
