package packetwalk.proxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a proxier answers to a {@link Question}, in a form that can be compared.
 *
 * @param texts what each sync feeds to {@code iptables-restore}, as {@link RestoreForm} has it
 * @param jumps what the first sync puts into the kernel's own chains, in order
 * @param deletedFlows the connections that the syncs deleted, sorted
 */
record Answer(List<String> texts, List<String> jumps, List<String> deletedFlows) {

    Answer {
        texts = texts.stream().map(text -> RestoreForm.of(text).toString()).toList();
        jumps = List.copyOf(jumps);
        deletedFlows = deletedFlows.stream().sorted().toList();
    }

    /** Reads a line of the real one's output. */
    static Answer parse(String line) {
        try {
            JsonNode answer = new ObjectMapper().readTree(line);
            return new Answer(
                    list(answer.path("texts")), list(answer.path("jumps")), list(answer.path("deletedFlows")));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a kube-proxy's answer: " + e.getMessage(), e);
        }
    }

    private static List<String> list(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    /** Where {@code ours} says something else, as lines of both; empty if it does not. */
    Optional<String> difference(Answer ours) {
        List<String> differences = new ArrayList<>();
        for (int sync = 0; sync < texts.size(); sync++) {
            differ(
                    differences,
                    "sync " + (sync + 1),
                    texts.get(sync).lines().toList(),
                    ours.texts.get(sync).lines().toList());
        }
        differ(differences, "jumps", jumps, ours.jumps);
        differ(differences, "deleted connections", deletedFlows, ours.deletedFlows);
        return differences.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", differences));
    }

    private static void differ(List<String> differences, String what, List<String> real, List<String> ours) {
        if (real.equals(ours)) {
            return;
        }
        differences.add(what + ":");
        real.stream().filter(line -> !ours.contains(line)).forEach(line -> differences.add("  real " + line));
        ours.stream().filter(line -> !real.contains(line)).forEach(line -> differences.add("  ours " + line));
        if (differences.get(differences.size() - 1).endsWith(":")) {
            differences.add("  the same lines in another order");
        }
    }
}
