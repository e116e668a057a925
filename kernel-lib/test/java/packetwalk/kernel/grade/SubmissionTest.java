package packetwalk.kernel.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose a notebook is. */
class SubmissionTest {

    @TempDir
    private Path folder;

    private void file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
    }

    private List<String> learners(Path path) throws IOException {
        return Submission.at(path).stream().map(Submission::learner).toList();
    }

    @Test
    void a_learner_is_called_as_the_folder_is() throws IOException {
        file("class/ada/01-pods.ipynb");
        file("class/bob/01-pods.ipynb");

        assertEquals(List.of("ada", "bob"), learners(folder.resolve("class")));
        assertEquals(List.of("ada"), learners(folder.resolve("class/ada")));
        assertEquals(List.of("bob"), learners(folder.resolve("class/bob/01-pods.ipynb")));
    }

    @Test
    void nbgraders_folders_are_known() throws IOException {
        file("course/submitted/ada/ps1/01-pods.ipynb");
        file("course/release/ps1/01-pods.ipynb");

        assertEquals(List.of("ada"), learners(folder.resolve("course")));
        assertEquals(List.of("ada"), learners(folder.resolve("course/submitted")));
        assertEquals(List.of("ada"), learners(folder.resolve("course/submitted/ada/ps1/01-pods.ipynb")));
    }

    @Test
    void nobody_hands_in_for_another_or_from_elsewhere() throws IOException {
        file("class/mallory/01-pods.ipynb");
        file("class/mallory/ada/01-pods.ipynb");
        file("class/mallory/.ipynb_checkpoints/01-pods.ipynb");
        file("elsewhere/01-pods.ipynb");
        Files.createSymbolicLink(folder.resolve("class/bob"), folder.resolve("elsewhere"));

        assertEquals(List.of("mallory"), learners(folder.resolve("class")));
    }
}
