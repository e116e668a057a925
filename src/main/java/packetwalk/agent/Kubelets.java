package packetwalk.agent;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import packetwalk.apiserver.ApiServer;
import packetwalk.apiserver.Watcher;

/**
 * All kubelets of a cluster. One watch serves them all and tells each of its own pods: what the field selector
 * {@code spec.nodeName=NODE} does for a real one.
 */
public final class Kubelets {

    private final ApiServer api;
    private final Map<String, Kubelet> byNode = new LinkedHashMap<>();

    /** None yet; they hear of the pods of {@code api}. */
    public Kubelets(ApiServer api) {
        this.api = api;
        api.watch(
                Pod.class,
                Watcher.<Pod>of(
                        pod -> tell(pod, kubelet -> kubelet.changed(pod)),
                        pod -> tell(pod, kubelet -> kubelet.deleted(pod))));
    }

    /** One more, on the node of that name; what is bound to the node already it hears of at once. */
    public void add(String node, Kubelet kubelet) {
        byNode.put(node, kubelet);
        api.podsOn(node).forEach(kubelet::changed);
    }

    /** The kubelet of that node. */
    public Optional<Kubelet> of(String node) {
        return Optional.ofNullable(byNode.get(node));
    }

    private void tell(Pod pod, Consumer<Kubelet> news) {
        String node = pod.getSpec().getNodeName();
        if (node != null) {
            of(node).ifPresent(news);
        }
    }
}
