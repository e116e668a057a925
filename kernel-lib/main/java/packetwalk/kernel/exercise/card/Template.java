package packetwalk.kernel.exercise.card;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text with holes: {@code ${…}}, each filled by whoever knows what its words stand for. */
public final class Template {

    private static final Pattern HOLE = Pattern.compile("\\$\\{([^{}]*)}");

    private static final Pattern SUM = Pattern.compile("(\\w+)\\s*([+-])\\s*(\\d+)");

    private Template() {}

    /**
     * {@code text} with each hole filled by {@code words}, the inner ones first.
     *
     * @throws IllegalArgumentException if {@code words} knows no answer
     */
    public static String fill(String text, Function<String, String> words) {
        String filled = text;
        for (Matcher hole = HOLE.matcher(filled); hole.find(); hole = HOLE.matcher(filled)) {
            // a hole may stand in a hole: the innermost has no braces within
            filled = filled.substring(0, hole.start())
                    + words.apply(hole.group(1).strip())
                    + filled.substring(hole.end());
        }
        return filled;
    }

    /** A number and another: {@code port + 1}, {@code mtu - 28}; empty if {@code hole} is no such sum, or {@code numbers} has none of the name. */
    public static Optional<String> sum(String hole, Function<String, Optional<Object>> numbers) {
        Matcher sum = SUM.matcher(hole);
        return sum.matches()
                ? numbers.apply(sum.group(1))
                        .map(number -> Integer.parseInt(number.toString())
                                + (sum.group(2).equals("+") ? 1 : -1) * Integer.parseInt(sum.group(3)))
                        .map(Object::toString)
                : Optional.empty();
    }

    /** Whether there is a hole left. */
    public static boolean hasHoles(String text) {
        return HOLE.matcher(text).find();
    }
}
