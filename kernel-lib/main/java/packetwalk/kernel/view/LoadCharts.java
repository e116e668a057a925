package packetwalk.kernel.view;

import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import packetwalk.trace.Load;

/** Who answered a load's requests: each host's share, and the same over time. Failures have the colour of loss. */
final class LoadCharts {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 360;
    private static final int SPANS = 24;

    /** Okabe and Ito's, without the one that means loss. */
    private static final List<Color> HOSTS = List.of(
            new Color(0x0072B2),
            new Color(0xE69F00),
            new Color(0x009E73),
            new Color(0x56B4E9),
            new Color(0xCC79A7),
            new Color(0xF0E442),
            new Color(0x5A6B7B));

    private LoadCharts() {}

    /** A bar for each host that answered, and one for each reason of a failure. */
    static Chart share(Load load) {
        Map<String, Integer> counts = counts(load);
        CategoryChart chart = chart("Who answered \"" + load.command() + "\"", "", "requests");
        // pods' names are too long to stand below a bar
        chart.getStyler().setOverlapped(true).setXAxisTicksVisible(false);
        List<String> names = List.copyOf(counts.keySet());
        List<Color> colours = colours(load);
        int row = 0;
        for (Map.Entry<String, Integer> entry : counts.entrySet()) {
            List<Integer> values = new ArrayList<>();
            names.forEach(name -> values.add(name.equals(entry.getKey()) ? entry.getValue() : 0));
            chart.addSeries(entry.getKey() + ": " + entry.getValue(), names, values)
                    .setFillColor(colours.get(row++));
        }
        String numbers = counts.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("; "));
        String alt = "Bar chart: who answered \"" + load.command() + "\". "
                + (numbers.isEmpty() ? "There is nothing to show" : numbers) + ".";
        return new Chart(
                chart,
                alt,
                Bars.of("Who answered \"" + load.command() + "\"", "requests", counts)
                        .text());
    }

    /** Bars on top of each other, one for each of 24 spans of the load's time. */
    static Chart overTime(Load load) {
        Map<String, int[]> bySpan = new LinkedHashMap<>();
        counts(load).keySet().forEach(name -> bySpan.put(name, new int[SPANS]));
        long start = load.startNanos();
        long end =
                load.requests().stream().mapToLong(Load.Request::endNanos).max().orElse(start);
        double span = Math.max(1, (end - start) / (double) SPANS);
        for (Load.Request each : load.requests()) {
            int place = (int) Math.min(SPANS - 1, (each.endNanos() - start) / span);
            count(bySpan, name(each))[place]++;
        }
        CategoryChart chart = chart("Answers to \"" + load.command() + "\" over time", "seconds", "requests");
        chart.getStyler().setStacked(true).setXAxisMaxLabelCount(8);
        // as many digits as tell one span from the next
        int decimals = (int) Math.max(0, Math.ceil(-Math.log10(span / 1e9) - 0.01));
        List<String> times = new ArrayList<>();
        for (int i = 0; i < SPANS; i++) {
            times.add(String.format(Locale.ROOT, "%." + decimals + "f", i * span / 1e9));
        }
        List<Color> colours = colours(load);
        int row = 0;
        for (Map.Entry<String, int[]> entry : bySpan.entrySet()) {
            List<Integer> values = new ArrayList<>();
            for (int value : entry.getValue()) {
                values.add(value);
            }
            chart.addSeries(entry.getKey(), times, values).setFillColor(colours.get(row++));
        }
        return new Chart(chart, alt(load, bySpan), text(load, span, bySpan));
    }

    private static int[] count(Map<String, int[]> bySpan, String name) {
        return bySpan.computeIfAbsent(name, any -> new int[SPANS]);
    }

    private static String alt(Load load, Map<String, int[]> bySpan) {
        return "Stacked bars: answers to \"" + load.command() + "\" over time, in " + SPANS + " spans. "
                + bySpan.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + joined(entry.getValue(), ", "))
                        .collect(Collectors.joining("; "))
                + ".";
    }

    private static String text(Load load, double span, Map<String, int[]> bySpan) {
        int widest = bySpan.keySet().stream().mapToInt(String::length).max().orElse(0);
        return "Answers to \"" + load.command() + "\", " + SPANS
                + String.format(Locale.ROOT, " spans of %.3g s%n", span / 1e9)
                + bySpan.entrySet().stream()
                        .map(entry -> entry.getKey()
                                + " ".repeat(widest - entry.getKey().length()) + "  " + joined(entry.getValue(), " "))
                        .collect(Collectors.joining("\n"));
    }

    private static String joined(int[] values, String divider) {
        List<String> words = new ArrayList<>();
        for (int value : values) {
            words.add(String.valueOf(value));
        }
        return String.join(divider, words);
    }

    /** Hosts first, then failures. */
    private static Map<String, Integer> counts(Load load) {
        Map<String, Integer> counts = new LinkedHashMap<>(load.answers());
        load.failures().forEach((reason, count) -> counts.put("failed: " + reason, count));
        return counts;
    }

    private static String name(Load.Request request) {
        return request.answered() ? request.answeredBy() : "failed: " + request.failure();
    }

    /** In the order of {@link #counts}. */
    private static List<Color> colours(Load load) {
        List<Color> colours = new ArrayList<>();
        for (int i = 0; i < load.answers().size(); i++) {
            colours.add(HOSTS.get(i % HOSTS.size()));
        }
        load.failures().keySet().forEach(any -> colours.add(Color.decode(Palette.LOSS)));
        return colours;
    }

    private static CategoryChart chart(String title, String xAxis, String yAxis) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(xAxis)
                .yAxisTitle(yAxis)
                .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
        chart.getStyler().setPlotGridVerticalLinesVisible(false).setPlotBorderVisible(false);
        chart.getStyler().setAvailableSpaceFill(.8).setYAxisMin(0.0);
        return chart;
    }
}
