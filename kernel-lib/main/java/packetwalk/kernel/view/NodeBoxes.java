package packetwalk.kernel.view;

import java.util.ArrayList;
import java.util.List;
import packetwalk.trace.At;
import packetwalk.trace.Topology;

/** Places for nodes: a device on the top edge, routing below it, then the bridge, then the pods that hang off it. */
final class NodeBoxes {

    static final int GUTTER = 46;
    static final int OWNER = 19;
    static final int MOST_OWNERS = 4;

    private static final int MOST_WIDTH = 190;

    private static final int LEAST_WIDTH = 356;
    private static final int GAP = 30;
    private static final int CORE = 66;
    /** A tunnel's device stands beside the way down from the core; what goes in there comes back to be routed again. */
    private static final int TUNNEL = 30;

    private static final int TUNNEL_DROP = 40;
    private static final int TUNNEL_SIDE = 148;
    private static final int BAR = 52;
    private static final int BAR_GAP = 16;
    private static final int WIRE = 56;
    /** Room for the wires of two further rows of pods. */
    private static final int WIRES = 58;

    private final Layout layout;
    private final List<Scene.Node> nodes;
    private final int coreToBar;
    private final int podWidth;
    private final int podHeight;
    private final int columns;

    NodeBoxes(Layout layout, List<Scene.Node> nodes, int natLines) {
        this.layout = layout;
        this.nodes = nodes;
        this.columns = layout.scene.dense() ? 2 : 3;
        this.coreToBar = Math.max(34, 34 + 13 * natLines);
        List<Topology.Space> pods =
                nodes.stream().flatMap(node -> node.pods().stream()).toList();
        int longest =
                pods.stream().mapToInt(pod -> longest(pod, layout.scene)).max().orElse(0);
        this.podWidth = Math.max(140, Math.min(MOST_WIDTH, GUTTER + 14 + 7 * longest));
        int owners = pods.stream()
                .mapToInt(pod -> owners(pod, layout.scene).size())
                .max()
                .orElse(0);
        this.podHeight = 56 + OWNER * owners;
    }

    /** What is written into a pod: a line for each container, or one for all where pods are small. */
    static List<String> owners(Topology.Space pod, Scene scene) {
        List<String> owners = pod.owners();
        if (owners.isEmpty()) {
            return owners;
        }
        if (scene.dense()) {
            return List.of(String.join(", ", owners));
        }
        if (owners.size() <= MOST_OWNERS) {
            return owners;
        }
        List<String> shown = new ArrayList<>(owners.subList(0, MOST_OWNERS - 1));
        shown.add("… and " + (owners.size() - shown.size()) + " more");
        return shown;
    }

    private static int longest(Topology.Space pod, Scene scene) {
        int owner = owners(pod, scene).stream().mapToInt(String::length).max().orElse(0);
        int address = pod.devices().stream()
                .flatMap(device -> device.addresses().stream())
                .mapToInt(String::length)
                .max()
                .orElse(0);
        return Math.max(Math.max(owner, address), pod.name().length());
    }

    private boolean manyRows(Scene.Node node) {
        return node.pods().size() > columns;
    }

    /** Between pods; where a second row follows, its wires pass there. */
    private int podGap(Scene.Node node) {
        return manyRows(node) ? WIRES : 20;
    }

    private int side(Scene.Node node) {
        return manyRows(node) ? WIRES : 20;
    }

    private int width(Scene.Node node) {
        int used = Math.min(columns, node.pods().size());
        return Math.max(LEAST_WIDTH, used * podWidth + Math.max(0, used - 1) * podGap(node) + side(node) + 20);
    }

    /** The nodes in rows, none wider than {@code widest}. */
    List<List<Scene.Node>> rows(int widest) {
        List<List<Scene.Node>> rows = new ArrayList<>();
        int perRow = perRow(widest);
        for (int from = 0; from < nodes.size(); from += perRow) {
            rows.add(nodes.subList(from, Math.min(nodes.size(), from + perRow)));
        }
        return rows;
    }

    private int perRow(int widest) {
        int one = nodes.stream().mapToInt(this::width).max().orElse(LEAST_WIDTH) + GAP;
        int most = Math.max(1, (widest + GAP) / one);
        int rows = (nodes.size() + most - 1) / most;
        return rows == 0 ? 1 : (nodes.size() + rows - 1) / rows;
    }

    int widest(List<List<Scene.Node>> rows) {
        int more = layout.scene.moreNodes() > 0 ? 2 * (GAP + 130) : 0;
        return rows.stream().mapToInt(this::width).max().orElse(0) + more;
    }

    private int width(List<Scene.Node> row) {
        return row.stream().mapToInt(node -> width(node) + GAP).sum() - GAP;
    }

    /** Places one row around {@code middle}; gives the y below it. */
    int row(List<Scene.Node> row, int middle, int y, boolean last) {
        int x = middle - width(row) / 2;
        int bottom = y;
        for (Scene.Node node : row) {
            Layout.Machine placed = place(node, x, y);
            layout.machines.add(placed);
            bottom = Math.max(bottom, placed.box().bottom());
            x = placed.box().right() + GAP;
        }
        if (last && layout.scene.moreNodes() > 0) {
            layout.ghosts.add(new Box(x, y + 30, 130, 64));
        }
        return bottom;
    }

