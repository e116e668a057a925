package packetwalk.runtime;

import java.util.List;

/** Columns as docker and kubectl print them, by Go's tabwriter: three blanks behind the widest cell. */
public final class Columns {

    private Columns() {}

    /**
     * Rows as lines, the first being the header.
     *
     * @param rows all of the same length
     * @param least how wide a column is at least, its blanks included: 10 with docker, 6 with kubectl
     */
    public static String print(List<List<String>> rows, int least) {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            int last = row.size() - 1;
            for (int i = 0; i < last; i++) {
                int column = i;
                int widest = rows.stream()
                        .mapToInt(each -> each.get(column).length())
                        .max()
                        .orElse(0);
                String cell = row.get(i);
                text.append(cell).append(" ".repeat(Math.max(widest + 3, least) - cell.length()));
            }
            text.append(row.get(last)).append('\n');
        }
        return text.toString().stripTrailing();
    }
}
