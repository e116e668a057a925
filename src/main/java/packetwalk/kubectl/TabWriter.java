package packetwalk.kubectl;

import java.util.ArrayList;
import java.util.List;

/**
 * Text in columns, where a column is a run of lines that have it: Go's {@code text/tabwriter} as {@code kubectl describe}
 * sets it up, with two blanks behind the widest cell.
 *
 * @see <a href="https://pkg.go.dev/text/tabwriter">text/tabwriter</a>
 */
final class TabWriter {
    private static final int PADDING = 2;

    private final StringBuilder out = new StringBuilder();
    private final StringBuilder pending = new StringBuilder();

    /** Adds a line, {@code level} steps in; tabs end its cells. */
    TabWriter line(int level, String text) {
        pending.append("  ".repeat(level)).append(text).append('\n');
        return this;
    }

    /** Sets what has come so far; what comes now has columns of its own. */
    TabWriter flush() {
        if (pending.length() > 0) {
            List<List<String>> lines = new ArrayList<>();
            for (String line : pending.substring(0, pending.length() - 1).split("\n", -1)) {
                lines.add(List.of(line.split("\t", -1)));
            }
            format(lines, 0, lines.size(), new ArrayList<>());
            pending.setLength(0);
        }
        return this;
    }

    /** What is not set yet, as it came. */
    String unset() {
        return pending.toString();
    }

    /** All of it. */
    @Override
    public String toString() {
        flush();
        return out.toString();
    }

    /** The lines from {@code first} on, whose first columns are as wide as {@code widths} says. */
    private void format(List<List<String>> lines, int first, int end, List<Integer> widths) {
        int column = widths.size();
        int printed = first;
        for (int i = first; i < end; i++) {
            if (column >= lines.get(i).size() - 1) {
                continue;
            }
            write(lines, printed, i, widths);
            int last = i;
            int width = 0;
            while (last < end && column < lines.get(last).size() - 1) {
                width = Math.max(width, lines.get(last).get(column).length() + PADDING);
                last++;
            }
            widths.add(width);
            format(lines, i, last, widths);
            widths.remove(column);
            printed = last;
            i = last - 1;
        }
        write(lines, printed, end, widths);
    }

    private void write(List<List<String>> lines, int first, int end, List<Integer> widths) {
        for (List<String> line : lines.subList(first, end)) {
            for (int i = 0; i < line.size(); i++) {
                String cell = line.get(i);
                out.append(cell);
                if (i < widths.size() && i < line.size() - 1) {
                    out.append(" ".repeat(widths.get(i) - cell.length()));
                }
            }
            out.append('\n');
        }
    }
}
