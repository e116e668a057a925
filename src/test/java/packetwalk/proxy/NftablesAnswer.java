package packetwalk.proxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import packetwalk.net.Cidr;

/**
 * What a proxier in nftables mode answers to a {@link Question}, as lines that can be compared.
 *
 * @param lines of each sync: the commands that it ran, and the table afterwards; at last the deleted connections
 */
record NftablesAnswer(List<String> lines) {

    private static final List<List<String>> NETWORKS = List.of(
            List.of(),
            List.of("172.30.0.0/16", "fd00:30::/112"),
            List.of("172.30.0.0/16", "10.96.0.0/12", "fd00:30::/112"));

    private static final ObjectMapper JSON = new ObjectMapper();

    NftablesAnswer {
        lines = List.copyOf(lines);
    }

    /** What one sync ran and left behind. */
    record Left(String transaction, List<String> dump) {}

    /** Commands are sorted, as Go's maps have no order; that of a chain's rules, which counts, is the dump's. */
    static NftablesAnswer of(List<Left> syncs, List<String> deletedFlows) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < syncs.size(); i++) {
            String sync = "sync " + (i + 1);
            syncs.get(i).transaction().lines().sorted().forEach(line -> lines.add(sync + " ran " + line));
            ordered(syncs.get(i).dump()).forEach(line -> lines.add(sync + " left " + line));
        }
        deletedFlows.stream().sorted().forEach(each -> lines.add("deleted " + each));
        return new NftablesAnswer(lines);
    }

    /** Elements sorted, too. */
    private static Stream<String> ordered(List<String> dump) {
        return Stream.concat(
                dump.stream().filter(line -> !line.startsWith("add element ")),
                dump.stream().filter(line -> line.startsWith("add element ")).sorted());
    }

    /** The question to a proxier of nftables mode; of the Services' networks and of the time between syncs some are drawn. */
    static String question(Question question, Chance chance) {
        ObjectNode asked = (ObjectNode) read(question.toJson());
        ObjectNode mode = asked.putObject("nftables");
        List<String> networks = chance.of(NETWORKS);
        networks.forEach(mode.putArray("serviceCIDRs")::add);
        ArrayNode waits = mode.putArray("waits");
        // less than a stale chain stays, more, and so long that all is written again
        question.syncs().forEach(sync -> waits.add(chance.of(0, 0, 5, 5, 4000)));
        return asked.toString();
    }

    /** The networks that a question names. */
    static List<Cidr> serviceCidrs(String question) {
        return list(read(question).path("nftables").path("serviceCIDRs")).stream()
                .map(Cidr::parse)
                .toList();
    }

    /** How many seconds pass before each sync of a question. */
    static List<Integer> waits(String question) {
        return list(read(question).path("nftables").path("waits")).stream()
                .map(Integer::valueOf)
                .toList();
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a kube-proxy's: " + e.getMessage(), e);
        }
    }

    /** Reads a line of the real one's output. */
    static NftablesAnswer parse(String line) {
        JsonNode answer = read(line);
        List<String> texts = list(answer.path("texts"));
        List<String> dumps = list(answer.path("dumps"));
        List<Left> syncs = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            syncs.add(new Left(texts.get(i), dumps.get(i).lines().toList()));
        }
        return of(syncs, list(answer.path("deletedFlows")));
    }

    /** All transactions of the real one's answer, in turn. */
    static List<String> transactions(String line) {
        return list(read(line).path("texts"));
    }

    private static List<String> list(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    /** Where {@code ours} says something else; empty if it does not. */
    Optional<String> difference(NftablesAnswer ours) {
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
