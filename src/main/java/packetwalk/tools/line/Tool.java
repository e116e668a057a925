package packetwalk.tools.line;

/** One command of the prompt. */
public interface Tool {

    /**
     * Runs it.
     *
     * @param words its arguments
     * @param input what it can read from standard input
     * @return what it prints
     * @throws IllegalArgumentException if it refuses; nothing has changed then
     */
    String run(Words words, String input);
}
