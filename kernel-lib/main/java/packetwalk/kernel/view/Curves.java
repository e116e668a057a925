package packetwalk.kernel.view;

import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;

/** Several curves over the same numbers, both axes logarithmic: what grows and what stays flat shows at a glance. */
final class Curves {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 360;

    /** Okabe and Ito's, told apart by everybody. */
    private static final Color[] COLOURS = {
        new Color(0x0072B2), new Color(0xE69F00), new Color(0x009E73), new Color(0xCC79A7)
    };

    private Curves() {}

    /** A curve for each entry; its points in the order of x. Numbers must be above 0. */
    static Chart of(String title, String x, String y, Map<String, ? extends Map<Integer, Integer>> curves) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .build();
        chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
        chart.getStyler().setXAxisDecimalPattern("#,###").setYAxisDecimalPattern("#,###");
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
        chart.getStyler().setPlotBorderVisible(false).setSeriesColors(COLOURS);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNW);
        StringBuilder text = new StringBuilder(title + " (" + y + " by " + x + ")");
        List<String> numbers = new ArrayList<>();
        curves.forEach((name, points) -> {
            chart.addSeries(name, List.copyOf(points.keySet()), List.copyOf(points.values()));
            text.append("\n").append(name).append(":");
            points.forEach(
                    (at, value) -> text.append("  ").append(at).append(": ").append(value));
            numbers.add(name + " " + points);
        });
        return new Chart(chart, "Curves: " + title + ". " + String.join("; ", numbers) + ".", text.toString());
    }
}
