package packetwalk.kernel.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClassCsvTest {

    @Test
    void a_class_has_a_line_for_each_submission_and_a_column_for_each_exercise() {
        String csv = ClassCsv.of(List.of(Reports.ordinary(), Reports.of("bob", Optional.empty())));

        assertEquals("""
            student,assignment,score,max,POD-3,POD-4,SVC-1\r
            ada,01-pods.ipynb,1,5.5,1,0,\r
            bob,01-pods.ipynb,1,1,,,1\r
            """, csv);
    }

    @Test
    void line_by_line_is_the_same_table() {
        SubmissionReport report = Reports.ordinary();
        ClassCsv csv = ClassCsv.ofExercises(List.of("POD-3", "POD-4"));

        assertEquals(Format.CSV.write(report), csv.head() + csv.line(report));
    }

    @Test
    void a_class_has_three_files_of_its_own() {
        assertEquals(
                List.of("grades.csv", "summary.md", "summary.html"),
                List.copyOf(ClassFiles.of(List.of(Reports.ordinary())).keySet()));
    }

    @Test
    void no_cell_is_a_formula_and_every_line_has_as_many_cells() {
        String csv = ClassCsv.of(List.of(
                Reports.hostile(),
                Reports.of("@SUM(A1)", Optional.empty()),
                Reports.of("-1+2", Optional.empty()),
                Reports.of("\t=1", Optional.empty()),
                Reports.of("\"=1\",\"\r\n=2", Optional.empty())));

        List<List<String>> lines = read(csv);
        assertEquals(6, lines.size());
        for (List<String> cells : lines) {
            assertEquals(lines.get(0).size(), cells.size(), cells.toString());
            cells.forEach(cell -> assertFalse(cell.matches("(?s)[=+\\-@\\t\\r].*"), cell));
        }
        assertTrue(lines.get(2).get(0).equals("'@SUM(A1)"));
    }

    /** RFC 4180, by its grammar. */
    private static List<List<String>> read(String csv) {
        List<List<String>> lines = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < csv.length(); i++) {
            char c = csv.charAt(i);
            if (c == '"' && quoted && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
                cell.append(csv.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
            } else if (quoted || (c != ',' && c != '\r' && c != '\n')) {
                cell.append(c);
            } else if (c != '\r') {
                cells.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    lines.add(cells);
                    cells = new ArrayList<>();
                }
            }
        }
        return lines;
    }
}
