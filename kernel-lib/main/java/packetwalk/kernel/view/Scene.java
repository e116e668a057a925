package packetwalk.kernel.view;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import packetwalk.trace.Step;
import packetwalk.trace.Topology;
import packetwalk.trace.Walk;

/**
 * What of a topology is drawn: all of a small one, of a large one what the walk visits.
 *
 * @param outside hosts that stand above the routers
 * @param nodes the machines below them
 * @param moreNodes how many are left out
 */
record Scene(
        List<Topology.Machine> outside, List<Topology.Machine> routers, List<Node> nodes, int moreNodes, Topology all) {

    static final int MOST_NODES = 6;
    static final int MOST_PODS = 6;

    /** Whether there are so many pods that each must be small. */
    boolean dense() {
        return nodes.stream().mapToInt(node -> node.pods().size()).sum() > 9;
    }

    /** A node and the pods of it that are drawn. */
    record Node(Topology.Machine machine, List<Topology.Space> pods, int morePods) {}

    static Scene of(Topology topology) {
        return of(topology, Set.of());
    }

    static Scene of(Walk walk) {
        Set<Spot> visited = new HashSet<>();
        for (Step step : walk.steps()) {
            visited.add(Spot.of(step.at()).core());
        }
        return of(walk.topology(), visited);
    }

    private static Scene of(Topology topology, Set<Spot> visited) {
        List<Topology.Machine> outside = kind(topology, true, Topology.Kind.OUTSIDE_HOST);
        List<Topology.Machine> routers = kind(topology, true, Topology.Kind.ROUTER);
        List<Topology.Machine> nodes = kind(topology, false, Topology.Kind.ROUTER, Topology.Kind.OUTSIDE_HOST);
        List<Topology.Machine> shown = atMost(
                MOST_NODES,
                nodes,
                machine -> visited.stream().anyMatch(spot -> spot.host().equals(machine.name())));
        List<Node> drawn = shown.stream().map(machine -> node(machine, visited)).toList();
        // a walk's picture shows the outside only where the walk went there
        List<Topology.Machine> peers = outside.stream()
                .filter(machine -> visited.isEmpty()
                        || visited.stream().anyMatch(spot -> spot.host().equals(machine.name())))
                .limit(MOST_NODES)
                .toList();
        return new Scene(peers, routers, drawn, nodes.size() - shown.size(), topology);
    }

    private static Node node(Topology.Machine machine, Set<Spot> visited) {
        List<Topology.Space> pods = machine.spaces().stream().skip(1).toList();
        List<Topology.Space> shown =
                atMost(MOST_PODS, pods, space -> visited.contains(new Spot(machine.name(), space.name(), "")));
        return new Node(machine, shown, pods.size() - shown.size());
    }

    private static List<Topology.Machine> kind(Topology topology, boolean wanted, Topology.Kind... kinds) {
        return topology.machines().stream()
                .filter(machine -> List.of(kinds).contains(machine.kind()) == wanted)
                .toList();
    }

    /** All of them if they are few; else those needed, or the first two where none is. */
    private static <T> List<T> atMost(int most, List<T> all, Predicate<T> needed) {
        if (all.size() <= most) {
            return all;
        }
        List<T> shown = new ArrayList<>(all.stream().filter(needed).limit(most).toList());
        return shown.isEmpty() ? all.subList(0, most / 2) : shown;
    }
}
