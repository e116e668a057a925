package packetwalk.kernel.exercise.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;
import packetwalk.net.Udp;
import packetwalk.trace.Connected;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;
import packetwalk.trace.Way;

/** A walk as a learner compares two: one line for each thing that was decided about the packet. */
public final class Hops {

    /** How long it took differs where nothing else does. */
    private static final Pattern TIMES = Pattern.compile(" (?:after |time=)[\\d.]+ ms");

    private Hops() {}

    /** The packet that was asked for: not ARP's, not the name's look-up. */
    static Optional<Way> first(Walk walk) {
        return walk.ways().stream().filter(Hops::isAsked).findFirst();
    }

    /** The first packet of whoever got the first one. */
    static Optional<Way> reply(Walk walk) {
        Optional<String> server = first(walk).map(way -> way.end().at().space());
        return walk.ways().stream()
                .filter(Hops::isAsked)
                .filter(way -> server.equals(Optional.of(way.steps().get(0).at().space())))
                .findFirst();
    }

    private static boolean isAsked(Way way) {
        return way.content() instanceof Packet packet
                && !(packet.transport() instanceof Udp datagram
                        && datagram.dns().isPresent());
    }

    /**
     * The lines of the first packet, and how the others ended if one was lost: place, what happened, what decided it. Then the connections
     * that proxies opened.
     */
    public static List<String> of(Walk walk) {
        List<String> lines = new ArrayList<>();
        first(walk).ifPresent(way -> way.steps().stream().filter(Hops::tells).forEach(step -> lines.add(line(step))));
        walk.ways().stream()
                .filter(way ->
                        way.lost() && !way.findsNeighbour() && walk.outcome().kind() != Outcome.Kind.ANSWERED)
                .filter(way -> first(walk).stream()
                        .noneMatch(first -> first.packet() == way.packet()
                                || line(first.end()).equals(line(way.end()))))
                .map(way -> whose(way, walk) + ", " + way.content().summary() + ": " + line(way.end()))
                .limit(1)
                .forEach(lines::add);
        walk.connections().stream().skip(1).map(Hops::opened).forEach(lines::add);
        lines.add(TIMES.matcher(walk.outcome().toString()).replaceAll(""));
        return List.copyOf(lines);
    }

    private static String opened(Connected connection) {
        Tcp called = (Tcp) connection.sent().transport();
        return connection.from() + ": opens a connection to "
                + connection.sent().dst() + ":" + called.dstPort() + ", " + connection.to() + " sees "
                + connection.received().src();
    }

    private static String whose(Way way, Walk walk) {
        String sender = way.steps().get(0).at().space();
        if (sender.equals(walk.from())) {
            return "a later packet";
        }
        boolean answers = first(walk)
                .filter(first -> first.end().at().space().equals(sender))
                .isPresent();
        return answers ? "the answer" : "a packet of " + sender;
    }

    /** What decided something: a device that passes a frame on, and a rule that let it by, decided nothing. */
    private static boolean tells(Step step) {
        return step instanceof Step.Routed
                || step instanceof Step.Forwarded
                || step instanceof Step.Translated
                || step instanceof Step.Switched
                || step instanceof Step.Delivered
                || (step instanceof Step.Dropped && !Way.isUnwantedCopy(step));
    }

    private static String line(Step step) {
        boolean both = step instanceof Step.Dropped && !step.decision().isEmpty();
        String why = step.decision().isEmpty() ? step.reason() : step.decision();
        return step.at().place() + ": " + step.event() + (why.isEmpty() ? "" : ", " + why)
                + (both ? " (" + step.reason() + ")" : "");
    }

    /** The index of the first line in which two walks differ; empty if they do not. */
    public static Optional<Integer> difference(List<String> one, List<String> other) {
        for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
            if (i >= one.size() || i >= other.size() || !one.get(i).equals(other.get(i))) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }
}
