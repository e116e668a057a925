package packetwalk.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import packetwalk.linux.NetworkNamespace;
import packetwalk.time.Simulation;
import packetwalk.trace.Trace;

/**
 * The real nft is given the same commands, one by one: what it refuses is refused here, and what it lists is listed.
 *
 * <p>{@code -Dpacketwalk.nftSessions=1000} asks for more, from {@code -Dpacketwalk.nftSeed}.
 */
class NftAgreementTest {

    private static final Pattern STATUS = Pattern.compile("(?m)^=(\\d+)\n");
    private static final Pattern LATER = Pattern.compile(" expires [0-9a-z]+");

    /** What one command did: whether it was taken, what was said of it, and all rules behind it. */
    private record Outcome(boolean taken, String said, String listed) {}

    private static List<Outcome> here(List<String> commands) {
        Shell shell = new Shell(new NetworkNamespace(new Simulation(1), new Trace(), "node", "host"));
        List<Outcome> outcomes = new ArrayList<>();
        for (String command : commands) {
            String said = "";
            boolean taken = true;
            try {
                shell.run("nft -f -", command + "\n");
            } catch (IllegalArgumentException refusal) {
                said = refusal.getMessage();
                taken = false;
            }
            outcomes.add(new Outcome(taken, said, withoutTimes(shell.run("nft list ruleset"))));
        }
        return outcomes;
    }

    private static List<Outcome> there(List<String> commands) {
        StringBuilder script = new StringBuilder();
        for (String command : commands) {
            script.append("nft -f - 2>&1 <<'EOF'\n").append(command).append("\nEOF\n");
            script.append("echo \"=$?\"\nnft list ruleset\necho ==\n");
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (String each : RealNode.apart("sh", script.toString()).text().split("(?m)^==\n")) {
            Matcher status = STATUS.matcher(each);
            assertTrue(status.find(), each);
            String listed = withoutTimes(each.substring(status.end()));
            outcomes.add(new Outcome(status.group(1).equals("0"), each.substring(0, status.start()), listed));
        }
        return outcomes;
    }

    private static String withoutTimes(String listed) {
        return LATER.matcher(listed).replaceAll("");
    }

    @Tag("kernel")
    @Test
    void what_the_real_one_takes_and_lists_is_taken_and_listed_here() {
        assumeTrue(RealNode.missing().isEmpty(), "real tools not asked: " + RealNode.missing());
        long first = Long.getLong("packetwalk.nftSeed", 0);
        int compared = 0;
        List<String> differences = new ArrayList<>();
        for (long seed = first; seed < first + Long.getLong("packetwalk.nftSessions", 25); seed++) {
            List<String> commands = new NftGrammar(seed).session();
            List<Outcome> here = here(commands);
            List<Outcome> there = there(commands);
            assertEquals(commands.size(), there.size());
            boolean same = true;
            for (int i = 0; i < commands.size() && same; i++) {
                same = there.get(i).taken == here.get(i).taken
                        && there.get(i).listed.equals(here.get(i).listed);
                if (!same) {
                    differences.add(difference("seed " + seed + ": " + commands.get(i), there.get(i), here.get(i)));
                }
                compared++;
            }
        }
        System.out.println("nft: " + compared + " commands compared, " + differences.size() + " differ");
        assertEquals(List.of(), differences, () -> String.join("\n", differences));
    }

    private static String difference(String command, Outcome there, Outcome here) {
        StringBuilder text = new StringBuilder(command);
        text.append("\n  real: ")
                .append(there.taken ? "taken" : there.said.lines().findFirst().orElse(""));
        text.append("\n  here: ")
                .append(here.taken ? "taken" : here.said.lines().findFirst().orElse(""));
        if (there.taken && here.taken) {
            List<String> lines = new ArrayList<>(there.listed.lines().toList());
            here.listed.lines().toList().forEach(lines::remove);
            List<String> ours = new ArrayList<>(here.listed.lines().toList());
            there.listed.lines().toList().forEach(ours::remove);
            lines.forEach(each -> text.append("\n  real: ").append(each));
            ours.forEach(each -> text.append("\n  here: ").append(each));
        }
        return text.toString();
    }
}
