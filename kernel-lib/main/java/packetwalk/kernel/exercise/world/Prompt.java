package packetwalk.kernel.exercise.world;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one types, and where: {@code node-1: ip route add 10.0.2.0/24 via 10.100.0.1}, {@code client: curl http://web/}. The places
 * {@code kubectl} and {@code time} are nobody's: {@code kubectl: delete pod web}, {@code time: 3s}.
 *
 * @param place a pod, {@code pod/container}, node, host, router or balancer, by name or address
 * @param command the rest of the line; of {@code kubectl: apply -f -} the lines below are its manifest
 */
public record Prompt(String place, String command) {

    private static final Pattern LINE = Pattern.compile("([\\w.][\\w./-]*):\\s+(\\S.*)", Pattern.DOTALL);

    /** Enough to see a spread in, and no burden for who judges a class. */
    private static final int MOST_REQUESTS = 5000;

    /** Throws IllegalArgumentException if {@code line} has no place or no command. */
    public static Prompt parse(String line) {
        Matcher matcher = LINE.matcher(line.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + line.strip()
                    + "\" does not say where; write the place, a colon and what is typed there: \"node-1: ip route\"");
        }
        return new Prompt(matcher.group(1), matcher.group(2).strip());
    }

    /**
     * Those that somebody wrote who is marked for them: only so many, only so many requests together, and no time that passes at a word.
     *
     * @throws IllegalArgumentException naming the line, and what is not taken of it
     */
    public static List<Prompt> learners(List<String> lines) {
        if (lines.size() > Lab.MOST_PROMPTS) {
            throw new IllegalArgumentException(lines.size() + " commands are too many; at most " + Lab.MOST_PROMPTS);
        }
        List<Prompt> prompts = lines.stream().map(Prompt::parse).toList();
        long requests = prompts.stream().mapToLong(Senders::requests).sum();
        if (requests > MOST_REQUESTS) {
            throw new IllegalArgumentException(requests + " requests are too many together; at most " + MOST_REQUESTS);
        }
        prompts.stream().filter(each -> each.place().equals("time")).findFirst().ifPresent(each -> {
            throw new IllegalArgumentException(each + ": time passes by itself; say what is done, and where");
        });
        prompts.stream().filter(each -> each.place().equals("kubectl")).forEach(each -> {
            if (each.command().contains("--timeout")) {
                throw new IllegalArgumentException(each + ": what is usual is long enough; leave --timeout out");
            }
            Replicas.require(each.command());
        });
        return prompts;
    }

    /** The first word: which program. */
    String program() {
        return words().get(0);
    }

    /** All words of the first line. */
    List<String> words() {
        return List.of(command.lines().findFirst().orElse("").strip().split("\\s+"));
    }

    /** The first line without its program. */
    String arguments() {
        return command.lines()
                .findFirst()
                .orElse("")
                .substring(program().length())
                .strip();
    }

    /** The lines below the first. */
    String input() {
        int end = command.indexOf('\n');
        return end < 0 ? "" : command.substring(end + 1);
    }

    @Override
    public String toString() {
        return place + ": " + command;
    }
}
