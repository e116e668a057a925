package packetwalk.proxy.nftables;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import packetwalk.proxy.NodeConfig;
import packetwalk.proxy.ProxyEndpoint;
import packetwalk.proxy.ProxyView;
import packetwalk.proxy.ServiceName;
import packetwalk.proxy.StaleFlows;

/**
 * kube-proxy in nftables mode, as a function; pkg/proxy/nftables/proxier.go {@code syncProxyRules}.
 *
 * <p>A sync is one transaction. The first writes all; those after it write the chains of Services that changed, and of
 * elements what is new, other or gone. A chain that nobody needs is emptied now and deleted by a later sync, as kernels
 * before 6.2 notice only after a moment that nothing leads to it.
 */
public final class NftablesProxier {

    /** How long a chain has been empty before it is deleted, in nanoseconds. */
    private static final long STALE_NANOS = 1_000_000_000L;

    private final NodeConfig node;
    private final ProxyView view;
    private final LastSync last;
    private final Loaded loaded;
    private final Transaction transaction;
    private final Storages storages;
    private final Set<String> activeChains = new LinkedHashSet<>();
    private final Set<String> activeSets = new LinkedHashSet<>();

    private NftablesProxier(NodeConfig node, ProxyView view, LastSync last, Loaded loaded) {
        this.node = node;
        this.view = view;
        this.last = last;
        this.loaded = loaded;
        this.transaction = new Transaction(node.family());
        this.storages = new Storages(transaction, last.full() ? loaded.elements() : last.elements());
    }

    /**
     * The transaction that deletes chains which have been stale for more than a second; it is run before a sync looks at
     * what is there. Empty if there are none.
     *
     * @param now virtual time in nanoseconds
     */
    public static String deleteStale(NodeConfig node, LastSync last, long now) {
        Transaction transaction = new Transaction(node.family());
        last.staleChains().forEach((chain, since) -> {
            if (isOld(since, now)) {
                transaction.deleteChain(chain);
            }
        });
        return transaction.toString();
    }

    private static boolean isOld(long since, long now) {
        return since < now - STALE_NANOS;
    }

    /**
     * What makes a node's rules those of {@code view}.
     *
     * @param last what the sync before left behind
     * @param loaded what the node has, {@link #deleteStale} done
     * @param now virtual time in nanoseconds
     */
    public static NftablesSync sync(NodeConfig node, ProxyView view, LastSync last, Loaded loaded, long now) {
        return new NftablesProxier(node, view, last, loaded).sync(now);
    }

    private NftablesSync sync(long now) {
        if (last.full()) {
            new FixedRules(node, view.serviceCidrs(), transaction).write(!last.recreated());
        }
        Set<ServiceName> changed = view.changedSince(last.view());
        view.ports().forEach((name, port) -> {
            boolean write = last.full() || changed.contains(name.service());
            service(ServiceTraffic.of(name, port, view, node), write);
        });
        Map<String, Long> stale = stale(now);
        loaded.sets().stream()
                .filter(NftablesNames::isAffinitySet)
                .filter(set -> !activeSets.contains(set))
                .sorted()
                .forEach(transaction::deleteSet);
        LastSync next = new LastSync(view, false, true, storages.cleanUp(), stale);
        return new NftablesSync(
                transaction.toString(),
                view.udpEndpointsChangedSince(last.view()) ? Optional.of(StaleFlows.of(view)) : Optional.empty(),
                next);
    }

    private void service(ServiceTraffic traffic, boolean write) {
        Portals portals = new Portals(storages, traffic);
        for (ProxyEndpoint endpoint : traffic.endpoints().allReachable()) {
            if (traffic.usesAffinity()) {
                String base = NftablesNames.base(traffic.name(), endpoint);
                ensure(NftablesNames.ENDPOINT + base, write);
                activeSets.add(NftablesNames.AFFINITY + base);
            }
            if (endpoint.local()) {
                portals.hairpin(endpoint);
            }
        }
        if (!traffic.endpoints().cluster().isEmpty()) {
            ensure(traffic.clusterPolicyChain(), write);
        }
        if (!traffic.endpoints().local().isEmpty()) {
            ensure(traffic.localPolicyChain(), write);
        }
        if (traffic.usesExternalChain()) {
            ensure(traffic.externalChain(), write);
        }
        portals.addresses();
        if (traffic.usesFirewallChain()) {
            ensure(traffic.firewallChain(), write);
        }
        portals.balanced();
        if (write) {
            new ServiceChains(node, transaction, traffic).write();
        }
    }

    /** The chain is there and empty, or, if it is not written this time, at least not stale. */
    private void ensure(String chain, boolean write) {
        if (activeChains.add(chain) && write) {
            transaction.addChain(chain);
            transaction.flushChain(chain);
        }
    }

    /** Empties chains that nobody needs any more; all that are stale then, and since when. */
    private Map<String, Long> stale(long now) {
        Map<String, Long> stale = new LinkedHashMap<>();
        last.staleChains().forEach((chain, since) -> {
            if (!isOld(since, now)) {
                stale.put(chain, since);
            }
        });
        for (String chain : new TreeSet<>(loaded.chains())) {
            if (!NftablesNames.isOfService(chain)) {
                continue;
            }
            if (activeChains.contains(chain)) {
                stale.remove(chain);
            } else {
                transaction.flushChain(chain);
                stale.put(chain, now);
            }
        }
        return stale;
    }
}
