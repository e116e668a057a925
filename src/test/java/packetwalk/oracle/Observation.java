package packetwalk.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What one world showed of one probe, as lines that can be compared.
 *
 * @param outcome what the sender was told
 * @param port the probe's source port, or echo identifier; 0 if it was never sent
 * @param events for {@code NETNS main}, {@code NETNS reset}, {@code NETNS error} (which the kernel makes while the
 *     packet that they are about is still on its way) and {@code NETNS outer} (what tunnels put around others), what happened there in order: {@code made}, {@code in},
 *     {@code rule TABLE CHAIN NUMBER}, {@code policy}, {@code local}, {@code out}
 * @param connections for each namespace, both tuples of each connection
 * @param routeErrors each router and source that it told that there is no route; only the engine knows
 * @param arpWaited whether some question of ARP stayed open, so that it is worth waiting for its end
 * @param unknown what the engine met and does not model, by name; else empty
 */
record Observation(
        String outcome,
        int port,
        Map<String, List<String>> events,
        Map<String, List<String>> connections,
        Set<String> routeErrors,
        boolean arpWaited,
        String unknown) {

    /** Made of MAC addresses, which differ. */
    private static final Pattern LINK_LOCAL = Pattern.compile("fe80::[0-9a-f]+(:[0-9a-f]+){3}");

    private static final Pattern PORT = Pattern.compile("((?<=]|\\.\\d{1,3}):| id |sport=|dport=|id=)(\\d+)\\b");

    Observation {
        events = new TreeMap<>(events);
        connections = new TreeMap<>(connections);
    }

    /** The same with every port that is not {@code known} as a star: the kernel and the engine pick others at random. */
    Observation withPorts(IntPredicate known) {
        Map<String, List<String>> tuples = masked(connections, known);
        tuples.replaceAll((netns, each) -> each.stream().sorted().toList()); // a random port was part of their order
        return new Observation(
                masked(outcome, known), port, masked(events, known), tuples, routeErrors, arpWaited, unknown);
    }

    private static Map<String, List<String>> masked(Map<String, List<String>> lines, IntPredicate known) {
        return lines.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().stream()
                                .map(line -> masked(line, known))
                                .toList()));
    }

    private static String masked(String line, IntPredicate known) {
        Matcher ports = PORT.matcher(LINK_LOCAL.matcher(line).replaceAll("fe80::*"));
        return ports.replaceAll(
                port -> known.test(Integer.parseInt(port.group(2))) ? port.group() : port.group(1) + "*");
    }

    /** One line of {@code conntrack -L} without timeout and TCP state, which differ by the time of asking. */
    static String tuples(String line) {
        return line.replaceFirst("^(\\w+) +\\d+ \\d+ (?:[A-Z_]+ )?", "$1 ")
                .replaceAll(" (use=\\d+|zone=0|mark=0)(?= |$)", "");
    }

    /** The lines of {@code conntrack -L} that are connections, in an order of their own. */
    static List<String> sorted(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains("src="))
                .map(Observation::tuples)
                .sorted()
                .toList();
    }

    /** All of it, one thing a line. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("sender: " + outcome));
        for (String place : new TreeSet<>(events.keySet())) {
            List<String> met = events.get(place);
            boolean overtakes = place.endsWith(" outer") || place.endsWith(" error");
            (overtakes ? byPacket(met) : met).forEach(event -> lines.add(place + ": " + event));
        }
        connections.forEach((netns, tuples) -> tuples.forEach(each -> lines.add(netns + " ct: " + each)));
        return lines;
    }

    /**
     * Packets of several tunnels overtake each other as they like, and so does what is said about them: what each of them met,
     * in an order of their own.
     */
    private static List<String> byPacket(List<String> met) {
        List<List<String>> packets = new ArrayList<>();
        for (String event : met) {
            if (packets.isEmpty() || event.startsWith("made ") || event.startsWith("in ")) {
                packets.add(new ArrayList<>());
            }
            packets.get(packets.size() - 1).add(event);
        }
        packets.sort(Comparator.comparing(Object::toString));
        return packets.stream().flatMap(List::stream).toList();
    }

    /** Whether {@code phrase}, what stands behind {@code =>} of a case, is true of this. */
    boolean shows(String phrase) {
        String[] sight = phrase.split(" sees ", 2);
        if (sight.length == 1) {
            return outcome.startsWith(phrase);
        }
        List<String> delivered = events.getOrDefault(sight[0] + " main", List.of()).stream()
                .filter(event -> event.startsWith("local "))
                .toList();
        if (sight[1].equals("nothing")) {
            return delivered.isEmpty();
        }
        String[] words = sight[1].split(" ttl ", 2);
        return delivered.stream()
                .anyMatch(event -> event.matches(".* \\[?" + Pattern.quote(words[0]) + "]?(:\\d+)? > .*")
                        && (words.length == 1 || event.endsWith(" ttl " + words[1])));
    }
}
