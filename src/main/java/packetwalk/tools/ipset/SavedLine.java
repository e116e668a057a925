package packetwalk.tools.ipset;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import packetwalk.tools.line.Word;

/** A line of a file that {@code ipset save} wrote; a backslash is no more than itself there. */
final class SavedLine {

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    private SavedLine() {}

    /** Its words; none for a remark, an empty line, or the {@code COMMIT} of older versions. */
    static List<Word> split(String line) {
        String text = line.strip();
        if (text.startsWith("#") || text.equals("COMMIT")) {
            return List.of();
        }
        List<Word> words = new ArrayList<>();
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            boolean quoted = word.group(1) != null;
            if (!quoted && word.group(2).startsWith("\"")) {
                throw new IllegalArgumentException("quote in " + line + " is not closed; close it");
            }
            words.add(new Word(quoted ? word.group(1) : word.group(2), quoted));
        }
        return words;
    }
}
