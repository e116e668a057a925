package packetwalk.oracle;

import java.util.ArrayList;
import java.util.List;

/** Takes out of a case all that a disagreement does not need, by trying. */
final class Shrinker {

    private static final int TRIALS = 250;

    private final Judge judge;
    private int trials;

    Shrinker(Judge judge) {
        this.judge = judge;
    }

    /** A case that ends with the line of {@code wanted} and disagrees there, with as little as possible before. */
    CaseFile shrink(CaseFile file, Disagreement wanted) {
        List<CaseFile.Line> lines = file.lines().subList(0, file.lines().indexOf(wanted.line()) + 1);
        List<CaseFile.Line> alone = lines.stream()
                .filter(line -> !(line.statement() instanceof Statement.Question) || line.equals(wanted.line()))
                .toList();
        List<CaseFile.Line> smallest = differs(alone, wanted) ? alone : lines;
        for (int chunk = smallest.size() / 2; chunk > 0; chunk /= 2) {
            smallest = without(chunk, smallest, wanted);
        }
        CaseFile shrunk = new CaseFile(file.name(), smallest);
        boolean sure = judge.of(shrunk, KernelWorld.Pace.PATIENT).disagreements().stream()
                .anyMatch(wanted::isLike);
        return sure ? shrunk : new CaseFile(file.name(), lines);
    }

    private List<CaseFile.Line> without(int chunk, List<CaseFile.Line> lines, Disagreement wanted) {
        List<CaseFile.Line> kept = lines;
        for (int from = kept.size() - 1 - chunk; from >= 0; from -= chunk) {
            List<CaseFile.Line> fewer = new ArrayList<>(kept);
            fewer.subList(from, from + chunk).clear();
            if (differs(fewer, wanted)) {
                kept = fewer;
            }
        }
        return kept;
    }

    private boolean differs(List<CaseFile.Line> lines, Disagreement wanted) {
        if (trials++ >= TRIALS) {
            return false;
        }
        List<Disagreement> found =
                judge.of(new CaseFile("", lines), KernelWorld.Pace.HURRIED).disagreements();
        return found.size() == 1 && found.get(0).isLike(wanted);
    }
}
