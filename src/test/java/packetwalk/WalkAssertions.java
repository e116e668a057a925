package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import packetwalk.net.Packet;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/** What tests say of walks; each failure shows the whole walk. */
public final class WalkAssertions {

    private WalkAssertions() {}

    /** The peer answered as hoped. */
    public static void answered(Walk walk) {
        ended(Outcome.Kind.ANSWERED, walk);
    }

    /** The walk ended so. */
    public static void ended(Outcome.Kind kind, Walk walk) {
        assertEquals(kind, walk.outcome().kind(), walk::text);
    }

    /** A packet was handed to a socket, or the kernel's echo, in namespace {@code netns}. */
    public static void reached(String netns, Walk walk) {
        assertTrue(walk.reached(netns), () -> "did not reach " + netns + ":\n" + walk);
    }

    /** The first IP packet was seen at these places, {@code machine/device} or {@code netns/device}, in this order. */
    public static void crossed(Walk walk, String... places) {
        List<String> way = firstPacket(walk).steps().stream()
                .map(step -> step.at().place())
                .collect(Collectors.toList());
        int next = 0;
        for (String place : way) {
            next += next < places.length && places[next].equals(place) ? 1 : 0;
        }
        assertEquals(places.length, next, Arrays.toString(places) + " is not in order in " + way + "\n" + walk);
    }

    /** No address and no port was rewritten on the way. */
    public static void notNatted(Walk walk) {
        assertEquals(List.of(), walk.steps(Step.Translated.class), walk::text);
    }

    /** The first IP packet's source was rewritten, from one address to the other. */
    public static void natted(String from, String to, Walk walk) {
        List<Step.Translated> all = firstPacket(walk).steps(Step.Translated.class);
        assertEquals(1, all.size(), walk::text);
        assertEquals(from, all.get(0).before().src().toString(), walk::text);
        assertEquals(to, all.get(0).after().src().toString(), walk::text);
    }

    /**
     * An IP packet was lost at {@code place}, for that reason.
     *
     * @return the first such loss
     */
    public static Step.Dropped droppedBy(DropReason reason, String place, Walk walk) {
        List<Step.Dropped> losses = walk.steps(Step.Dropped.class).stream()
                .filter(step -> step.before() instanceof Packet)
                .toList();
        List<Step.Dropped> such = losses.stream()
                .filter(step -> step.dropReason() == reason && at(step, place))
                .toList();
        assertTrue(!such.isEmpty(), () -> "no " + reason + " at " + place + " but " + losses + "\n" + walk);
        return such.get(0);
    }

    private static boolean at(Step step, String place) {
        return step.at().place().split("/")[0].equals(place)
                || step.at().place().equals(place);
    }

    /** The walk of the first IP packet alone: what was asked, without ARP and without the answers. */
    public static Walk firstPacket(Walk walk) {
        int number = walk.steps().stream()
                .filter(step -> step.before() instanceof Packet)
                .mapToInt(step -> step.at().packet())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no IP packet in\n" + walk));
        return walk.packet(number);
    }

    /** The first IP packet as its receiver saw it. */
    public static Packet asReceived(Walk walk) {
        return walk.asReceived().orElseThrow(() -> new AssertionError("the packet was not delivered:\n" + walk));
    }
}
