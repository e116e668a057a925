package packetwalk.kernel.view;

import java.util.List;
import packetwalk.trace.At;
import packetwalk.trace.Topology;

/** Places for the machines without pods: outside hosts and routers. */
final class MachineBoxes {

    static final int OUTSIDE_WIDTH = 220;
    private static final int OUTSIDE_HEIGHT = 84;
    /** An outside host's core and wire stand at its left, and its name beside them. */
    private static final int CORE = 26;

    private static final int ROUTER_HEIGHT = 96;
    /** Between two devices on one side of a router: a label must fit. */
    private static final int DEVICE_GAP = 176;

    private static final int GAP = 34;

    private final Layout layout;

    MachineBoxes(Layout layout) {
        this.layout = layout;
    }

    /** A row of outside hosts; their wires go down. Gives the y below them. */
    int outside(List<Topology.Machine> machines, int y) {
        int total = machines.size() * (OUTSIDE_WIDTH + GAP) - GAP;
        // one alone stands so that its wire goes straight down
        int x = layout.width() / 2 - (machines.size() == 1 ? CORE : total / 2);
        for (Topology.Machine machine : machines) {
            Box box = new Box(x, y, OUTSIDE_WIDTH, OUTSIDE_HEIGHT);
            Point core = new Point(x + CORE, y + 34);
            layout.machines.add(new Layout.Machine(machine, box, core, List.of(), List.of(), 0));
            layout.places.put(new Spot(machine.name(), At.HOST_NETNS, ""), core);
            List<Topology.Device> nics = nics(machine);
            for (int i = 0; i < nics.size(); i++) {
                Spot spot = new Spot(machine.name(), At.HOST_NETNS, nics.get(i).name());
                layout.plug(spot, new Point(core.x() + i * DEVICE_GAP, box.bottom()), nics.get(i), true);
            }
            x = box.right() + GAP;
        }
        return y + OUTSIDE_HEIGHT;
    }

    /** A row of routers, their devices on segments of {@code lower} at the bottom, others on top. Gives the y below. */
    int routers(List<Topology.Machine> machines, int y, List<Topology.Segment> lower) {
        List<Integer> widths =
                machines.stream().map(machine -> width(machine, lower)).toList();
        int x = (layout.width() - widest(machines, lower)) / 2;
        for (int i = 0; i < machines.size(); i++) {
            Topology.Machine machine = machines.get(i);
            Box box = new Box(x, y, widths.get(i), ROUTER_HEIGHT);
            Point core = new Point(box.middle(), y + 54);
            layout.machines.add(new Layout.Machine(machine, box, core, List.of(), List.of(), 0));
            layout.places.put(new Spot(machine.name(), At.HOST_NETNS, ""), core);
            List<Topology.Device> below = nics(machine).stream()
                    .filter(nic -> isOn(lower, machine, nic))
                    .toList();
            List<Topology.Device> above =
                    nics(machine).stream().filter(nic -> !below.contains(nic)).toList();
            spread(machine, below, box.middle(), box.bottom());
            spread(machine, above, box.middle(), box.y());
            x = box.right() + GAP;
        }
        return y + ROUTER_HEIGHT;
    }

    /** How wide a row of routers is; 0 if there are none. */
    static int widest(List<Topology.Machine> machines, List<Topology.Segment> lower) {
        int boxes = machines.stream().mapToInt(machine -> width(machine, lower)).sum();
        return boxes + Math.max(0, machines.size() - 1) * GAP;
    }

    private static int width(Topology.Machine machine, List<Topology.Segment> lower) {
        long below =
                nics(machine).stream().filter(nic -> isOn(lower, machine, nic)).count();
        long side = Math.max(below, nics(machine).size() - below);
        return (int) Math.max(340, side * DEVICE_GAP + 120);
    }

    private static boolean isOn(List<Topology.Segment> segments, Topology.Machine machine, Topology.Device nic) {
        Topology.End end = new Topology.End(machine.name(), nic.name());
        return segments.stream().anyMatch(segment -> segment.ends().contains(end));
    }

    private void spread(Topology.Machine machine, List<Topology.Device> nics, int middle, int y) {
        int x = middle - (nics.size() - 1) * DEVICE_GAP / 2;
        for (Topology.Device nic : nics) {
            layout.plug(new Spot(machine.name(), At.HOST_NETNS, nic.name()), new Point(x, y), nic, true);
            x += DEVICE_GAP;
        }
    }

    static List<Topology.Device> nics(Topology.Machine machine) {
        return machine.spaces().stream()
                .limit(1)
                .flatMap(space -> space.devices().stream())
                .filter(device -> device.kind().equals("nic"))
                .toList();
    }
}
