package packetwalk.kernel.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import packetwalk.trace.At;
import packetwalk.trace.Topology;

/**
 * Places for everything that a scene shows: outside hosts in the top row, their routers below, then the routers of the
 * nodes, then the nodes, and between the rows a line for each segment. The same scene gives the same places.
 */
final class Layout {

    static final int PAD = 22;
    /** From a box to the line of a segment. */
    private static final int DROP = 42;
    /** From one line to the next. */
    private static final int RAIL = 34;

    private static final int GAP = 34;
    private static final int WIDEST = 1320;
    /** Beside the first line, for one that leads to further rows. */
    private static final int TRUNK = 44;

    /** A device's socket for wires; its label stands beside {@code at}, so that paths cover no text. */
    record Plug(Spot spot, Point at, String label, boolean up) {}

    /** A bridge: a bar, along whose {@code lane} frames pass. */
    record Bar(Spot spot, Box box, int lane, String label) {}

    /** A pod or container namespace; {@code wire} leads from its port on the bridge to its own device. */
    record Pod(Topology.Space space, Box box, Point core, List<Point> wire) {}

    /** A machine, its pods, and where its own namespace routes. */
    record Machine(Topology.Machine machine, Box box, Point core, List<Bar> bars, List<Pod> pods, int more) {}

    /** A segment's line in each row; the first is the one next to the routers. */
    record Rails(String name, List<Box> lines, Map<Spot, Point> drops) {}

    final Scene scene;
    final List<Machine> machines = new ArrayList<>();
    final List<Plug> plugs = new ArrayList<>();
    final List<Rails> segments = new ArrayList<>();
    final List<Box> ghosts = new ArrayList<>();
    final Map<Spot, Point> places = new HashMap<>();
    final Map<Spot, Bar> bars = new LinkedHashMap<>();
    private int width;
    private int height;
    private int trunk;

    /** @param natLines lines of text to be written beside each node's way from its routing to its bridge */
    Layout(Scene scene, int natLines) {
        this.scene = scene;
        NodeBoxes nodes = new NodeBoxes(this, scene.nodes(), natLines);
        List<List<Scene.Node>> rows = nodes.rows(WIDEST);
        trunk = rows.size() > 1 ? TRUNK : 0;
        width = Math.max(640, nodes.widest(rows) + 2 * PAD + trunk);
        width = Math.max(width, scene.outside().size() * (MachineBoxes.OUTSIDE_WIDTH + GAP) + 2 * PAD);
        width = Math.max(width, MachineBoxes.widest(scene.farRouters(), scene.transitSegments()) + 2 * PAD);
        MachineBoxes others = new MachineBoxes(this);
        int y = PAD;
        if (!scene.outside().isEmpty()) {
            y = rails(scene.outsideSegments(), others.outside(scene.outside(), y) + DROP) + DROP;
        }
        if (!scene.farRouters().isEmpty()) {
            y = others.routers(scene.farRouters(), y, scene.transitSegments()) + DROP;
            y = rails(scene.transitSegments(), y) + DROP;
        }
        if (!scene.routers().isEmpty()) {
            y = others.routers(scene.routers(), y, scene.nodeSegments()) + DROP;
        }
        for (List<Scene.Node> row : rows) {
            y = rails(scene.nodeSegments(), y) + DROP;
            y = nodes.row(row, (width + trunk) / 2, y, row == rows.get(rows.size() - 1)) + GAP;
        }
        height = y - GAP + PAD;
        connect();
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Adds a line for each segment from {@code y} downwards; gives the y of the last. */
    private int rails(List<Topology.Segment> list, int y) {
        int at = y;
        for (Topology.Segment segment : list) {
            Rails rails = segments.stream()
                    .filter(known -> known.name().equals(segment.name()))
                    .findFirst()
                    .orElseGet(() -> {
                        Rails fresh = new Rails(segment.name(), new ArrayList<>(), new LinkedHashMap<>());
                        segments.add(fresh);
                        return fresh;
                    });
            rails.lines().add(new Box(0, at, 0, 0));
            at += RAIL;
        }
        return list.isEmpty() ? y : at - RAIL;
    }

    /** Each end of a segment drops onto the line that is nearest to it; lines then span their drops. */
    private void connect() {
        for (Rails rails : segments) {
            Topology.Segment segment = scene.all().segments().stream()
                    .filter(one -> one.name().equals(rails.name()))
                    .findFirst()
                    .orElseThrow();
            for (Topology.End end : segment.ends()) {
                Spot spot = new Spot(end.machine(), At.HOST_NETNS, end.device());
                Point plug = places.get(spot);
                if (plug != null) {
                    rails.drops().put(spot, new Point(plug.x(), nearest(rails, plug.y())));
                }
            }
            rails.lines().replaceAll(line -> spanned(rails, line));
        }
    }

    private static int nearest(Rails rails, int y) {
        return rails.lines().stream()
                .map(Box::y)
                .reduce((a, b) -> Math.abs(a - y) <= Math.abs(b - y) ? a : b)
                .orElse(y);
    }

    private Box spanned(Rails rails, Box line) {
        List<Integer> xs = new ArrayList<>(rails.drops().values().stream()
                .filter(drop -> drop.y() == line.y())
                .map(Point::x)
                .toList());
        if (rails.lines().size() > 1) {
            xs.add(trunkX(rails));
        }
        int left = xs.stream().mapToInt(Integer::intValue).min().orElse(width / 2);
        int right = xs.stream().mapToInt(Integer::intValue).max().orElse(width / 2);
        return new Box(left, line.y(), right - left, 0);
    }

    int trunkX(Rails rails) {
        return PAD + TRUNK / 2 - segments.indexOf(rails) * 6;
    }

    Optional<Rails> between(Spot one, Spot two) {
        return segments.stream()
                .filter(rails -> rails.drops().containsKey(one) && rails.drops().containsKey(two))
                .findFirst();
    }

    void plug(Spot spot, Point at, Topology.Device device, boolean withAddress) {
        String address = device.addresses().isEmpty() || !withAddress
                ? ""
                : " " + device.addresses().get(0);
        plugs.add(new Plug(spot, at, device.name() + address, device.up()));
        places.put(spot, at);
    }
}
