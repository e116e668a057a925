package packetwalk.trace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import packetwalk.net.FramePayload;
import packetwalk.net.MacAddress;
import packetwalk.net.Packet;

/** A walk as text for a terminal: the first packet's way in full, every later packet in a line. ASCII, 110 columns. */
final class WalkText {

    /** Later packets that get a line; a walk of thousands is for a table. */
    private static final int MOST_LINES = 40;

    private final Walk walk;
    private final List<Way> ways;
    private final List<String> there;
    private final List<String> lines = new ArrayList<>();

    private WalkText(Walk walk) {
        this.walk = walk;
        this.ways = walk.ways();
        this.there = first().map(Way::places).orElse(List.of());
    }

    /** The first IP packet, or the first of all where there is none. */
    private Optional<Way> first() {
        return ways.stream()
                .filter(way -> way.packet() == walk.firstIpPacket())
                .findFirst()
                .or(() -> ways.stream().findFirst());
    }

    static String of(Walk walk) {
        return new WalkText(walk).whole();
    }

    static String summary(Walk walk) {
        List<Way> ways = walk.ways();
        long neighbours = ways.stream().filter(Way::findsNeighbour).count();
        long ndp = ways.stream()
                .filter(way -> Resolution.ndp(way.content()).isPresent())
                .count();
        long arp = neighbours - ndp;
        long ip = ways.size() - neighbours;
        String packets = ip
                + (ip == 1 ? " packet" : " packets")
                + (arp == 0 ? "" : " and " + arp + " ARP")
                + (ndp == 0 ? "" : " and " + ndp + " NDP");
        return walk.from() + "$ " + walk.command() + "  =>  " + walk.outcome() + " (" + packets + ")";
    }

    private String whole() {
        lines.add(walk.from() + "$ " + walk.command());
        lines.addAll(Wrap.at(Wrap.COLUMNS, "", walk.outcome().toString()));
        first().ifPresentOrElse(
                        first -> {
                            inFull(first);
                            later(first);
                        },
                        () -> lines.addAll(List.of("", "No packet was sent.")));
        unnumbered();
        return text();
    }

    private String text() {
        return String.join("\n", lines);
    }

    private void inFull(Way way) {
        lines.add("");
        lines.add("Packet " + way.packet() + "  " + summary(way.content()));
        lines.addAll(StepLines.of(walk, way));
    }

    /** Every way but {@code first}, in the order of the packets; what was sent again is counted where it came first. */
    private void later(Way first) {
        Map<Way.Fate, List<Way>> alike = new LinkedHashMap<>();
        ways.forEach(way ->
                alike.computeIfAbsent(way.fate(), any -> new ArrayList<>()).add(way));
        List<String> told = new ArrayList<>();
        Set<Integer> answers = new HashSet<>();
        for (List<Way> same : alike.values()) {
            Way way = same.get(0);
            if (way.packet() == first.packet()) {
                if (same.size() > 1) {
                    told.add("#" + first.packet() + again(same));
                }
            } else if (!answers.contains(way.packet())) {
                Optional<Way> answer = answer(way);
                answer.ifPresent(found -> answers.add(found.packet()));
                told.add(resolutionLine(way, answer) + again(same));
                same.forEach(each -> told.addAll(handled(each)));
            }
        }
        if (told.isEmpty()) {
            return;
        }
        lines.add("");
        told.stream()
                .limit(MOST_LINES)
                .forEach(line -> lines.addAll(Wrap.at(Wrap.COLUMNS, line.startsWith(" ") ? "        " : "    ", line)));
        if (told.size() > MOST_LINES) {
            lines.add("... and " + (told.size() - MOST_LINES) + " more; walk.packet(n) shows each in full");
        }
    }

    /** What programs decided about a packet is worth lines of its own. */
    private static List<String> handled(Way way) {
        return way.steps().stream()
                .filter(Step.Handled.class::isInstance)
                .map(step -> "    " + step.at().space() + " " + step.event() + ": " + step.decision()
                        + (step.reason().isEmpty() ? "" : " (" + step.reason() + ")"))
                .toList();
    }

    private static String again(List<Way> same) {
        if (same.size() == 1) {
            return "";
        }
        String numbers =
                same.stream().skip(1).limit(3).map(way -> "#" + way.packet()).collect(Collectors.joining(", "));
        return ", sent " + times(same.size() - 1) + " (" + numbers + (same.size() > 4 ? ", ..." : "")
                + "), the same end";
    }

    private static String times(int count) {
        return count == 1 ? "once more" : count + " more times";
    }

    /** The answer to this question for a neighbour, if one came. */
    private Optional<Way> answer(Way question) {
        Optional<Resolution> asked = Resolution.of(question.content());
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        return ways.stream()
                .filter(way -> way.packet() > question.packet())
                .filter(way -> Resolution.of(way.content()).stream().anyMatch(told -> told.answers(asked.get())))
                .findFirst();
    }

    /** A question for a neighbour and its answer in one line. */
    private String resolutionLine(Way way, Optional<Way> answer) {
        Optional<Resolution> asked = Resolution.of(way.content()).filter(Resolution::question);
        if (asked.isEmpty()) {
            return line(way);
        }
        String asks = asked.get().protocol() + ": " + way.steps().get(0).at().place() + " asks who has "
                + asked.get().address();
        return answer.map(told -> "#" + way.packet() + "-" + told.packet() + "  " + asks + "; "
                        + told.steps().get(0).at().place() + " answers " + mac(told))
                .orElse("#" + way.packet() + "  " + asks + "; nobody answers");
    }

    private static String mac(Way answer) {
        return Resolution.of(answer.content())
                .flatMap(Resolution::mac)
                .map(MacAddress::toString)
                .orElse("");
    }

    private String line(Way way) {
        return "#" + way.packet() + "  " + summary(way.content()) + ", " + path(way) + ending(way.end());
    }

    /** The places it came through; most packets of a walk go as the first did, or back, and words are shorter then. */
    private String path(Way way) {
        List<String> places = way.places();
        List<String> back = new ArrayList<>(there);
        Collections.reverse(back);
        if (places.equals(there)) {
            return "the same way, ";
        }
        return places.equals(back) ? "back the same way, " : String.join(" > ", places) + ", ";
    }

    private static String ending(Step end) {
        String by = end.reason().isEmpty() ? end.decision() : end.reason();
        if (end instanceof Step.Delivered) {
            return "delivered to " + end.decision();
        }
        if (end instanceof Step.Received) {
            return "received";
        }
        return end.event() + (by.isEmpty() ? "" : ": " + by);
    }

    /** tcpdump's line without the TTL, which the steps show. */
    private static String summary(FramePayload payload) {
        return payload instanceof Packet packet
                ? packet.transport()
                        .summary(packet.src().toString(), packet.dst().toString())
                : payload.summary();
    }

    /** What happened without a packet at hand: a timer ran out. */
    private void unnumbered() {
        for (Step step : walk.steps()) {
            if (step.at().packet() == 0) {
                lines.addAll(Wrap.at(
                        Wrap.COLUMNS,
                        "    ",
                        String.format(Locale.ROOT, "%.3f ms  ", walk.micros(step) / 1e3)
                                + step.at().place() + " " + step.event() + ": " + step.decision()
                                + (step.reason().isEmpty() ? "" : ", " + step.reason())));
            }
        }
    }
}
