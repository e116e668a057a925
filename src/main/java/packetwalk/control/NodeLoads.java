package packetwalk.control;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How many pods each node has, and of whom: what the scheduler remembers (pkg/scheduler/backend/cache), so that it need
 * not ask all nodes about each pod. A pod counts from the moment of its binding, before anybody tells of it.
 */
final class NodeLoads {

    private final Map<String, Load> loads = new LinkedHashMap<>();
    private final TreeSet<Load> fewestFirst =
            new TreeSet<>(Comparator.comparingInt((Load load) -> load.pods).thenComparingInt(load -> load.order));
    private final Map<String, Place> placed = new LinkedHashMap<>();
    private final Map<String, Spread> spreads = new LinkedHashMap<>();
    private int nodes;

    /** A node's pods; {@code order} is 0 while there is no such node. */
    private static final class Load {
        private final String node;
        private int order;
        private int pods;

        Load(String node) {
            this.node = node;
        }
    }

    /** Where a pod is, and who made it; {@code owner} is empty for nobody. */
    private record Place(String node, String owner) {}

    /** One owner's pods, by node, and how many nodes have how many of them. */
    private static final class Spread {
        private final Map<String, Integer> onNode = new LinkedHashMap<>();
        private final TreeMap<Integer, Integer> nodesWith = new TreeMap<>();

        void add(String node, int count) {
            int before = onNode.getOrDefault(node, 0);
            nodesWith.computeIfPresent(before, (any, number) -> number == 1 ? null : number - 1);
            if (before + count == 0) {
                onNode.remove(node);
            } else {
                onNode.put(node, before + count);
                nodesWith.merge(before + count, 1, Integer::sum);
            }
        }
    }

    void nodeAdded(String node) {
        Load load = loads.computeIfAbsent(node, Load::new);
        load.order = ++nodes;
        fewestFirst.add(load);
    }

    void nodeDeleted(String node) {
        Load load = loads.computeIfAbsent(node, Load::new);
        fewestFirst.remove(load);
        load.order = 0;
    }

    /** A pod is as it is now; one that has ended for good takes no place. */
    void saw(Pod pod) {
        String owner = owner(pod);
        move(
                pod,
                PodFacts.isTerminal(pod)
                        ? null
                        : PodFacts.node(pod).map(node -> new Place(node, owner)).orElse(null));
    }

    void gone(Pod pod) {
        move(pod, null);
    }

    private void move(Pod pod, @Nullable Place to) {
        String uid = pod.getMetadata().getUid();
        Place from = to == null ? placed.remove(uid) : placed.put(uid, to);
        if (from != null && !from.equals(to)) {
            count(from, -1);
        }
        if (to != null && !to.equals(from)) {
            count(to, 1);
        }
    }

    private void count(Place place, int change) {
        Load load = loads.computeIfAbsent(place.node(), Load::new);
        fewestFirst.remove(load);
        load.pods += change;
        if (load.order > 0) {
            fewestFirst.add(load);
        }
        if (!place.owner().isEmpty()) {
            Spread spread = spreads.computeIfAbsent(place.owner(), any -> new Spread());
            spread.add(place.node(), change);
            if (spread.onNode.isEmpty()) {
                spreads.remove(place.owner());
            }
        }
    }

    private static String owner(Pod pod) {
        return PodFacts.controller(pod.getMetadata())
                .map(OwnerReference::getUid)
                .orElse("");
    }

    /** Names of nodes, the one with the fewest pods first, among equals in the order in which they came. */
    Iterable<String> fewestFirst() {
        return () -> fewestFirst.stream().map(load -> load.node).iterator();
    }

    /** How many pods of the same owner are on a node. */
    int siblings(Pod pod, String node) {
        Spread spread = spreads.get(owner(pod));
        return spread == null ? 0 : spread.onNode.getOrDefault(node, 0);
    }

    /** As few of them as any node has. */
    int fewestSiblings(Pod pod) {
        Spread spread = spreads.get(owner(pod));
        return spread == null || spread.onNode.size() < fewestFirst.size() ? 0 : spread.nodesWith.firstKey();
    }
}
