package packetwalk.tools.iptables;

import java.util.ArrayList;
import java.util.List;
import packetwalk.tools.line.Word;

/**
 * Cuts a line of a rule file into words, by rules that are not a shell's: only double quotes keep blanks, a backslash
 * means something within them only, and a word ends with its closing quote; iptables/xshared.c
 * {@code add_param_to_argv()}.
 */
final class RestoreLine {

    private final String line;
    private final List<Word> words = new ArrayList<>(16);
    private int position;

    private RestoreLine(String line) {
        this.line = line;
    }

    /**
     * The words of {@code line}.
     *
     * @throws IllegalArgumentException if a quote is not closed; the real one takes all that follows, its end of line
     *     too, for one word
     */
    static List<Word> words(String line) {
        RestoreLine read = new RestoreLine(line);
        while (read.skipBlanks()) {
            read.word();
        }
        return read.words;
    }

    private boolean skipBlanks() {
        while (position < line.length() && isBlank(line.charAt(position))) {
            position++;
        }
        return position < line.length();
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private void word() {
        int start = position;
        while (position < line.length()) {
            char c = line.charAt(position);
            if (c == '"') {
                words.add(new Word(line.substring(start, position) + quoted(), true));
                return;
            }
            if (isBlank(c)) {
                break;
            }
            position++;
        }
        words.add(new Word(line.substring(start, position), false));
    }

    /** What stands between this quote and the next one, which is the word's end. */
    private String quoted() {
        StringBuilder text = new StringBuilder();
        for (int i = position + 1; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                position = i + 1;
                return text.toString();
            }
            if (c == '\\' && i + 1 < line.length()) {
                i++;
            }
            text.append(line.charAt(i));
        }
        throw new IllegalArgumentException("the quote before \"" + text + "\" is not closed; close it");
    }
}
