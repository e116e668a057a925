package packetwalk.kernel.view;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import packetwalk.trace.Topology;
import packetwalk.trace.Walk;
import packetwalk.trace.Way;

/**
 * What of a topology is drawn: all of a small one, of a large one what the walk visits.
 *
 * @param outside hosts of other networks
 * @param farRouters those networks' routers
 * @param routers the routers of the nodes
 * @param nodes nodes and Docker hosts
 * @param moreNodes how many of them are left out
 */
record Scene(
        List<Topology.Machine> outside,
        List<Topology.Machine> farRouters,
        List<Topology.Machine> routers,
        List<Node> nodes,
        int moreNodes,
        Topology all) {

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
        List<Way> ways = walk.ways();
        // neighbours that are asked after in the background are no part of the way
        boolean onlyArp = ways.stream().allMatch(Way::findsNeighbour);
        ways.stream()
                .filter(way -> onlyArp || !way.findsNeighbour())
                .flatMap(way -> way.steps().stream())
                .forEach(step -> visited.add(Spot.of(step.at()).core()));
        return of(walk.topology(), visited);
    }

    private static Scene of(Topology topology, Set<Spot> visited) {
        Predicate<Topology.Machine> passed =
                machine -> visited.stream().anyMatch(spot -> spot.host().equals(machine.name()));
        List<Topology.Machine> nodes = topology.machines().stream()
                .filter(machine -> isNode(machine.kind()))
                .toList();
        List<Topology.Machine> shown = atMost(MOST_NODES, nodes, passed);
        // a walk's picture shows the outside only where the walk went there
        List<Topology.Machine> others = topology.machines().stream()
                .filter(machine -> !isNode(machine.kind()))
                .filter(machine -> visited.isEmpty() || isNear(machine, nodes, topology) || passed.test(machine))
                .toList();
        return new Scene(
                others.stream()
                        .filter(machine -> machine.kind() == Topology.Kind.OUTSIDE_HOST)
                        .limit(MOST_NODES)
                        .toList(),
                others.stream()
                        .filter(machine -> machine.kind() == Topology.Kind.BALANCER
                                || (machine.kind() == Topology.Kind.ROUTER && !isNear(machine, nodes, topology)))
                        .limit(MOST_NODES)
                        .toList(),
                others.stream()
                        .filter(machine -> machine.kind() == Topology.Kind.ROUTER)
                        .filter(machine -> isNear(machine, nodes, topology))
                        .toList(),
                shown.stream().map(machine -> node(machine, visited)).toList(),
                nodes.size() - shown.size(),
                topology);
    }

    private static boolean isNode(Topology.Kind kind) {
        return kind == Topology.Kind.NODE || kind == Topology.Kind.DOCKER_HOST;
    }

    /** Whether {@code router} is one, and on a segment with a node, or the only kind of router that there is. */
    private static boolean isNear(Topology.Machine router, List<Topology.Machine> nodes, Topology topology) {
        if (router.kind() != Topology.Kind.ROUTER) {
            return false;
        }
        Set<String> names = nodes.stream().map(Topology.Machine::name).collect(Collectors.toSet());
        return nodes.isEmpty()
                || topology.segments().stream()
                        .filter(segment -> has(segment, router.name()::equals))
                        .anyMatch(segment -> has(segment, names::contains));
    }

    private static boolean has(Topology.Segment segment, Predicate<String> machine) {
        return segment.ends().stream().map(Topology.End::machine).anyMatch(machine);
    }

    /** Segments with nodes on them: below the routers. */
    List<Topology.Segment> nodeSegments() {
        Set<String> names = nodes.stream().map(node -> node.machine().name()).collect(Collectors.toSet());
        return all.segments().stream()
                .filter(segment -> has(segment, names::contains))
                .toList();
    }

    /** Segments that join the outside networks' routers to the nodes' routers. */
    List<Topology.Segment> transitSegments() {
        return all.segments().stream()
                .filter(segment -> joins(segment, farRouters, routers))
                .toList();
    }

    /** Segments that outside hosts are on. */
    List<Topology.Segment> outsideSegments() {
        return all.segments().stream()
                .filter(segment -> joins(segment, outside, farRouters) || joins(segment, outside, routers))
                .toList();
    }

    private static boolean joins(Topology.Segment segment, List<Topology.Machine> above, List<Topology.Machine> below) {
        return above.stream().anyMatch(machine -> has(segment, machine.name()::equals))
                && below.stream().anyMatch(machine -> has(segment, machine.name()::equals));
    }

    private static Node node(Topology.Machine machine, Set<Spot> visited) {
        List<Topology.Space> pods = machine.spaces().stream().skip(1).toList();
        List<Topology.Space> shown =
                atMost(MOST_PODS, pods, space -> visited.contains(new Spot(machine.name(), space.name(), "")));
        return new Node(machine, shown, pods.size() - shown.size());
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
