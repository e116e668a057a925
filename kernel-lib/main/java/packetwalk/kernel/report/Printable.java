package packetwalk.kernel.report;

/**
 * What a learner wrote, as text that is what it looks like: no control character, no change of direction, no half of a character, and not
 * without end. Each format escapes it in its own way on top of that.
 */
final class Printable {

    /** Characters of one text; the rest is counted. report.json has all of it. */
    private static final int LONGEST = 4_000;

    private Printable() {}

    /** Lines stay lines; what cannot be printed is written as Java writes it. */
    static String of(String text) {
        StringBuilder safe = new StringBuilder(Math.min(text.length(), LONGEST) + 16);
        for (int i = 0; i < text.length(); ) {
            if (i >= LONGEST) {
                return safe.append("… (")
                        .append(text.length() - i)
                        .append(" characters more)")
                        .toString();
            }
            int each = text.codePointAt(i);
            if (each == '\n' || each == '\t' || isPrinted(each)) {
                safe.appendCodePoint(each);
            } else {
                safe.append(String.format("\\u%04x", each));
            }
            i += Character.charCount(each);
        }
        return safe.toString();
    }

    /** On one line. */
    static String line(String text) {
        return of(text.strip().replace("\r\n", " ").replace('\n', ' ').replace('\t', ' '));
    }

    /** Formats are invisible or turn the writing round (Cf), and no XML takes a control, a surrogate or what is no character. */
    private static boolean isPrinted(int each) {
        return switch (Character.getType(each)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
