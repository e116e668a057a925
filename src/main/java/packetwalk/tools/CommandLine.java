package packetwalk.tools;

import java.util.ArrayList;
import java.util.List;

/** Cuts a command line, or a line of {@code iptables-save}, into words. */
final class CommandLine {

    private final String line;
    private final List<Word> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean open;
    private boolean quoted;

    private CommandLine(String line) {
        this.line = line;
    }

    /**
     * The words of {@code line}: divided by blanks; quotes keep blanks, and a backslash keeps the next character.
     *
     * @throws IllegalArgumentException if a quote is not closed
     */
    static List<Word> split(String line) {
        return new CommandLine(line).read();
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
                take(c);
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("quote " + quote + " in \"" + line + "\" is not closed; close it");
        }
        end();
        return words;
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
