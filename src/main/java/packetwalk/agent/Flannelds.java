package packetwalk.agent;

import io.fabric8.kubernetes.api.model.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import packetwalk.apiserver.ApiServer;
import packetwalk.apiserver.Watcher;

/** All flannelds of a cluster, if its pod network is flannel's; one watch serves them all. */
public final class Flannelds {

    private final ApiServer api;
    private final Map<String, Flanneld> byNode = new LinkedHashMap<>();

    /** None yet. */
    public Flannelds(ApiServer api) {
        this.api = api;
    }

    /** One more, on the node of that name, set to work at once. */
    public void add(String node, Flanneld flanneld) {
        if (byNode.isEmpty()) {
            api.watch(Node.class, Watcher.<Node>of(this::present, this::gone));
        }
        byNode.put(node, flanneld);
        flanneld.start();
    }

    /** The flanneld of that node; empty if the pod network is another one. */
    public Optional<Flanneld> of(String node) {
        return Optional.ofNullable(byNode.get(node));
    }

    private void present(Node node) {
        byNode.values().forEach(each -> each.present(node));
    }

    private void gone(Node node) {
        byNode.values().forEach(each -> each.gone(node));
    }
}
