package packetwalk.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import packetwalk.proxy.RestoreForm;

/**
 * {@code kube-proxy-iptables-rules}: the text that is fed to {@code iptables-restore}, chain by chain. A scenario's
 * inputs stand in the flows file, under the same id.
 */
final class RuleVectors {

    private RuleVectors() {}

    static List<Outcome> run(JsonNode file, VectorFolder folder) {
        return Scenario.elements(file.path("scenarios"))
                .map(each -> Outcome.of(each.path("id").asText(), () -> judge(each, folder)))
                .toList();
    }

    private static Outcome judge(JsonNode expected, VectorFolder folder) {
        String id = expected.path("id").asText();
        String inputs = expected.path("rulesRefScenario").asText(id);
        if (expected.has("services")) {
            return compare(id, expected.path("rules"), Scenario.of(expected));
        }
        return folder.scenario(inputs)
                .map(scenario -> compare(id, expected.path("rules"), Scenario.of(scenario)))
                .orElse(new Outcome(id, List.of("no file of the folder has the inputs of scenario " + inputs)));
    }

    private static Outcome compare(String id, JsonNode expected, Scenario scenario) {
        RestoreForm actual = RestoreForm.of(scenario.rules());
        RestoreForm wanted = RestoreForm.of(text(expected));
        List<String> differences = new ArrayList<>();
        expected.properties().forEach(table -> {
            Map<String, List<String>> all = new TreeMap<>(wanted.chains(table.getKey()));
            actual.chains(table.getKey()).forEach(all::putIfAbsent);
            for (String chain : all.keySet()) {
                differ(
                        differences,
                        table.getKey() + " " + chain,
                        wanted.chains(table.getKey()).getOrDefault(chain, List.of("no such chain")),
                        actual.chains(table.getKey()).getOrDefault(chain, List.of("no such chain")));
            }
        });
        return new Outcome(id, differences);
    }

    private static void differ(List<String> differences, String chain, List<String> expected, List<String> actual) {
        if (!expected.equals(actual)) {
            differences.add(chain + ":");
            expected.forEach(rule -> differences.add("  expected " + rule));
            actual.forEach(rule -> differences.add("  but was  " + rule));
        }
    }

    private static String text(JsonNode tables) {
        StringBuilder text = new StringBuilder();
        tables.properties().forEach(table -> {
            text.append('*').append(table.getKey()).append('\n');
            table.getValue()
                    .properties()
                    .forEach(chain -> text.append(':').append(chain.getKey()).append(" - [0:0]\n"));
            table.getValue()
                    .properties()
                    .forEach(chain -> Scenario.texts(chain.getValue())
                            .forEach(rule -> text.append("-A ")
                                    .append(chain.getKey())
                                    .append(' ')
                                    .append(rule)
                                    .append('\n')));
        });
        return text.toString();
    }
}
