package packetwalk.kernel.exercise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import packetwalk.kernel.exercise.card.Card;
import packetwalk.kernel.exercise.card.CardFile;
import packetwalk.kernel.exercise.card.Misconception;
import packetwalk.kernel.report.Format;
import packetwalk.kernel.report.GradeReport;

/** What docs/instructors.md says of the exercises is what the cards say; {@code -Dpacketwalk.rewrite=true} makes its tables anew. */
class InstructorsGuideTest {

    private static final Path GUIDE = Path.of("..", "docs", "instructors.md");

    /** For half of the time: those whose misconceptions have the most company. */
    private static final List<String> FIRST = List.of(
            "POD-3", "POD-5", "POD-7", "POD-8", "SVC-1", "SVC-2", "SVC-3", "SVC-5", "SVC-6", "ING-1", "ING-3", "ING-6");

    @Test
    void its_tables_are_made_from_the_cards() throws IOException {
        String text = Files.readString(GUIDE);
        String made = with(with(text, "time", time()), "exercises", exercises());
        if (Boolean.getBoolean("packetwalk.rewrite")) {
            Files.writeString(GUIDE, made);
            return;
        }
        assertEquals(made, text);
    }

    @Test
    void every_file_that_it_names_is_there() throws IOException {
        Matcher names = Pattern.compile("(?<![\\w./-])(?:binder|kernel-lib|notebooks|docs)/[\\w./-]*[\\w/]")
                .matcher(Files.readString(GUIDE));
        while (names.find()) {
            assertTrue(Files.exists(Path.of("..").resolve(names.group())), names.group());
        }
    }

    @Test
    void it_names_every_format_and_its_file() throws IOException {
        String text = Files.readString(GUIDE);
        for (Format format : Format.values()) {
            assertTrue(text.contains("| `" + format.word() + "` | `" + format.fileName() + "` |"), format.word());
        }
    }

    private static String with(String text, String name, String table) {
        String begin = "<!-- made from the cards: " + name + " -->\n";
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf("<!-- end -->", from);
        assertTrue(from >= begin.length() && to >= 0, name);
        return text.substring(0, from) + "\n" + table + "\n" + text.substring(to);
    }

    private static String time() {
        StringBuilder table = new StringBuilder(
                "| article | exercises | minutes | in bold alone | points |\n| --- | --- | ---: | ---: | ---: |\n");
        for (String article : List.of("POD", "SVC", "ING")) {
            List<Card> cards =
                    CardFiles.of(article).stream().map(CardFile::card).toList();
            table.append("| " + article + " | "
                    + cards.stream()
                            .map(card -> bold(card.id()) + " " + card.minutes())
                            .collect(Collectors.joining(", "))
                    + " | " + minutes(cards) + " | "
                    + minutes(cards.stream()
                            .filter(card -> FIRST.contains(card.id()))
                            .toList())
                    + " | "
                    + GradeReport.number(
                            cards.stream().mapToDouble(Card::points).sum()) + " |\n");
        }
        return table.toString();
    }

    private static int minutes(List<Card> cards) {
        return cards.stream().mapToInt(Card::minutes).sum();
    }

    private static String bold(String id) {
        return FIRST.contains(id) ? "**" + id + "**" : id;
    }

    private static String exercises() {
        StringBuilder table = new StringBuilder("""
            | | exercise | what is learnt | misconceptions that it finds | facts |
            | --- | --- | --- | --- | --- |
            """);
        for (String article : List.of("POD", "SVC", "ING")) {
            CardFiles.of(article).stream()
                    .map(CardFile::card)
                    .forEach(card -> table.append("| " + bold(card.id()) + " | " + card.title() + " | "
                            + card.objective().replace("|", "\\|").strip() + " | "
                            + card.misconceptions().stream()
                                    .map(Misconception::name)
                                    .collect(Collectors.joining(", "))
                            + " | " + String.join(", ", card.facts()) + " |\n"));
        }
        return table.toString();
    }
}
