package packetwalk.kernel.view;

import java.util.List;
import java.util.Locale;
import packetwalk.trace.At;
import packetwalk.trace.Topology;

/** Machines, bridges, pods and wires, without any packet. */
final class TopologyDrawing {

    private static final int PLUG = 18;

    private final Layout layout;
    private final Svg svg;

    TopologyDrawing(Layout layout, Svg svg) {
        this.layout = layout;
        this.svg = svg;
    }

    void draw() {
        layout.segments.forEach(this::segment);
        layout.machines.forEach(this::machine);
        layout.plugs.forEach(this::plug);
        for (Box ghost : layout.ghosts) {
            svg.rect(ghost, 8, "none", Palette.EDGE, "stroke-dasharray=\"4 4\"");
            svg.text(
                    new Point(ghost.middle(), ghost.y() + 28),
                    "… and " + grouped(layout.scene.moreNodes()),
                    Palette.SOFT,
                    Svg.sans(12, true) + " text-anchor=\"middle\"");
            svg.text(
                    new Point(ghost.middle(), ghost.y() + 45),
                    "more nodes",
                    Palette.SOFT,
                    Svg.sans(12, false) + " text-anchor=\"middle\"");
        }
    }

    static String grouped(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private void segment(Layout.Rails rails) {
        svg.open("segment", rails.name());
        for (Box line : rails.lines()) {
            svg.line(List.of(new Point(line.x(), line.y()), new Point(line.right(), line.y())), Palette.WIRE, 4, ROUND);
        }
        if (rails.lines().size() > 1) {
            int x = layout.trunkX(rails);
            int last = rails.lines().get(rails.lines().size() - 1).y();
            svg.line(List.of(new Point(x, rails.lines().get(0).y()), new Point(x, last)), Palette.WIRE, 4, ROUND);
        }
        rails.drops().forEach((spot, drop) -> {
            Point plug = layout.places.getOrDefault(spot, drop);
            svg.line(List.of(plug, drop), Palette.WIRE, 2, "");
        });
        Box first = rails.lines().get(0);
        svg.text(new Point(first.x() + 22, first.y() - 20), rails.name(), Palette.SOFT, Svg.sans(11, false) + HALO);
        svg.close();
    }

    private static final String ROUND = "stroke-linecap=\"round\"";
    /** A rim of paper, so that a line behind a text does not cut through it. */
    static final String HALO = " stroke=\"#fff\" stroke-width=\"3\" paint-order=\"stroke\"";

    private void machine(Layout.Machine placed) {
        Topology.Machine machine = placed.machine();
        Box box = placed.box();
        boolean outside = machine.kind() == Topology.Kind.OUTSIDE_HOST;
        svg.open("machine", machine.name()).title(machine.name());
        svg.rect(box, 10, Palette.NODE, Palette.EDGE, "");
        int titleX = outside ? placed.core().x() + 26 : box.x() + 14;
        int room = outside ? box.w() - 60 : box.w() / 2 - 34;
        svg.text(new Point(titleX, box.y() + 30), Svg.fit(machine.name(), room, 7.2), Palette.INK, Svg.sans(13, true));
        owners(machine, titleX, box, room);
        if (outside) {
            svg.circle(placed.core(), 5, Palette.CORE, Palette.EDGE, "");
        } else {
            inner(placed);
            core(placed.core());
        }
        placed.bars().forEach(this::bar);
        placed.pods().forEach(this::pod);
        if (placed.more() > 0) {
            svg.text(
                    new Point(box.middle(), box.bottom() - 14),
                    "… and " + grouped(placed.more()) + " more pods",
                    Palette.SOFT,
                    Svg.sans(12, false) + " text-anchor=\"middle\"");
        }
        svg.close();
    }

    private void owners(Topology.Machine machine, int x, Box box, int room) {
        if (!machine.spaces().isEmpty()) {
            String owners = String.join(", ", machine.spaces().get(0).owners());
            svg.text(new Point(x, box.y() + 46), Svg.fit(owners, room, 5.8), Palette.SOFT, Svg.sans(11, false));
        }
    }

    /** What joins the machine's devices and its core: packets pass there, no cable does. */
    private void inner(Layout.Machine placed) {
        Point core = placed.core();
        int floor = placed.bars().stream()
                .mapToInt(bar -> bar.box().y())
                .min()
                .orElse(placed.box().bottom());
        for (Layout.Plug plug : layout.plugs) {
            Spot spot = plug.spot();
            boolean own =
                    spot.host().equals(placed.machine().name()) && spot.netns().equals(At.HOST_NETNS);
            Point at = plug.at();
            if (own && at.x() == core.x() && at.y() - core.y() < 60) {
                svg.line(List.of(at, core), Palette.CORE, 30, "");
            } else if (own && at.y() > core.y() && at.y() < floor) {
                int turn = (core.y() + at.y()) / 2;
                svg.line(List.of(core, new Point(core.x(), turn), new Point(at.x(), turn), at), Palette.CORE, 10, "");
            }
        }
        placed.bars().stream()
                .limit(1)
                .forEach(bar ->
                        svg.line(List.of(core, new Point(core.x(), bar.box().y())), Palette.CORE, 30, ""));
    }

    /** What routes and filters; paths pass through its middle. */
    private void core(Point at) {
        svg.rect(new Box(at.x() - 84, at.y() - 14, 168, 28), 14, Palette.CORE, Palette.EDGE, "");
        String style = Svg.sans(11, false);
        svg.text(at.plus(-26, 4), "routes", Palette.SOFT, style + " text-anchor=\"end\"");
        svg.text(at.plus(26, 4), "netfilter", Palette.SOFT, style);
    }

    private void bar(Layout.Bar bar) {
        svg.open("bridge", bar.spot().device()).title(bar.label());
        svg.rect(bar.box(), 6, Palette.BRIDGE, Palette.BRIDGE_EDGE, "");
        svg.text(new Point(bar.box().x() + 10, bar.box().y() + 14), bar.label(), Palette.INK, Svg.mono(11));
        svg.close();
    }

    private void pod(Layout.Pod pod) {
        Box box = pod.box();
        Topology.Space space = pod.space();
        svg.open("pod", space.name()).title(space.name() + ": " + String.join(", ", space.owners()));
        if (!pod.wire().isEmpty()) {
            svg.line(pod.wire(), Palette.WIRE, 2, "");
        }
        svg.rect(box, 8, Palette.POD, Palette.EDGE, "");
        int x = box.x() + NodeBoxes.GUTTER;
        int room = box.w() - NodeBoxes.GUTTER - 8;
        svg.text(new Point(x, box.y() + 27), Svg.fit(space.name(), room, 6.8), Palette.INK, Svg.sans(12, true));
        svg.text(new Point(x, box.y() + 43), Svg.fit(address(space), room, 6.4), Palette.SOFT, Svg.mono(10));
        List<String> owners = NodeBoxes.owners(space, layout.scene);
        for (int i = 0; i < owners.size(); i++) {
            Box chip = new Box(x, box.y() + 50 + i * NodeBoxes.OWNER, room, NodeBoxes.OWNER - 4);
            svg.rect(chip, 4, Palette.CORE, "none", "");
            svg.text(
                    new Point(x + 6, chip.y() + 11),
                    Svg.fit(owners.get(i), room - 10, 5.6),
                    Palette.INK,
                    Svg.sans(10, false));
        }
        svg.close();
    }

    private static String address(Topology.Space space) {
        return space.devices().stream()
                .filter(device -> !device.kind().equals("loopback"))
                .flatMap(device -> device.addresses().stream())
                .findFirst()
                .orElse("");
    }

    private void plug(Layout.Plug plug) {
        int label = plug.label().isEmpty() ? 0 : (int) (plug.label().length() * 6.1) + 10;
        int half = plug.label().isEmpty() ? PLUG - 8 : PLUG;
        Box box = new Box(plug.at().x() - half, plug.at().y() - 9, 2 * half + label, 18);
        svg.open("device", plug.spot().device()).title(plug.spot().device());
        svg.rect(box, 4, Palette.PAPER, Palette.WIRE, plug.up() ? "" : "stroke-dasharray=\"3 3\"");
        svg.text(plug.at().plus(PLUG + 2, 4), plug.label() + (plug.up() ? "" : " (down)"), Palette.INK, Svg.mono(10));
        svg.close();
    }
}