    private Layout.Machine place(Scene.Node node, int x, int y) {
        String host = node.machine().name();
        int width = width(node);
        Point core = new Point(x + width / 2, y + CORE);
        layout.places.put(new Spot(host, At.HOST_NETNS, ""), core);
        List<Topology.Device> nics = MachineBoxes.nics(node.machine());
        int nicX = core.x() - (nics.size() - 1) * 88;
        for (Topology.Device nic : nics) {
            layout.plug(new Spot(host, At.HOST_NETNS, nic.name()), new Point(nicX, y), nic, true);
            nicX += 176;
        }
        int tunnelY = core.y() + TUNNEL_DROP;
        for (Topology.Device tunnel : tunnels(node.machine())) {
            Spot spot = new Spot(host, At.HOST_NETNS, tunnel.name());
            layout.plug(spot, new Point(core.x() - TUNNEL_SIDE, tunnelY), tunnel, false);
            tunnelY += TUNNEL;
        }
        int bottom = y + CORE + 14 + coreToBar + tunnelY - core.y() - TUNNEL_DROP;
        List<Layout.Bar> bars = new ArrayList<>();
        for (Topology.Device bridge : bridges(node.machine())) {
            Box box = new Box(x + 12, bottom, width - 24, BAR);
            String address =
                    bridge.addresses().isEmpty() ? "" : " " + bridge.addresses().get(0);
            Spot spot = new Spot(host, At.HOST_NETNS, bridge.name());
            Layout.Bar bar = new Layout.Bar(spot, box, box.y() + 35, bridge.name() + address);
            bars.add(bar);
            layout.bars.put(spot, bar);
            bottom = box.bottom() + BAR_GAP;
        }
        int podsTop = bottom - (bars.isEmpty() ? 0 : BAR_GAP) + WIRE;
        List<Layout.Pod> pods = pods(node, x, podsTop, bars);
        int end = pods.stream().mapToInt(pod -> pod.box().bottom()).max().orElse(bottom);
        int more = node.morePods() > 0 ? 24 : 0;
        return new Layout.Machine(
                node.machine(), new Box(x, y, width, end + 16 + more - y), core, bars, pods, node.morePods());
    }

    private List<Layout.Pod> pods(Scene.Node node, int x, int top, List<Layout.Bar> bars) {
        List<Layout.Pod> pods = new ArrayList<>();
        int abreast = Math.min(columns, node.pods().size());
        int used = abreast * podWidth + (abreast - 1) * podGap(node);
        int left = x + side(node) + (width(node) - side(node) - 20 - used) / 2;
        for (int i = 0; i < node.pods().size(); i++) {
            int row = i / columns;
            Box box = new Box(
                    left + i % columns * (podWidth + podGap(node)), top + row * (podHeight + 40), podWidth, podHeight);
            pods.add(pod(node.machine(), node.pods().get(i), box, row, bars));
        }
        return pods;
    }

    private Layout.Pod pod(Topology.Machine machine, Topology.Space space, Box box, int row, List<Layout.Bar> bars) {
        Point core = new Point(box.x() + GUTTER / 2, box.y() + 34 + (box.h() - 34) / 2);
        layout.places.put(new Spot(machine.name(), space.name(), ""), core);
        List<Point> wire = List.of();
        for (Topology.Device device : space.devices()) {
            Spot spot = new Spot(machine.name(), space.name(), device.name());
            if (device.kind().equals("loopback")) {
                layout.places.put(spot, new Point(core.x(), box.bottom() - 10));
            } else {
                Point plug = new Point(core.x(), box.y());
                layout.plug(spot, plug, device, false);
                wire = wire(machine, device, plug, row, bars);
            }
        }
        return new Layout.Pod(space, box, core, wire);
    }

    /** From the port on the bridge down to {@code plug}: straight in the first row, beside the pods above otherwise. */
    private List<Point> wire(
            Topology.Machine machine, Topology.Device device, Point plug, int row, List<Layout.Bar> bars) {
        for (Topology.Device port : machine.spaces().get(0).devices()) {
            if (!device.peer().equals(At.HOST_NETNS + "/" + port.name())) {
                continue;
            }
            int barBottom = bars.stream()
                    .filter(bar -> bar.spot().device().equals(port.bridge()))
                    .map(bar -> bar.box().bottom())
                    .findFirst()
                    .orElse(plug.y() - WIRE);
            Point at = new Point(row == 0 ? plug.x() : plug.x() - GUTTER / 2 + 8 - row * 24, barBottom + 9);
            Spot spot = new Spot(machine.name(), At.HOST_NETNS, port.name());
            layout.plugs.add(new Layout.Plug(spot, at, row == 0 ? port.name() : "", port.up()));
            layout.places.put(spot, at);
            return row == 0
                    ? List.of(at, plug)
                    : List.of(at, new Point(at.x(), plug.y() - 22), new Point(plug.x(), plug.y() - 22), plug);
        }
        return List.of();
    }

    private static List<Topology.Device> tunnels(Topology.Machine machine) {
        return machine.spaces().get(0).devices().stream()
                .filter(device -> device.kind().equals("vxlan"))
                .toList();
    }

    private static List<Topology.Device> bridges(Topology.Machine machine) {
        return machine.spaces().get(0).devices().stream()
                .filter(device -> device.kind().equals("bridge"))
                .toList();
    }
}
