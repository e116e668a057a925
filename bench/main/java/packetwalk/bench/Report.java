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
                quick ? "; --quick: hardly warm, not to be compared" : "");
    }

    /** One kind's figures, a line each. */
    static String of(Kind kind, List<RunResult> results) {
        StringBuilder text = new StringBuilder();
        text.append(kind).append(": ").append(kind.meaning()).append('\n');
        text.append(String.format(Locale.ROOT, "  %-44s %12s %8s %10s%n", "", kind.figure(), "+-", "bytes"));
        for (RunResult result : results) {
            text.append(line(kind, result));
        }
        return text.toString();
    }

    private static String line(Kind kind, RunResult result) {
        Result<?> figure = result.getPrimaryResult();
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        String format = kind.mode() == Mode.Throughput ? "%,12.0f" : "%,12.3f";
        double error = result.getPrimaryResult().getStatistics().getStandardDeviation() / figure.getScore();
        return String.format(
                Locale.ROOT,
                "  %-44s " + format + " %7.0f%% %,10.0f%n",
                label(result.getParams()),
                figure.getScore(),
                100 * error,
                allocated == null ? Double.NaN : allocated.getScore());
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
