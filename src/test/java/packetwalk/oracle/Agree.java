package packetwalk.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** {@code ./packetwalk agree}: how far the engine agrees with this machine's kernel. */
final class Agree {

    private static final int DIFFERENT = 1;
    private static final int WRONG = 2;
    private static final int SKIPPED = 77;

    /** Probes of a generated topology. */
    static final int PROBES = 25;

    private Agree() {}

    public static void main(String... words) throws IOException {
        System.exit(run(words));
    }

    private static int run(String... words) throws IOException {
        try {
            AgreeOptions options = AgreeOptions.parse(words);
            if (options.help()) {
                System.out.print(AgreeOptions.USAGE);
                return 0;
            }
            List<Supplier<CaseFile>> cases = cases(options);
            String obstacle = KernelWorld.obstacle();
            if (!obstacle.isEmpty()) {
                System.out.println("skipped: " + obstacle);
                return SKIPPED;
            }
            return run(options, cases);
        } catch (IllegalArgumentException e) {
            System.err.println("agree: " + e.getMessage());
            return WRONG;
        }
    }

    private static int run(AgreeOptions options, List<Supplier<CaseFile>> cases) {
        if (options.cases() > 0) {
            System.out.println("generated from seed " + options.seed() + " on");
        }
        AgreeReport report = new AgreeReport(Path.of(System.getProperty("packetwalk.agree.folder", "target/agree")));
        new Judges().judge(cases, report::add);
        return report.end() ? 0 : DIFFERENT;
    }

    private static List<Supplier<CaseFile>> cases(AgreeOptions options) throws IOException {
        List<Supplier<CaseFile>> cases = new ArrayList<>();
        for (Path file : options.written() ? CaseFile.written() : options.files()) {
            CaseFile read = CaseFile.parse(file.getFileName().toString(), Files.readString(file));
            cases.add(() -> read);
        }
        for (int made = 0; made < options.cases(); made += PROBES) {
            long seed = options.seed() + made / PROBES;
            cases.add(() -> options.generated().of(seed, PROBES));
        }
        return cases;
    }
}
