package packetwalk.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaseFileTest {

    /** The second column of a table in Markdown: what stands there as code. */
    private static final Pattern EXAMPLE = Pattern.compile("\\| `[^|]*(?:\\\\\\|[^|]*)*` \\| `([^`]+)`.*");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a frobnicates b | x.case line 2: \"a frobnicates b\" is no statement of a case",
                "link a b:eth0 | x.case line 2: \"a\" names no device; write NETNS:DEVICE",
                "a sends 10.0.0.1:5 tll 3 | x.case line 2: a probe has no option tll; there are from, ttl, size, as, keeping",
                "a pings nowhere | x.case line 2: \"nowhere\" is no ADDRESS or ADDRESS:PORT",
                "a injects tcp X 10.0.0.1:1 > 10.0.0.2:2 | x.case line 2: flags are letters of SFRPU. and not X",
                "a$ iptables-restore <<EOF | x.case line 2: <<EOF has no end; write that word alone on a line",
            })
    void what_is_no_statement_is_refused_with_its_line(String line, String refusal) {
        String text = "netns a\n" + line + "\n";
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> CaseFile.parse("x.case", text));
        assertEquals(refusal, e.getMessage());
    }

    @Test
    void each_example_of_the_documentation_is_a_statement() throws IOException {
        List<String> examples = Files.readAllLines(Path.of("..", "docs", "agree.md")).stream()
                .map(EXAMPLE::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1))
                .toList();
        assertTrue(examples.size() > 15, examples.toString());
        for (String example : examples) {
            String end = example.contains("<<EOF") ? "\nEOF" : "";
            assertEquals(
                    1, CaseFile.parse("docs/agree.md", example + end).lines().size(), example);
        }
    }

    @Test
    void a_case_is_the_same_after_it_was_printed() throws IOException {
        for (Path file : CaseFile.written()) {
            CaseFile read = CaseFile.parse("x", Files.readString(file));
            CaseFile again = CaseFile.parse("x", read.text());
            assertEquals(
                    read.lines().stream().map(CaseFile.Line::statement).toList(),
                    again.lines().stream().map(CaseFile.Line::statement).toList());
        }
    }

    @Test
    void a_seed_gives_one_case() {
        assertEquals(Generator.of(7, 25), Generator.of(7, 25));
        assertTrue(Generator.of(7, 25).lines().size() > 25);
        assertEquals(ClusterGenerator.of(7, 25), ClusterGenerator.of(7, 25));
    }
}
