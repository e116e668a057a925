package packetwalk.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@code ./packetwalk bench}: runs the benchmarks, prints a table of each kind, writes all of it as JMH's JSON. */
public final class Bench {

    private static final String USAGE = """
            usage: ./packetwalk bench [--quick] [--json FILE] [NAME…]

              --quick      one short round each, under a minute in all: figures to look at, not to compare
              --json FILE  where the figures go, in JMH's own JSON; bench/target/bench.json unless said otherwise
              NAME         what to measure: %s; all of it unless said otherwise
            """.formatted(String.join(", ", Kind.NAMES));

    /** The collector runs on the thread that allocates: what it costs is counted, and one core is one core. */
    private static final String[] JVM = {"-XX:+UseSerialGC", "-Xms2g", "-Xmx2g"};

    private boolean quick;
    private Path json = Path.of(System.getProperty("packetwalk.bench.json", "bench.json"));
    private final List<Kind> kinds = new ArrayList<>();

    private Bench() {}

    /** Runs it; ends with 2 if the arguments are not understood. */
    public static void main(String[] arguments) throws IOException, RunnerException {
        if (List.of(arguments).contains("--help")) {
            System.out.print(USAGE);
            return;
        }
        Bench bench = new Bench();
        try {
            bench.read(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.print("packetwalk bench: " + e.getMessage() + "\n\n" + USAGE);
            System.exit(2);
        }
        bench.run();
    }

    private void read(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--quick")) {
                quick = true;
            } else if (argument.equals("--json") && i + 1 < arguments.size()) {
                json = Path.of(arguments.get(++i));
            } else {
                kinds.add(Kind.named(argument));
            }
        }
        if (kinds.isEmpty()) {
            kinds.addAll(List.of(Kind.values()));
        }
    }

    private void run() throws IOException, RunnerException {
        System.out.println(Report.machine(quick));
        List<RunResult> all = new ArrayList<>();
        for (Kind kind : kinds) {
            List<RunResult> results = new ArrayList<>(new Runner(options(kind).build()).run());
            System.out.println(Report.of(kind, results));
            all.addAll(results);
        }
        Path file = json.toAbsolutePath();
        Files.createDirectories(file.getParent());
        try (PrintStream out = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(all);
        }
        System.out.println("written to " + json);
    }

    private ChainedOptionsBuilder options(Kind kind) {
        return new OptionsBuilder()
                .include(kind.benchmark().getName().replace(".", "\\.") + "\\.")
                .mode(kind.mode())
                .timeUnit(kind.unit())
                .warmupIterations(quick ? 1 : 3)
                .warmupTime(TimeValue.milliseconds(quick ? 300 : 1_500))
                .measurementIterations(quick ? 2 : 5)
                .measurementTime(TimeValue.milliseconds(quick ? 400 : 1_000))
                .forks(1)
                .jvmArgs(JVM)
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
    }
}
