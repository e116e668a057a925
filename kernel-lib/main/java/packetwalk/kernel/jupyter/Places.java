package packetwalk.kernel.jupyter;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where each snippet was written, so that an error can name the cell and the line. */
final class Places {
    private final Map<String, Place> places = new HashMap<>();

    /**
     * @param cell number of the cell
     * @param firstLine line of the cell that the snippet starts on, from 1
     * @param source the snippet's text
     */
    record Place(int cell, int firstLine, String source) {
        /** {@code line} counts from 1 within the snippet. */
        String at(int line) {
            return "cell [" + cell + "], line " + (firstLine + line - 1);
        }

        /** The text of that line, without the blanks around it. */
        String text(int line) {
            return source.lines()
                    .skip(Math.max(0, line - 1))
                    .findFirst()
                    .orElse("")
                    .strip();
        }
    }

    void add(String snippet, Place place) {
        places.put(snippet, place);
    }

    /** {@code file} is a stack frame's, which JShell writes as {@code #id}. */
    Optional<Place> of(String file) {
        return file.startsWith("#") ? Optional.ofNullable(places.get(file.substring(1))) : Optional.empty();
    }
}
