package packetwalk.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import org.junit.jupiter.api.Test;
import packetwalk.Demo;
import packetwalk.kernel.display.Imports;

/** What README.md shows is what one gets. */
class ReadmeTest {
    private static final Pattern RESULT = Pattern.compile("// ([A-Z]{3,}.*)");

    @Test
    void the_excerpt_is_from_the_demo() throws IOException {
        var printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, UTF_8));
        try {
            Demo.main(new String[0]);
        } finally {
            System.setOut(before);
        }
        String demo = printed.toString(UTF_8).replace(System.lineSeparator(), "\n");
        assertTrue(demo.contains(block("text")), demo);
    }

    @Test
    void the_example_runs_in_jshell_and_gives_what_its_comments_say() throws IOException {
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            Stream.of(Imports.JDK, Imports.LIBRARY)
                    .flatMap(List::stream)
                    .forEach(name -> shell.eval("import " + name + ";"));
            for (String paragraph : block("java").split("\n\n")) {
                List<SnippetEvent> events = shell.eval(paragraph);
                assertEquals(1, events.size(), paragraph);
                var said = RESULT.matcher(paragraph);
                if (said.find()) {
                    String name = shell.variables()
                            .reduce((one, other) -> other)
                            .orElseThrow()
                            .name();
                    String value = shell.eval(name + ".toString()").get(0).value();
                    assertEquals("\"" + said.group(1) + "\"", value);
                }
            }
        }
    }

    /** The page's block of that language, without its fences. */
    private static String block(String language) throws IOException {
        String page = Files.readString(Path.of("..", "README.md")).replace("\r\n", "\n");
        int start = page.indexOf("```" + language + "\n") + language.length() + 4;
        return page.substring(start, page.indexOf("\n```\n", start));
    }
}
