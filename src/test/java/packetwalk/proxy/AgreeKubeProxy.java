package packetwalk.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import packetwalk.GoProgram;
import packetwalk.Kept;

/** {@code ./packetwalk agree --kube-proxy}: how far our proxier agrees with the real one, on clusters drawn at random. */
final class AgreeKubeProxy {

    private static final String USAGE = """
            usage: ./packetwalk agree --kube-proxy [--mode M] [--seed N] [--cases K] [--keep FILE]

            Draws nodes, Services and endpoint slices, puts them to our proxier and to the real kube-proxy's, and
            compares what they feed to iptables-restore, sync by sync; in ipvs mode also what IPVS, sets and kube-ipvs0 hold;
            in nftables mode what they feed to nft, and the tables that come of it.
            Needs Go 1.26 or newer; the first run builds the real one, which takes minutes and fetches Kubernetes from Go's
            module proxy. Needs no root.

              --mode M     iptables, which it is if not given, ipvs, or nftables
              --cases K    how many clusters; 500 if not given
              --seed N     the first one's seed, 1 if not given; the next has the next number
              --keep FILE  write questions and the real one's answers there: the data of KubeProxyAgreementTest,
                           IpvsAgreementTest or NftablesAgreementTest

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
            Options options = Options.parse(words);
            String obstacle = GoProgram.obstacle();
            if (!obstacle.isEmpty()) {
                System.out.println("skipped: " + obstacle);
                return SKIPPED;
            }
            return compare(options);
        } catch (IllegalArgumentException e) {
            System.err.println("agree: " + e.getMessage());
            return WRONG;
        }
    }

    /** What was asked for. */
    private record Options(String mode, long seed, long cases, Optional<Path> keep) {

        static Options parse(List<String> words) {
            String mode = "iptables";
            long seed = 1;
            long cases = 500;
            Optional<Path> keep = Optional.empty();
            for (int at = 0; at < words.size(); at += 2) {
                String value = at + 1 < words.size() ? words.get(at + 1) : "nothing";
                switch (words.get(at)) {
                    case "--mode" -> mode = mode(value);
                    case "--seed" -> seed = number("--seed", value, 0, Long.MAX_VALUE);
                    case "--cases" -> cases = number("--cases", value, 1, 1_000_000);
                    case "--keep" -> keep = Optional.of(Path.of(value));
                    default ->
                        throw new IllegalArgumentException(
                                "there is no option " + words.get(at) + " of --kube-proxy; -h lists them");
                }
            }
            return new Options(mode, seed, cases, keep);
        }

        private static String mode(String mode) {
            if (!List.of("iptables", "ipvs", "nftables").contains(mode)) {
                throw new IllegalArgumentException("--mode takes iptables, ipvs or nftables, not \"" + mode + "\"");
            }
            return mode;
        }

        /** The question to both, of that seed. */
        String question(long of) {
            Question question = RandomCluster.of(of);
            return switch (mode) {
                case "ipvs" ->
                    IpvsAnswer.question(
                            question.toJson(), List.of("rr", "mh", "sh", "lc").get((int) (of & 3)));
                case "nftables" -> NftablesAnswer.question(question, new Chance(of));
                default -> question.toJson();
            };
        }

        Optional<String> difference(String question, String answer) {
            return switch (mode) {
                case "ipvs" -> OurIpvsProxy.difference(question, answer);
                case "nftables" -> OurNftablesProxy.difference(question, answer);
                default -> Answer.parse(answer).difference(OurKubeProxy.answer(Question.parse(question)));
            };
        }

        private static long number(String option, String value, long least, long most) {
            if (value.matches("[0-9]{1,18}") && Long.parseLong(value) >= least && Long.parseLong(value) <= most) {
                return Long.parseLong(value);
            }
            throw new IllegalArgumentException(
                    option + " takes a number from " + least + " to " + most + ", not \"" + value + "\"");
        }
    }

    private static int compare(Options options) throws IOException, InterruptedException {
        String which = "kube-proxy " + GoProgram.version("kubeproxy") + ", clusters from seed " + options.seed + " on";
        System.out.println(which);
        List<String> kept = new ArrayList<>(List.of(which));
        int agreed = 0;
        try (GoProgram real = GoProgram.start("kubeproxy")) {
            for (long seed = options.seed; seed < options.seed + options.cases; seed++) {
                String question = options.question(seed);
                String answer = real.ask(question);
                agreed += agrees(seed, options.difference(question, answer)) ? 1 : 0;
                kept.addAll(options.keep.isPresent() ? List.of(question, answer) : List.of());
            }
        }
        if (options.keep.isPresent()) {
            Files.write(options.keep.get(), Kept.pack(kept));
        }
        System.out.println("agreed " + agreed + " of " + options.cases);
        return agreed == options.cases ? 0 : DIFFERENT;
    }

    private static boolean agrees(long seed, Optional<String> difference) {
        difference.ifPresent(lines -> System.out.println("seed " + seed + "\n" + lines));
        return difference.isEmpty();
    }
}
