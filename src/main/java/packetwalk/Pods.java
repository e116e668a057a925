package packetwalk;

import java.util.AbstractList;
import java.util.List;
import packetwalk.trace.Exhibit;

/** Pods, to look at and to go through; shown as {@code kubectl get pods -o wide} shows them. */
public final class Pods extends AbstractList<Pod> implements Exhibit {

    private final List<Pod> pods;

    Pods(List<Pod> pods) {
        this.pods = List.copyOf(pods);
    }

    @Override
    public Pod get(int index) {
        return pods.get(index);
    }

    @Override
    public int size() {
        return pods.size();
    }

    /**
     * The pod of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Pod named(String name) {
        return pods.stream()
                .filter(pod -> pod.name().equals(name) || (pod.namespaceName() + "/" + pod.name()).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("pods \"" + name + "\" not found; there are "
                        + (pods.isEmpty()
                                ? "none"
                                : String.join(", ", pods.stream().map(Pod::name).toList()))));
    }

    @Override
    public String text() {
        return pods.isEmpty()
                ? "No resources found in default namespace."
                : pods.get(0).kubectl().pods(pods.stream().map(Pod::object).toList());
    }

    @Override
    public String toString() {
        return text();
    }
}
