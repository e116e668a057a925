package packetwalk.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Prints what the judges found, keeps what they disagree about as files, and sums up. */
final class AgreeReport {

    /** The least part of all cases that must be comparable. */
    private static final double COMPARABLE = 0.95;

    private static final double NANOS = 1e9;

    private final Path folder;
    private final long began = System.nanoTime();
    private final Map<String, Integer> notComparable = new TreeMap<>();
    private int probes;
    private int comparable;
    private int agreed;
    private int askedAgain;

    /** @param folder where disagreements are kept */
    AgreeReport(Path folder) {
        this.folder = folder;
    }

    void add(Judges.Verdict verdict) {
        Judgement judgement = verdict.judgement();
        probes += judgement.probes();
        comparable += judgement.comparable();
        agreed += judgement.agreed();
        askedAgain += judgement.askedAgain() ? 1 : 0;
        judgement.notComparable().forEach((name, count) -> notComparable.merge(name, count, Integer::sum));
        List<Disagreement> all = judgement.disagreements();
        if (!all.isEmpty()) {
            System.out.print("\nDISAGREEMENT in " + judgement.file().name() + ", " + all.get(0));
            // often its consequences
            all.stream()
                    .skip(1)
                    .map(each -> "then line " + each.line().number() + ": "
                            + each.line().text())
                    .forEach(System.out::println);
        }
        verdict.smaller().forEach((disagreement, file) -> {
            if (!file.text().equals(judgement.file().text())) {
                System.out.println(
                        "the first of these, and what it needs: " + keep(file, disagreement) + "\n" + file.text());
            }
        });
    }

    private Path keep(CaseFile file, Disagreement disagreement) {
        String name = file.name().replaceAll("\\.case$", "").replaceAll("\\W+", "-");
        Path path = folder.resolve(name + "-line-" + disagreement.line().number() + ".case")
                .toAbsolutePath();
        try {
            Files.createDirectories(path.getParent());
            return Files.writeString(path, "# from " + file.name() + "\n" + file.text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Prints the sum; gives whether all is as it should be. */
    boolean end() {
        double seconds = (System.nanoTime() - began) / NANOS;
        System.out.printf("%.1f s, %.0f cases/s, %d topologies asked again%n", seconds, probes / seconds, askedAgain);
        notComparable.forEach((name, count) -> System.out.println("not comparable: " + count + " " + name));
        System.out.println("agreed " + agreed + " of " + comparable + ", not comparable " + (probes - comparable));
        return agreed == comparable && comparable >= COMPARABLE * probes;
    }
}
