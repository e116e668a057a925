package packetwalk.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;

/**
 * Who talks to whom over TCP because of what was run: the command, then each program that one of its connections reached, as a
 * proxy is. What others say meanwhile, health checks and probes, is none of it.
 */
final class Conversation {

    /** A program somewhere. */
    private record Party(String space, String program) {
        static Party of(At at, Object program) {
            return new Party(at.space(), program.toString());
        }
    }

    /** A segment's addresses and ports, as who sends or receives it sees them. */
    private record Ends(IpAddress src, int srcPort, IpAddress dst, int dstPort) {
        static Ends of(Packet packet) {
            Tcp tcp = (Tcp) packet.transport();
            return new Ends(packet.src(), tcp.srcPort(), packet.dst(), tcp.dstPort());
        }

        Ends reply() {
            return new Ends(dst, dstPort, src, srcPort);
        }
    }

    private final List<Connected> connections = new ArrayList<>();
    private final Set<Party> parties = new HashSet<>();
    private final Map<Ends, Direction> known = new HashMap<>();

    /** @param origin where the command was run */
    Conversation(List<Way> ways, String origin) {
        List<Way> segments = ways.stream()
                .filter(way -> isTcp(way) && way.steps().get(0) instanceof Step.Sent)
                .toList();
        // a container that joined another's namespace sends from there: then whoever is first
        boolean named =
                segments.stream().anyMatch(way -> beginOf(way).at().space().equals(origin));
        for (Way way : segments) {
            Party speaker = Party.of(beginOf(way).at(), beginOf(way).by());
            boolean first = parties.isEmpty() && (!named || speaker.space().equals(origin));
            if (first || parties.contains(speaker)) {
                parties.add(speaker);
                follow(way);
            } else {
                leave(way);
            }
        }
    }

    private static Step.Sent beginOf(Way way) {
        return (Step.Sent) way.steps().get(0);
    }

    private void follow(Way way) {
        Ends ends = Ends.of(beginOf(way).before());
        boolean fresh = known.putIfAbsent(ends, Direction.FORTH) == null;
        if (way.end() instanceof Step.Delivered end && known.get(ends) == Direction.FORTH) {
            parties.add(Party.of(end.at(), end.by()));
            known.putIfAbsent(Ends.of(end.before()).reply(), Direction.BACK);
            if (fresh) {
                connections.add(Connected.of(way, beginOf(way), end));
            }
        }
    }

    /** A stranger speaks: who answers him talks about his business, though it be one of us. */
    private void leave(Way way) {
        known.putIfAbsent(Ends.of(beginOf(way).before()), Direction.ASIDE);
        if (way.end() instanceof Step.Delivered end) {
            known.putIfAbsent(Ends.of(end.before()).reply(), Direction.ASIDE);
        }
    }

    private static boolean isTcp(Way way) {
        return way.content() instanceof Packet packet && packet.transport() instanceof Tcp;
    }

    /** In the order of their first packets. */
    List<Connected> connections() {
        return List.copyOf(connections);
    }

    /** Whether a segment asks, answers, or has nothing to do with it. */
    Direction direction(Way way) {
        return isTcp(way) ? known.getOrDefault(Ends.of((Packet) way.content()), Direction.ASIDE) : Direction.ASIDE;
    }

    /** Whether a packet is a segment of {@code connection}, of either end. */
    static boolean carries(Connected connection, Way way) {
        if (!isTcp(way)) {
            return false;
        }
        Ends ends = Ends.of((Packet) way.content());
        return ends.equals(Ends.of(connection.sent()))
                || ends.equals(Ends.of(connection.received()).reply());
    }
}
