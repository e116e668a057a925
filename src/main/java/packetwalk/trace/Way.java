package packetwalk.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import packetwalk.net.ArpMessage;
import packetwalk.net.FramePayload;
import packetwalk.net.IcmpError;
import packetwalk.net.Packet;

/**
 * One packet's part of a walk: from where it was sent to where it ended.
 *
 * @param packet its number in the walk, 1 and up
 * @param steps what it met, in order; at least one
 */
public record Way(int packet, List<Step> steps) {

    /** How a copy of a flooded frame ends where nobody wants it: no loss, since another copy goes on. */
    private static final Set<DropReason> UNWANTED_COPY = Set.of(DropReason.OTHERHOST, DropReason.ARP_NOT_OURS);

    public Way {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("packet " + packet + " met nothing; a way has at least one step");
        }
    }

    /** The packet as it was first seen. */
    public FramePayload content() {
        return steps.get(0).before();
    }

    /** Whether it only finds a neighbour: an ARP message, or one of IPv6's neighbour discovery. */
    public boolean findsNeighbour() {
        return content() instanceof ArpMessage || Resolution.ndp(content()).isPresent();
    }

    /** The step that decided what became of it: a delivery, else a loss, else the last one. */
    public Step end() {
        return last(Step.Delivered.class, false)
                .or(() -> last(Step.Dropped.class, false))
                .or(() -> last(Step.Dropped.class, true))
                .orElse(steps.get(steps.size() - 1));
    }

    private Optional<Step> last(Class<? extends Step> type, boolean unwantedToo) {
        return steps.stream()
                .filter(type::isInstance)
                .filter(step -> unwantedToo || !isUnwantedCopy(step))
                .reduce((first, second) -> second);
    }

    /** Whether its way ended before anybody took it; a broadcast question is not lost on those whom it does not ask. */
    public boolean lost() {
        return end() instanceof Step.Dropped && !(findsNeighbour() && isUnwantedCopy(end()));
    }

    /** Whether this step ends a copy of a flooded frame that was never meant for its receiver. */
    public static boolean isUnwantedCopy(Step step) {
        return step instanceof Step.Dropped dropped
                && (UNWANTED_COPY.contains(dropped.dropReason()) || isOfAnotherGroup(dropped));
    }

    /** A solicitation goes to a group of its own, and a bridge brings it to those who are not in it. */
    private static boolean isOfAnotherGroup(Step.Dropped dropped) {
        return dropped.dropReason() == DropReason.IP_INVALID_DEST
                && Resolution.ndp(dropped.before()).isPresent();
    }

    /** The machines and namespaces that it came through, in order, each as a person calls it. */
    public List<String> places() {
        List<String> places = new ArrayList<>();
        for (Step step : steps) {
            String place = step.at().space();
            if (!isUnwantedCopy(step)
                    && (places.isEmpty() || !places.get(places.size() - 1).equals(place))) {
                places.add(place);
            }
        }
        return List.copyOf(places);
    }

    /** What a message sent again has in common with the first. */
    record Fate(Object message, List<String> places, String event, String reason) {}

    /** All but the IP identification counts; of what was lost, or tells of a loss, only what tcpdump prints. */
    Fate fate() {
        Object message = content();
        if (content() instanceof Packet packet) {
            boolean alike = lost() || packet.transport() instanceof IcmpError;
            message = alike ? packet.summary() : packet.withId(0);
        }
        return new Fate(message, places(), end().event(), end().reason());
    }
}
