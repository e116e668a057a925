package packetwalk.proxy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which endpoints a node uses for a Service's port; pkg/proxy/topology.go {@code CategorizeEndpoints}.
 *
 * <p>Usable is what is ready; if nothing is, what terminates and still serves, for Cluster and Local each by itself.
 *
 * @param cluster usable ones of the policy Cluster; empty too if the port never uses them
 * @param local usable ones of the policy Local, all on this node; likewise
 * @param allReachable both together
 * @param anywhere whether any node has a usable endpoint, even if this one reaches none
 */
public record EndpointCategories(
        List<ProxyEndpoint> cluster, List<ProxyEndpoint> local, List<ProxyEndpoint> allReachable, boolean anywhere) {

    public EndpointCategories {
        cluster = List.copyOf(cluster);
        local = List.copyOf(local);
        allReachable = List.copyOf(allReachable);
    }

    /** The endpoints that {@code port} uses on a node, out of all that it has. */
    public static EndpointCategories of(List<ProxyEndpoint> endpoints, ServicePort port, NodeConfig node) {
        List<ProxyEndpoint> cluster = port.usesClusterEndpoints() ? cluster(endpoints, node) : List.of();
        if (!port.usesLocalEndpoints()) {
            return new EndpointCategories(cluster, List.of(), cluster, !cluster.isEmpty());
        }
        List<ProxyEndpoint> local = usable(endpoints, ProxyEndpoint::local);
        boolean anywhere = endpoints.stream().anyMatch(e -> e.ready() || e.servingTerminating());
        return new EndpointCategories(cluster, local, union(cluster, local), anywhere);
    }

    /** Whether traffic of a policy, {@code Local} or not, reaches somebody from this node. */
    public boolean reached(boolean onlyLocal) {
        return anywhere && (!onlyLocal || !local.isEmpty());
    }

    private static List<ProxyEndpoint> cluster(List<ProxyEndpoint> endpoints, NodeConfig node) {
        Topology topology = Topology.of(endpoints, node);
        List<ProxyEndpoint> near = filter(endpoints, e -> e.ready() && topology.allows(e));
        // a topology is chosen only if something ready fits it: none near is none ready anywhere
        return near.isEmpty() ? filter(endpoints, ProxyEndpoint::servingTerminating) : near;
    }

    private static List<ProxyEndpoint> usable(List<ProxyEndpoint> endpoints, Predicate<ProxyEndpoint> candidate) {
        List<ProxyEndpoint> ready = filter(endpoints, e -> candidate.test(e) && e.ready());
        return ready.isEmpty() ? filter(endpoints, e -> candidate.test(e) && e.servingTerminating()) : ready;
    }

    /** The Cluster ones first; upstream's order is random where the two differ. */
    private static List<ProxyEndpoint> union(List<ProxyEndpoint> cluster, List<ProxyEndpoint> local) {
        Map<String, ProxyEndpoint> all = new LinkedHashMap<>();
        cluster.forEach(e -> all.put(e.toString(), e));
        local.forEach(e -> all.put(e.toString(), e));
        return List.copyOf(all.values());
    }

    private static List<ProxyEndpoint> filter(List<ProxyEndpoint> endpoints, Predicate<ProxyEndpoint> wanted) {
        return endpoints.stream().filter(wanted).toList();
    }
}
