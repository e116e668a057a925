package packetwalk.kernel.view;

import java.util.List;
import packetwalk.net.IcmpEcho;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;
import packetwalk.net.Transport;
import packetwalk.net.Udp;
import packetwalk.trace.At;
import packetwalk.trace.Walk;
import packetwalk.trace.Way;

/** Leads packets over a layout: from spot to spot as their steps say, along wires, bridges and segments. */
final class Tracks {

    private final Wires wires;

    Tracks(Layout layout) {
        this.wires = new Wires(layout);
    }

    /** The ways of the walk's IP packets, or of its ARP messages where it has no others, drawn ones only. */
    List<Track> of(Walk walk) {
        List<Way> ways = walk.ways();
        List<Way> ip = ways.stream().filter(way -> !way.arp()).toList();
        List<Way> shown = ip.isEmpty() ? ways : ip;
        return shown.stream()
                .map(way -> new TrackMaker(wires).of(way, isBack(way, shown.get(0))))
                .filter(Track::drawn)
                .toList();
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
