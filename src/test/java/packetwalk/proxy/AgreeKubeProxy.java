package packetwalk.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code ./packetwalk agree --kube-proxy}: how far our proxier agrees with the real one, on clusters drawn at random. */
final class AgreeKubeProxy {

    private static final String USAGE = """
            usage: ./packetwalk agree --kube-proxy [--seed N] [--cases K] [--keep FILE]

            Draws nodes, Services and endpoint slices, puts them to our iptables proxier and to the real kube-proxy's, and
            compares what they feed to iptables-restore, sync by sync. Needs Go 1.26 or newer; the first run builds the
            real one, which takes minutes and fetches Kubernetes from Go's module proxy. Needs no root.

              --cases K    how many clusters; 500 if not given
              --seed N     the first one's seed, 1 if not given; the next has the next number
              --keep FILE  write questions and the real one's answers there: the data of KubeProxyAgreementTest

            The last line is "agreed X of Y". Ends with 0 if all agree; 1 if one does not; 2 for a wrong option; 77 if
            skipped, as there is no Go.
            """;

    private static final int DIFFERENT = 1;
    private static final int WRONG = 2;
    private static final int SKIPPED = 77;

    private AgreeKubeProxy() {}

    public static void main(String... words) throws IOException, InterruptedException {
        System.exit(run(List.of(words)));
    }

    private static int run(List<String> words) throws IOException, InterruptedException {
        if (words.contains("-h") || words.contains("--help")) {
            System.out.print(USAGE);
            return 0;
        }
        try {
            long seed = Long.parseLong(option(words, "--seed", "1"));
            int cases = Integer.parseInt(option(words, "--cases", "500"));
            String keep = option(words, "--keep", "");
            String obstacle = RealKubeProxy.obstacle();
            if (!obstacle.isEmpty()) {
                System.out.println("skipped: " + obstacle);
                return SKIPPED;
            }
            return compare(seed, cases, keep);
        } catch (IllegalArgumentException e) {
            System.err.println("agree: " + e.getMessage());
            return WRONG;
        }
    }

    private static String option(List<String> words, String name, String otherwise) {
        for (int at = 0; at < words.size(); at += 2) {
            if (!List.of("--seed", "--cases", "--keep").contains(words.get(at)) || at + 1 == words.size()) {
                throw new IllegalArgumentException(
                        words.get(at) + " is no option, or lacks its value; --help lists them");
            }
        }
        int at = words.indexOf(name);
        return at < 0 ? otherwise : words.get(at + 1);
    }

    private static int compare(long seed, int cases, String keep) throws IOException, InterruptedException {
        Path source = RealKubeProxy.places().get(0);
        String version = RealKubeProxy.version(source);
        System.out.println("kube-proxy " + version + ", clusters from seed " + seed + " on");
        List<String> kept = new ArrayList<>(List.of("kube-proxy " + version + " seed " + seed));
        int agreed = 0;
        try (RealKubeProxy real =
                RealKubeProxy.start(source, RealKubeProxy.places().get(1))) {
            for (long each = seed; each < seed + cases; each++) {
                String question = RandomCluster.of(each).toJson();
                String answer = real.ask(question);
                kept.add(question);
                kept.add(answer);
                agreed += agrees(each, question, answer) ? 1 : 0;
            }
        }
        if (!keep.isEmpty()) {
            Files.write(Path.of(keep), KeptAnswers.pack(kept));
        }
        System.out.println("agreed " + agreed + " of " + cases);
        return agreed == cases ? 0 : DIFFERENT;
    }

    private static boolean agrees(long seed, String question, String answer) {
        return Answer.parse(answer)
                .difference(OurKubeProxy.answer(Question.parse(question)))
                .map(difference -> {
                    System.out.println("seed " + seed + "\n" + difference);
                    return false;
                })
                .orElse(true);
    }
}
