package packetwalk.kernel.view;

import java.util.List;
import java.util.Map;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IcmpError;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;
import packetwalk.net.Transport;
import packetwalk.net.Udp;
import packetwalk.trace.At;
import packetwalk.trace.Direction;
import packetwalk.trace.Walk;
import packetwalk.trace.Way;

/** Leads packets over a layout: from spot to spot as their steps say, along wires, bridges and segments. */
final class Tracks {

    private final Wires wires;

    Tracks(Layout layout) {
        this.wires = new Wires(layout);
    }

    /**
     * The ways of the walk's IP packets, or of its ARP messages where it has no others, drawn ones only; without those that
     * have nothing to do with what was run.
     */
    List<Track> of(Walk walk) {
        List<Way> ways = walk.ways();
        List<Way> ip = ways.stream().filter(way -> !way.findsNeighbour()).toList();
        List<Way> shown = ip.isEmpty() ? ways : ip;
        Map<Integer, Direction> directions = walk.directions();
        return shown.stream()
                .filter(way -> directions.get(way.packet()) != Direction.ASIDE && !isIgnoredRedirect(way))
                .map(way -> new TrackMaker(wires).of(way, isBack(way, shown.get(0), directions)))
                .filter(Track::drawn)
                .toList();
    }

    /** A router's advice that nobody took: the packet that it is about went its way all the same. */
    private static boolean isIgnoredRedirect(Way way) {
        return way.lost()
                && way.content() instanceof Packet packet
                && packet.transport() instanceof IcmpError error
                && error.kind() == IcmpError.Kind.REDIRECT_HOST;
    }

    private static boolean isBack(Way way, Way first, Map<Integer, Direction> directions) {
        Direction direction = directions.get(way.packet());
        return direction == null ? isBack(way, first) : direction == Direction.BACK;
    }

    /** Whether {@code way} goes back to where {@code first} came from. */
    static boolean isBack(Way way, Way first) {
        At here = way.steps().get(0).at();
        At there = first.steps().get(0).at();
        if (!here.host().equals(there.host()) || !here.netns().equals(there.netns())) {
            return true;
        }
        // within one namespace only the header tells question from answer
        return way.content() instanceof Packet a
                && first.content() instanceof Packet b
                && answers(a.transport(), b.transport());
    }

    private static boolean answers(Transport answer, Transport question) {
        if (answer instanceof Tcp a && question instanceof Tcp q) {
            return a.srcPort() == q.dstPort() && a.dstPort() == q.srcPort() && a.srcPort() != a.dstPort();
        }
        if (answer instanceof Udp a && question instanceof Udp q) {
            return a.srcPort() == q.dstPort() && a.dstPort() == q.srcPort() && a.srcPort() != a.dstPort();
        }
        return answer instanceof IcmpEcho echo && echo.reply();
    }
}
