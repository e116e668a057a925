package packetwalk;

import java.util.List;

/** Columns as kubectl prints them: as wide as the widest cell, and three blanks. */
final class Columns {

    private Columns() {}

    static String print(List<List<String>> rows) {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = rows.stream()
                        .mapToInt(each -> each.get(column).length())
                        .max()
                        .orElse(0);
                boolean last = i == row.size() - 1;
                line.append(row.get(i))
                        .append(" ".repeat(last ? 0 : width - row.get(i).length() + 3));
            }
            text.append(line).append('\n');
        }
        return text.toString().stripTrailing();
    }
}
