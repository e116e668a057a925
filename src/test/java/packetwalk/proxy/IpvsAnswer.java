package packetwalk.proxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a proxier in ipvs mode answers to a {@link Question}, as lines that can be compared.
 *
 * @param lines of each sync: the rules, then what IPVS, the dummy device and the sets hold; at last what is ensured and
 *     deleted
 */
record IpvsAnswer(List<String> lines) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** One rule for each load balancer, in an order that follows from Go's maps. */
    private static final String UNORDERED = "-A KUBE-IPVS-OUT-FILTER";

    IpvsAnswer {
        lines = List.copyOf(lines);
    }

    /** What one sync left behind. */
    record Left(String text, List<String> servers, List<String> addresses, List<String> entries) {}

    static IpvsAnswer of(List<Left> syncs, List<String> jumps, List<String> deletedFlows) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < syncs.size(); i++) {
            Left each = syncs.get(i);
            String sync = "sync " + (i + 1) + " ";
            Stream<String> barred = each.text()
                    .lines()
                    .filter(line -> line.startsWith(UNORDERED))
                    .sorted();
            Stream<String> ordered = each.text().lines().filter(line -> !line.startsWith(UNORDERED));
            Stream.of(
                            ordered,
                            barred,
                            each.servers().stream().sorted(),
                            each.addresses().stream().sorted(),
                            each.entries().stream().sorted())
                    .flatMap(part -> part)
                    .forEach(line -> lines.add(sync + line));
        }
        jumps.forEach(each -> lines.add("jump " + each));
        deletedFlows.stream().sorted().forEach(each -> lines.add("deleted " + each));
        return new IpvsAnswer(lines);
    }

    /** The question to a proxier whose virtual servers have {@code scheduler}. */
    static String question(String question, String scheduler) {
        try {
            ObjectNode asked = (ObjectNode) JSON.readTree(question);
            asked.putObject("ipvs").put("scheduler", scheduler);
            return asked.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a question to a kube-proxy: " + e.getMessage(), e);
        }
    }

    /** The scheduler that a question names. */
    static String scheduler(String question) {
        return read(question).path("ipvs").path("scheduler").asText();
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a kube-proxy's: " + e.getMessage(), e);
        }
    }

    /** Reads a line of the real one's output. */
    static IpvsAnswer parse(String line) {
        JsonNode answer = read(line);
        List<Left> syncs = new ArrayList<>();
        List<String> texts = list(answer.path("texts"));
        for (int i = 0; i < texts.size(); i++) {
            JsonNode state = answer.path("states").path(i);
            syncs.add(new Left(
                    texts.get(i),
                    list(state.path("servers")),
                    list(state.path("addresses")),
                    list(state.path("entries"))));
        }
        return of(syncs, list(answer.path("jumps")), list(answer.path("deletedFlows")));
    }

    private static List<String> list(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    /** Where {@code ours} says something else; empty if it does not. */
    Optional<String> difference(IpvsAnswer ours) {
        if (lines.equals(ours.lines)) {
            return Optional.empty();
        }
        List<String> differences = new ArrayList<>();
        lines.stream().filter(line -> !ours.lines.contains(line)).forEach(line -> differences.add("  real " + line));
        ours.lines.stream().filter(line -> !lines.contains(line)).forEach(line -> differences.add("  ours " + line));
        return Optional.of(
                differences.isEmpty() ? "  the same lines in another order" : String.join("\n", differences));
    }
}
