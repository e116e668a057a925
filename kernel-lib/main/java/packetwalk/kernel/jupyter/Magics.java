package packetwalk.kernel.jupyter;

import java.util.ArrayList;
import java.util.List;

/**
 * The one magic that notebooks share between the Java kernels: {@code %jars file.jar} adds to the class path.
 *
 * <p>Left out: all others; a line that begins with {@code %} then fails to compile, with a hint.
 */
final class Magics {
    private static final List<String> NAMES = List.of("%jars ", "%classpath ");

    private Magics() {}

    /** Carries the magics of {@code code} out and leaves empty lines where they were, so that line numbers hold. */
    static String apply(String code, Session session) {
        if (!code.contains("%")) {
            return code;
        }
        List<String> lines = new ArrayList<>();
        for (String line : code.split("\n", -1)) {
            if (NAMES.stream().anyMatch(line::startsWith)) {
                session.addToClassPath(line.substring(line.indexOf(' ')).strip());
                lines.add("");
            } else {
                lines.add(line);
            }
        }
        return String.join("\n", lines);
    }
}
