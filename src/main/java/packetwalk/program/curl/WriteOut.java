package packetwalk.program.curl;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code -w} prints: {@code %{http_code}} and its like, {@code \n} and its like. */
final class WriteOut {

    private static final Pattern VARIABLE = Pattern.compile("%\\{([a-z_]+)\\}");

    private WriteOut() {}

    /** Throws IllegalArgumentException for a variable that is not known here. */
    static String of(String format, Map<String, String> values) {
        Matcher matcher = VARIABLE.matcher(format);
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            String value = values.get(matcher.group(1));
            if (value == null) {
                throw new IllegalArgumentException("curl: unknown --write-out variable: '" + matcher.group(1)
                        + "'; there are " + String.join(", ", values.keySet()));
            }
            matcher.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        matcher.appendTail(text);
        return text.toString()
                .replace("\\n", "\n")
                .replace("\\t", "\t")
                .replace("\\r", "\r")
                .replace("%%", "%");
    }
}
