package packetwalk.tools.line;

import java.util.ArrayList;
import java.util.List;

/** Cuts a command line, or a line of {@code iptables-save}, into words. */
public final class CommandLine {

    private final String line;
    private final List<Word> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean open;
    private boolean quoted;

    /** The first sign that a shell would not pass on; empty if there is none. */
    private String control = "";

    private CommandLine(String line) {
        this.line = line;
    }

    /**
     * The words of {@code line}: divided by blanks; quotes keep blanks, and a backslash keeps the next character.
     *
     * @throws IllegalArgumentException if a quote is not closed
     */
    public static List<Word> split(String line) {
        return new CommandLine(line).read();
    }

    /**
     * The words of a line typed at the prompt, as {@link #split} has them; in a file of rules these signs are text.
     *
     * @throws IllegalArgumentException also for a sign outside of quotes that would make a shell run more than this
     */
    public static List<Word> typed(String line) {
        CommandLine typed = new CommandLine(line);
        List<Word> words = typed.read();
        if (!typed.control.isEmpty()) {
            throw new IllegalArgumentException("\"" + typed.control + "\" in \"" + line + "\": this prompt runs one"
                    + " command; pipes and redirections, && and ; are no part of it. Run each command alone, or put"
                    + " the sign in quotes");
        }
        return words;
    }

    private List<Word> read() {
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
                i++;
                take(line.charAt(i));
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote != 0) {
                take(c);
            } else if (c == '"' || c == '\'') {
                quote = c;
                open = true;
                quoted = true;
            } else if (Character.isWhitespace(c)) {
                end();
            } else {
                if (control.isEmpty() && "|&;<>".indexOf(c) >= 0) {
                    control = operator(i);
                }
                take(c);
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("quote " + quote + " in \"" + line + "\" is not closed; close it");
        }
        end();
        return words;
    }

    /** The sign at {@code start}, doubled if it is so: {@code &&}, {@code >>}. */
    private String operator(int start) {
        String one = line.substring(start, start + 1);
        return line.startsWith(one + one, start) ? one + one : one;
    }

    private void take(char c) {
        word.append(c);
        open = true;
    }

    private void end() {
        if (open) {
            words.add(new Word(word.toString(), quoted));
        }
        word.setLength(0);
        open = false;
        quoted = false;
    }
}
