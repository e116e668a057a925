package packetwalk.agent;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import packetwalk.apiserver.ApiServer;
import packetwalk.apiserver.Watcher;

/**
 * All kube-proxies of a cluster; one watch of each kind serves them all. They begin with the first Service that somebody
 * makes, since until then they have nothing to do; or when told to.
 */
public final class KubeProxies {

    private final Map<String, KubeProxy> byNode = new LinkedHashMap<>();
    private boolean begun;
    private boolean released;

    /** None yet; they wait until {@link #release}, so that a cluster being built is not synced object by object. */
    public KubeProxies(ApiServer api) {
        api.watch(Service.class, Watcher.<Service>of(this::there, gone -> changed()));
        api.watch(EndpointSlice.class, Watcher.<EndpointSlice>ofAny(any -> changed()));
        api.watch(
                Node.class,
                Watcher.<Node>ofAny(node -> of(node.getMetadata().getName()).ifPresent(KubeProxy::nodeChanged)));
    }

    /** One more, on the node of that name. */
    public void add(String node, KubeProxy proxy) {
        byNode.put(node, proxy);
        if (begun && released) {
            proxy.start();
        }
    }

    /** The kube-proxy of that node; empty if it has none. */
    public Optional<KubeProxy> of(String node) {
        return Optional.ofNullable(byNode.get(node));
    }

    /** Starts them all, those to come too. */
    public void begin() {
        if (!begun) {
            begun = true;
            startAll();
        }
    }

    /** The cluster is built: those that have begun set to work. */
    public void release() {
        released = true;
        startAll();
    }

    private void startAll() {
        if (begun && released) {
            byNode.values().forEach(KubeProxy::start);
        }
    }

    /** Whether they have been started. */
    public boolean begun() {
        return begun;
    }

    private void there(Service service) {
        if (isMade(service)) {
            begin();
        }
        changed();
    }

    /** The Service that every cluster has is no reason to begin: nobody made it. */
    private static boolean isMade(Service service) {
        return !(service.getMetadata().getName().equals("kubernetes")
                && service.getMetadata().getNamespace().equals("default"));
    }

    private void changed() {
        byNode.values().forEach(KubeProxy::changed);
    }
}
