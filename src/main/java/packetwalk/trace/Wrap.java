package packetwalk.trace;

import java.util.ArrayList;
import java.util.List;

/** Lines broken at spaces, the rest indented; a word longer than a line stays whole, since rules are copied from it. */
final class Wrap {

    /** A width that a notebook and a terminal have to spare. */
    static final int COLUMNS = 110;

    private Wrap() {}

    static List<String> at(int columns, String indent, String text) {
        List<String> lines = new ArrayList<>();
        String rest = text.stripTrailing();
        while (rest.length() > columns) {
            int from = lines.isEmpty() && indent.isEmpty() ? 1 : indent.length() + 1;
            int cut = rest.lastIndexOf(' ', columns);
            if (cut < from) {
                cut = rest.indexOf(' ', columns);
            }
            if (cut < 0) {
                break;
            }
            lines.add(rest.substring(0, cut).stripTrailing());
            rest = indent + rest.substring(cut + 1).stripLeading();
        }
        lines.add(rest);
        return lines;
    }
}
