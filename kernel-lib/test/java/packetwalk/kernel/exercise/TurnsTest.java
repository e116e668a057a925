package packetwalk.kernel.exercise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import packetwalk.kernel.exercise.card.Card;
import packetwalk.kernel.exercise.card.CardFile;

/** What comes in turn comes for certain, and nobody knows when. */
class TurnsTest {

    private static final Card CALLS = CardFiles.named("SVC-1").card();

    private static List<String> programs(long seed) {
        return Questions.of(CALLS, seed).situations().stream()
                .map(each -> each.values().get("command").toString())
                .map(command -> command.startsWith("ping") ? "ping" : command.replaceAll(".* ", ""))
                .toList();
    }

    @Test
    void each_of_several_is_asked_as_often_as_the_others_whatever_the_seed() {
        for (long seed = 0; seed < 20; seed++) {
            assertEquals(4, Collections.frequency(programs(seed), "ping"), "of twelve calls, seed " + seed);
        }
    }

    @Test
    void another_seed_asks_in_another_order() {
        List<String> one = programs(1);
        List<String> other = programs(2);

        assertNotEquals(positions(one), positions(other));
        assertEquals(one, programs(1));
    }

    private static String positions(List<String> programs) {
        return Arrays.toString(
                programs.stream().mapToInt(each -> each.equals("ping") ? 1 : 0).toArray());
    }

    @Test
    void what_is_listed_keeps_its_order() {
        Card card = CardFile.parse("POD-5", CardFiles.text("POD-5").replace("    shuffled:\n", "    listed:\n"))
                .card();

        for (Situation each : Questions.of(card, 3).situations()) {
            String dst = each.values().get("dst").toString();
            List<?> table = (List<?>) each.values().get("table");
            assertEquals(
                    dst.substring(0, dst.indexOf('.')), table.get(0).toString().substring(0, 3));
            assertEquals(5, table.size());
        }
    }
}
