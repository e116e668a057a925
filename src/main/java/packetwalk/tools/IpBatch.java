package packetwalk.tools;

import java.util.List;
import java.util.function.Function;
import packetwalk.tools.line.CommandLine;
import packetwalk.tools.line.Word;

/** {@code ip -batch -}: one command a line; {@code #} begins a remark, and a backslash at its end goes on. */
final class IpBatch {

    private final Function<List<Word>, String> command;
    private final boolean force;

    /** {@code force}: whether the lines behind a refused one are run as well. */
    IpBatch(Function<List<Word>, String> command, boolean force) {
        this.command = command;
        this.force = force;
    }

    /**
     * Runs the lines of {@code input}.
     *
     * @return what they print; with {@code force} a refusal too, as a line among it
     * @throws IllegalArgumentException with the number of the first line that is refused; those before it are done, as
     *     iproute2 does them
     */
    String run(String input) {
        StringBuilder output = new StringBuilder();
        int number = 0;
        for (String line : input.replace("\\\n", " ").lines().toList()) {
            number++;
            List<Word> words = CommandLine.split(line.replaceFirst("#.*", ""));
            if (words.isEmpty()) {
                continue;
            }
            try {
                output.append(command.apply(words));
            } catch (IllegalArgumentException e) {
                String where = "Command failed -:" + number;
                if (!force) {
                    throw new IllegalArgumentException(
                            where + ": " + e.getMessage() + "; the lines before it are done", e);
                }
                output.append(e.getMessage()).append('\n').append(where).append('\n');
            }
        }
        return output.toString();
    }
}
