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
public final class Kubelets implements Watcher<Pod> {

    private final Map<String, Kubelet> byNode = new LinkedHashMap<>();

    /** None yet; they hear of the pods of {@code api}. */
    public Kubelets(ApiServer api) {
        api.watch(Pod.class, this);
    }

    /** One more, on the node of that name; what is bound to the node already it hears of at once. */
    public void add(String node, Kubelet kubelet, ApiServer api) {
        byNode.put(node, kubelet);
        api.podsOn(node).forEach(kubelet::changed);
    }

    /** A node is gone, and its kubelet with it. */
    public void remove(String node) {
        byNode.remove(node);
    }

    /** The kubelet of that node. */
    public Optional<Kubelet> of(String node) {
        return Optional.ofNullable(byNode.get(node));
    }

    @Override
    public void added(Pod pod) {
        tell(pod, kubelet -> kubelet.changed(pod));
    }

    @Override
    public void modified(Pod before, Pod after) {
        tell(after, kubelet -> kubelet.changed(after));
    }

    @Override
    public void deleted(Pod pod) {
        tell(pod, kubelet -> kubelet.deleted(pod));
    }

    private void tell(Pod pod, Consumer<Kubelet> news) {
        String node = pod.getSpec().getNodeName();
        if (node != null) {
            of(node).ifPresent(news);
        }
    }
}
