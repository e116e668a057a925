package packetwalk.kernel.exercise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import packetwalk.kernel.exercise.card.CardFile;
import packetwalk.kernel.exercise.notebook.ExerciseNotebook;

/**
 * Notebooks of exercises are what the cards say: docs/decisions/0045-exercises.md.
 *
 * <p>{@code mvn -pl kernel-lib -am test -Dtest=ExerciseNotebooksTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dpacketwalk.rewrite=true} makes them anew.
 */
class ExerciseNotebooksTest {

    private static final Path NOTEBOOKS = Path.of("..", "notebooks");

    /** An article, and the notebook of its exercises. */
    enum Article {
        POD("01-pods", "Exercises: pods"),
        SVC("02-services", "Exercises: services"),
        ING("03-ingress", "Exercises: ways in from outside");

        private final String file;
        private final String title;

        Article(String file, String title) {
            this.file = file + ".ipynb";
            this.title = title;
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_committed_notebook_is_what_the_cards_say(Article article) throws IOException {
        List<CardFile> cards = CardFiles.of(article.name());
        if (cards.isEmpty()) {
            return;
        }
        assertCommitted("exercises", article, ExerciseNotebook.release(article.title, cards));
        assertCommitted("solutions", article, ExerciseNotebook.source(article.title, cards));
    }

    private static void assertCommitted(String folder, Article article, String notebook) throws IOException {
        Path file = NOTEBOOKS.resolve(folder).resolve(article.file);
        if (Boolean.getBoolean("packetwalk.rewrite")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, notebook);
        }
        assertTrue(Files.exists(file), () -> file + " is not there; this test's comment has the command");
        assertEquals(Files.readString(file), notebook, () -> file + " is not what the cards say");
    }

    @Test
    void no_solution_is_in_what_a_learner_gets() {
        CardFile card = CardFiles.named("POD-5");
        String solution = card.key()
                .orElseThrow()
                .solution()
                .lines()
                .findFirst()
                .orElseThrow()
                .strip();

        assertFalse(ExerciseNotebook.release("any", List.of(card)).contains(solution));
        assertTrue(ExerciseNotebook.source("any", List.of(card)).contains(solution));
    }
}
