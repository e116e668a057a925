package packetwalk.kernel.view;

import java.util.LinkedHashMap;
import java.util.Map;
import packetwalk.Cluster;
import packetwalk.trace.Exhibit;
import packetwalk.trace.Load;
import packetwalk.trace.Printout;
import packetwalk.trace.Walk;
import tech.tablesaw.api.Table;

/** Values as MIME bundles. */
final class Bundle {

    private static final int PRINTED_ROWS = 20;

    private Bundle() {}

    static Map<String, String> of(Object value) {
        if (value instanceof Rich rich) {
            return forms(rich.plain(), rich.html());
        }
        if (value instanceof Walk walk) {
            return forms(walk.text(), WalkHtml.of(walk));
        }
        if (value instanceof Picture picture) {
            return forms(picture.text(), Html.card(picture.svg()));
        }
        if (value instanceof Cluster cluster) {
            return forms(
                    cluster.text(), Html.card(Picture.of(cluster.topology()).svg()));
        }
        if (value instanceof Printout printout) {
            return forms(printout.text(), Html.pre(printout.prompt(), printout.command(), printout.text()));
        }
        if (value instanceof Load load) {
            return forms(
                    load.text(), Html.pre(load.text()) + LoadCharts.share(load).html());
        }
        if (value instanceof Table table) {
            return forms(table.print(PRINTED_ROWS), TableHtml.of(table));
        }
        if (value instanceof org.knowm.xchart.internal.chartpart.Chart<?, ?> raw) {
            return of(Chart.named(raw));
        }
        if (value instanceof Chart chart) {
            Map<String, String> forms = forms(chart.text(), chart.html());
            forms.put("image/png", chart.base64());
            return forms;
        }
        if (value instanceof Exhibit exhibit) {
            return forms(exhibit.text(), Html.pre(exhibit.text()));
        }
        Map<String, String> forms = new LinkedHashMap<>();
        forms.put("text/plain", String.valueOf(value));
        return forms;
    }

    private static Map<String, String> forms(String text, String html) {
        Map<String, String> forms = new LinkedHashMap<>();
        forms.put("text/plain", text);
        forms.put("text/html", html);
        return forms;
    }
}
