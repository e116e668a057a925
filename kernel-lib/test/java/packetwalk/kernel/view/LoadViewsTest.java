package packetwalk.kernel.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import packetwalk.trace.Load;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;

class LoadViewsTest {

    /** Two servers take turns for 24 seconds; in the second half every third request fails. */
    private static Load load() {
        List<Load.Request> requests = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            long start = i * 1_000_000_000L;
            boolean fails = i >= 12 && i % 3 == 0;
            requests.add(new Load.Request(
                    i + 1,
                    1,
                    fails ? 0 : i + 1,
                    false,
                    start,
                    start + 500_000,
                    fails ? 0 : 200,
                    fails ? "" : "server-" + (i % 2 + 1),
                    fails ? "Connection refused" : ""));
        }
        return new Load("load http://service-test/ -n 24 -c 1", "client", requests);
    }

    @Test
    void theTableHasOneTypedRowForEachRequest() {
        Table table = Views.table(load());
        assertEquals(24, table.rowCount());
        assertEquals(
                List.of(
                        "request",
                        "client",
                        "connection",
                        "reused",
                        "start_ms",
                        "latency_ms",
                        "status",
                        "answered_by",
                        "failure"),
                table.columnNames());
        assertEquals(ColumnType.DOUBLE, table.column("latency_ms").type());
        assertEquals(4, table.column("answered_by").countMissing());
        assertEquals(4, table.column("connection").countMissing());
    }

    @Test
    void theShareNamesEveryHostAndEveryFailureInTextAndForThoseWhoCannotSeeIt() {
        Chart chart = Views.share(load());
        assertTrue(chart.alt().contains("server-1: 10; server-2: 10; failed: Connection refused: 4"), chart.alt());
        assertTrue(chart.text().contains("server-1"), chart.text());
        assertTrue(chart.png().length > 1000);
    }

    @Test
    void overTimeFailuresStandInTheirSpan() {
        Chart chart = Views.overTime(load());
        String failed = chart.text()
                .lines()
                .filter(line -> line.startsWith("failed"))
                .findFirst()
                .orElseThrow();
        assertTrue(failed.endsWith("0 0 0 0 0 0 0 0 0 0 0 0 1 0 0 1 0 0 1 0 0 1 0 0"), chart.text());
        assertTrue(chart.png().length > 1000);
    }

    @Test
    void aLoadWithoutAnAnswerIsShownToo() {
        Load none = new Load("load http://x/ -n 0", "client", List.of());
        assertFalse(Views.share(none).alt().isEmpty());
        assertFalse(Views.overTime(none).text().isEmpty());
        assertTrue(Views.share(none).png().length > 1000);
    }

    @Test
    void aNotebookShowsALoadAsItsTextAndItsShare() {
        Map<String, String> forms = Views.bundle(load());
        assertTrue(forms.getOrDefault("text/plain", "").contains("24 requests"));
        String html = forms.getOrDefault("text/html", "").toLowerCase(Locale.ROOT);
        assertTrue(html.contains("server-1"), html);
    }
}
