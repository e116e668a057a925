package packetwalk.kubectl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import packetwalk.GoProgram;
import packetwalk.Kept;

/** {@code ./packetwalk agree --kubectl}: how far what our kubectl prints agrees with what the real one does. */
final class AgreeKubectl {

    private static final String USAGE = """
            usage: ./packetwalk agree --kubectl [--keep FILE]

            Builds clusters, puts all that their API servers hold to our kubectl and to the real one, and compares what they
            print: every table, description and YAML of every object. Needs Go 1.26 or newer; the first run builds the real
            one, which takes minutes and fetches Kubernetes from Go's module proxy. Needs no root.

              --keep FILE  write questions and the real one's answers there: the data of KubectlAgreementTest

            The last line is "agreed X of Y". Ends with 0 if all agree; 1 if one does not; 2 for a wrong option; 77 if
            skipped, as there is no Go.
            """;

    private static final int DIFFERENT = 1;
    private static final int WRONG = 2;
    private static final int SKIPPED = 77;

    private AgreeKubectl() {}

    public static void main(String... words) throws IOException, InterruptedException {
        System.exit(run(List.of(words)));
    }

    private static int run(List<String> words) throws IOException, InterruptedException {
        if (words.contains("-h") || words.contains("--help")) {
            System.out.print(USAGE);
            return 0;
        }
        boolean keep = words.size() == 2 && words.get(0).equals("--keep");
        if (!words.isEmpty() && !keep) {
            System.err.println("agree: --kubectl takes --keep FILE, not " + String.join(" ", words));
            return WRONG;
        }
        if (!GoProgram.obstacle().isEmpty()) {
            System.out.println("skipped: " + GoProgram.obstacle());
            return SKIPPED;
        }
        return compare(keep ? Optional.of(Path.of(words.get(1))) : Optional.empty());
    }

    private static int compare(Optional<Path> keep) throws IOException, InterruptedException {
        String which = "kubectl " + GoProgram.version("kubectl");
        System.out.println(which);
        List<String> kept = new ArrayList<>(List.of(which));
        int asked = 0;
        int agreed = 0;
        try (GoProgram real = GoProgram.start("kubectl")) {
            for (Situation situation : Situations.all()) {
                String question = situation.toJson();
                String answer = real.ask(question);
                kept.addAll(List.of(question, answer));
                asked += situation.commands().size();
                agreed += agreed(Situation.parse(question), Situation.answers(answer));
            }
        }
        if (keep.isPresent()) {
            Files.write(keep.get(), Kept.pack(kept));
        }
        System.out.println("agreed " + agreed + " of " + asked);
        return agreed == asked ? 0 : DIFFERENT;
    }

    /** How many answers are the same; the others are printed. */
    private static int agreed(Situation situation, List<String> real) {
        List<String> ours = situation.answers();
        int agreed = 0;
        for (int i = 0; i < ours.size(); i++) {
            if (ours.get(i).equals(real.get(i))) {
                agreed++;
            } else {
                System.out.println("--- kubectl " + situation.commands().get(i) + "\n" + real.get(i));
                System.out.println("--- ours\n" + ours.get(i) + "\n");
            }
        }
        return agreed;
    }
}
