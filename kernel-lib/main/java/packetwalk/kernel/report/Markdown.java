package packetwalk.kernel.report;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Text in Markdown that stays text, whoever wrote it: CommonMark's own means, and nothing that HTML could begin with. */
final class Markdown {

    private static final Pattern BACKTICKS = Pattern.compile("`+");

    private static final Pattern MEANING = Pattern.compile("[\\\\`*_\\[\\]|~#!:@$]");

    private Markdown() {}

    /** On one line, with every character that could mean something made plain. */
    static String prose(String text) {
        return inert(MEANING.matcher(Printable.line(text)).replaceAll("\\\\$0"));
    }

    /** A card's own words: their emphasis and code stay, but no HTML. */
    static String trusted(String markdown) {
        return inert(markdown);
    }

    private static String inert(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** A block in which nothing means anything: its fence is longer than any in it. */
    static String block(String text) {
        String safe = Printable.of(text).strip();
        int longest = BACKTICKS
                .matcher(safe)
                .results()
                .map(MatchResult::group)
                .mapToInt(String::length)
                .max()
                .orElse(0);
        String fence = "`".repeat(Math.max(3, longest + 1));
        return fence + "text\n" + safe + "\n" + fence + "\n";
    }
}
