package packetwalk.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code ./packetwalk check-vectors DIR}: what other people's tests expect of us, file by file. */
final class CheckVectors {

    private static final String USAGE = """
            usage: ./packetwalk check-vectors DIR [--kernel-cases FOLDER]

            Runs every vector file of the folder and prints, for each, how many of its vectors passed, and each failure
            with what was expected, what was found, and the rules that matched.

              --kernel-cases FOLDER   instead, write each scenario of flows as a case for ./packetwalk agree, which runs
                                      kube-proxy's rules in this machine's kernel

            Ends with 0 if all passed; 1 if one did not; 2 for a folder or file that cannot be read.
            """;

    private static final int FAILED = 1;
    private static final int WRONG = 2;

    private CheckVectors() {}

    public static void main(String... words) {
        System.exit(run(List.of(words)));
    }

    private static int run(List<String> words) {
        boolean cases = words.size() == 3 && words.get(1).equals("--kernel-cases");
        if ((words.size() != 1 && !cases) || words.get(0).startsWith("-")) {
            System.out.print(USAGE);
            return words.contains("-h") || words.contains("--help") ? 0 : WRONG;
        }
        try {
            VectorFolder folder = VectorFolder.read(Path.of(words.get(0)));
            if (cases) {
                return KernelCases.write(folder, Path.of(words.get(2)));
            }
            boolean passed = true;
            for (Map.Entry<String, JsonNode> file : folder.files().entrySet()) {
                passed &= check(file.getKey(), file.getValue(), folder);
            }
            return passed ? 0 : FAILED;
        } catch (IllegalArgumentException e) {
            System.err.println("check-vectors: " + e.getMessage());
            return WRONG;
        }
    }

    private static boolean check(String name, JsonNode file, VectorFolder folder) {
        Optional<VectorKind> kind = VectorKind.of(file);
        if (kind.isEmpty()) {
            System.out.println(name + ": not built");
            return true;
        }
        List<Outcome> outcomes = kind.get().run(file, folder);
        long passed = outcomes.stream().filter(Outcome::passed).count();
        System.out.println(name + ": " + passed + " of " + outcomes.size());
        outcomes.stream().filter(each -> !each.passed()).forEach(CheckVectors::print);
        return passed == outcomes.size();
    }

    private static void print(Outcome failure) {
        System.out.println("  failed: " + failure.what());
        failure.differences().forEach(line -> System.out.println("    " + line));
    }
}
