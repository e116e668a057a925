package packetwalk.bench;

import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** The figures as a table for people. */
final class Report {

    /** The name that JMH's gc profiler has for bytes allocated per operation. */
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private Report() {}

    /** What it runs on. */
    static String machine(boolean quick) {
        return String.format(
                Locale.ROOT,
                "JDK %s on %d cores; every benchmark runs on one%s%n",
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                quick ? "; --quick: figures to look at, not to compare" : "");
    }

    /** One kind's figures, a line each. */
    static String of(Kind kind, List<RunResult> results) {
        StringBuilder text = new StringBuilder();
        text.append(kind).append(": ").append(kind.meaning()).append('\n');
        text.append(String.format(
                Locale.ROOT, "  %-44s %12s %6s %12s %12s%n", "", kind.figure(), "+-", "by cpu time", "bytes each"));
        for (RunResult result : results) {
            text.append(line(kind, result));
        }
        return text.toString();
    }

    private static String line(Kind kind, RunResult result) {
        boolean rate = kind.mode() == Mode.Throughput;
        String number = rate ? "%,12.0f" : "%,12.2f";
        double score = result.getPrimaryResult().getScore();
        double error = result.getPrimaryResult().getStatistics().getStandardDeviation() / score;
        double nanos = secondary(result, CpuProfiler.FIGURE);
        return String.format(
                Locale.ROOT,
                "  %-44s " + number + " %5.0f%% " + number + " %,12.0f%n",
                label(result.getParams()),
                score,
                100 * error,
                rate ? 1e9 / nanos : nanos / 1e6,
                secondary(result, ALLOCATED));
    }

    private static double secondary(RunResult result, String name) {
        Result<?> found = result.getSecondaryResults().get(name);
        return found == null ? Double.NaN : found.getScore();
    }

    /** The benchmark and its parameters: {@code datagrams across two nodes}. */
    private static String label(BenchmarkParams params) {
        String name = params.getBenchmark();
        StringBuilder text = new StringBuilder(name.substring(name.lastIndexOf('.') + 1));
        for (String key : params.getParamsKeys()) {
            String value = params.getParam(key);
            text.append(' ').append(key.equals("way") ? Way.valueOf(value).toString() : value + " " + key);
        }
        return text.toString();
    }
}
