package packetwalk.kernel.view;

import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarChartBuilder;

/** Horizontal bars: names are longer than numbers, and read best from left to right. */
final class Bars {

    private static final int WIDTH = 760;
    private static final int TEXT_BAR = 40;

    private Bars() {}

    static Chart of(String title, String unit, Map<String, ? extends Number> values) {
        return new Chart(chart(title, unit, values), alt(title, unit, values), text(title, unit, values));
    }

    private static HorizontalBarChart chart(String title, String unit, Map<String, ? extends Number> values) {
        HorizontalBarChart chart = new HorizontalBarChartBuilder()
                .width(WIDTH)
                .height(110 + 34 * Math.max(2, values.size()))
                .title(title)
                .xAxisTitle(unit)
                .build();
        chart.getStyler().setLegendVisible(false).setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setSeriesColors(new Color[] {new Color(0x0072B2)});
        chart.getStyler().setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
        chart.getStyler().setAvailableSpaceFill(.7).setLabelsVisible(true);
        chart.getStyler().setPlotGridHorizontalLinesVisible(false).setPlotBorderVisible(false);
        chart.getStyler().setXAxisMin(0.0).setXAxisMaxLabelCount(Math.max(2, values.size()));
        chart.getStyler().setDecimalPattern("#,##0.###");
        if (!values.isEmpty()) {
            chart.addSeries(unit, new ArrayList<>(values.values()), new ArrayList<>(values.keySet()));
        }
        return chart;
    }

    private static String alt(String title, String unit, Map<String, ? extends Number> values) {
        return "Bar chart: " + title + ". "
                + (values.isEmpty()
                        ? "There is nothing to show"
                        : values.entrySet().stream()
                                .map(entry -> entry.getKey() + ": " + number(entry.getValue()) + " " + unit)
                                .collect(Collectors.joining("; ")))
                + ".";
    }

    private static String text(String title, String unit, Map<String, ? extends Number> values) {
        int widest = values.keySet().stream().mapToInt(String::length).max().orElse(0);
        double most =
                values.values().stream().mapToDouble(Number::doubleValue).max().orElse(0);
        StringBuilder text = new StringBuilder(title).append(" (").append(unit).append(")");
        for (Map.Entry<String, ? extends Number> entry : values.entrySet()) {
            double value = entry.getValue().doubleValue();
            int length = most <= 0 ? 0 : (int) Math.round(Math.max(0, value) / most * TEXT_BAR);
            text.append(String.format(
                    Locale.ROOT,
                    "%n%-" + Math.max(1, widest) + "s  %-" + TEXT_BAR + "s %s",
                    entry.getKey(),
                    "#".repeat(length),
                    number(entry.getValue())));
        }
        return text.toString().replace("\r\n", "\n").replace("→", "->");
    }

    private static String number(Number value) {
        double number = value.doubleValue();
        return number == Math.rint(number)
                ? String.valueOf((long) number)
                : String.format(Locale.ROOT, Math.abs(number) < 1 ? "%.4f" : "%.1f", number);
    }
}
