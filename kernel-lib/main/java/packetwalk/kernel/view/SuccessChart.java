package packetwalk.kernel.view;

import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import packetwalk.trace.Load;

/** The share of requests that were answered, over time, for several loads: when each went wrong, and whether it came back. */
final class SuccessChart {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 320;
    private static final int SPANS = 30;

    /** Okabe and Ito's, told apart by everybody. */
    private static final Color[] COLOURS = {
        new Color(0xD55E00), new Color(0x0072B2), new Color(0x009E73), new Color(0xCC79A7), new Color(0xE69F00)
    };

    private SuccessChart() {}

    static Chart of(Map<String, Load> loads) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("Requests answered, over time")
                .xAxisTitle("seconds")
                .yAxisTitle("answered, %")
                .build();
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Step);
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(105.0).setXAxisMin(0.0);
        chart.getStyler().setXAxisDecimalPattern("#,##0.#").setYAxisDecimalPattern("#,##0");
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
        chart.getStyler().setPlotBorderVisible(false).setSeriesColors(COLOURS).setMarkerSize(5);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
        double span = Math.max(1, longest(loads) / (double) SPANS);
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "Requests answered, %%, in spans of %.3g s by their beginning", span / 1e9));
        loads.forEach((name, load) -> {
            List<Double> seconds = new ArrayList<>();
            List<Double> shares = new ArrayList<>();
            spans(load, span, seconds, shares);
            if (!seconds.isEmpty()) {
                chart.addSeries(name, seconds, shares);
            }
            text.append("\n").append(name).append(":");
            shares.forEach(share -> text.append(String.format(Locale.ROOT, " %.0f", share)));
        });
        return new Chart(chart, "Steps: " + text.toString().replace("\n", ". ") + ".", text.toString());
    }

    private static long longest(Map<String, Load> loads) {
        return loads.values().stream()
                .flatMap(load -> load.requests().stream().map(each -> each.startNanos() - load.startNanos()))
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    /** A span in which no request began has no point. */
    private static void spans(Load load, double span, List<Double> seconds, List<Double> shares) {
        int[] begun = new int[SPANS];
        int[] answered = new int[SPANS];
        for (Load.Request each : load.requests()) {
            int place = (int) Math.min(SPANS - 1, (each.startNanos() - load.startNanos()) / span);
            begun[place]++;
            answered[place] += each.answered() ? 1 : 0;
        }
        for (int i = 0; i < SPANS; i++) {
            if (begun[i] > 0) {
                seconds.add(i * span / 1e9);
                shares.add(100.0 * answered[i] / begun[i]);
            }
        }
    }
}
