package packetwalk.kernel.exercise;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import packetwalk.kernel.exercise.card.Card;
import packetwalk.kernel.exercise.card.CardFile;
import packetwalk.kernel.exercise.card.Key;

/**
 * What is handed in to nbgrader in CI: every answer that a card has prepared, as a cell. JSON on stdout; {@code kernel-lib/test/nbgrader}
 * reads it. What they are worth is in {@code CardsTest}.
 */
final class PreparedAnswers {

    private PreparedAnswers() {}

    /**
     * Prints them.
     *
     * @param args the folder of the cards
     */
    public static void main(String[] args) throws IOException {
        List<Map<String, Object>> all = new ArrayList<>();
        try (var files = Files.list(Path.of(args[0]))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                all.addAll(prepared(file));
            }
        }
        System.out.println(JsonMapper.builder().build().writeValueAsString(all));
    }

    private static List<Map<String, Object>> prepared(Path file) throws IOException {
        CardFile card = CardFile.parse(file.getFileName().toString(), Files.readString(file));
        List<Map<String, Object>> prepared = new ArrayList<>();
        answers(card).forEach((name, body) -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("exercise", card.card().id());
            json.put("cell", card.card().gradeId());
            json.put("answer", name);
            json.put("source", card.card().answer().method(body));
            json.put("max", card.card().points());
            prepared.add(json);
        });
        return prepared;
    }

    private static Map<String, String> answers(CardFile card) {
        Key key = card.key().orElseThrow();
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put("blank", Card.STARTER);
        List<String> right = key.right();
        for (int i = 0; i < right.size(); i++) {
            answers.put("right " + (i + 1), right.get(i));
        }
        key.wrong().forEach(chaff -> answers.put("wrong: " + chaff.name(), chaff.code()));
        return answers;
    }
}
