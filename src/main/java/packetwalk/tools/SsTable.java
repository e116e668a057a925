package packetwalk.tools;

import java.util.ArrayList;
import java.util.List;

/** Columns as wide as what stands in them: iproute2 misc/ss.c {@code render()}, its output being no terminal. */
final class SsTable {

    private record Column(boolean right, String header, String delimiter) {}

    private static final List<Column> COLUMNS = List.of(
            new Column(false, "Netid", ""),
            new Column(false, "State", " "),
            new Column(false, "Recv-Q", " "),
            new Column(false, "Send-Q", " "),
            new Column(true, "Local Address:", " "),
            new Column(false, "Port", ""),
            new Column(true, "Peer Address:", " "),
            new Column(false, "Port", ""),
            new Column(false, "Process", ""));

    private final boolean netid;
    private final List<List<String>> rows = new ArrayList<>();

    /** {@code netid} shows the first column, which ss leaves out if only one kind of socket was asked for. */
    SsTable(boolean header, boolean netid) {
        this.netid = netid;
        if (header) {
            rows.add(COLUMNS.stream().map(Column::header).toList());
        }
    }

    void add(String kind, Object state, String queue, String[] local, String[] peer, String process) {
        rows.add(List.of(
                kind,
                state.toString(),
                "0     ",
                "%-6s".formatted(queue),
                local[0] + ":",
                local[1],
                peer[0] + ":",
                peer[1],
                process));
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            boolean started = false;
            for (int i = netid ? 0 : 1; i < COLUMNS.size(); i++) {
                int width = width(i);
                if (width > 0) {
                    text.append(started ? COLUMNS.get(i).delimiter() : "");
                    text.append(cell(COLUMNS.get(i), row.get(i), width));
                }
                started = true;
            }
            text.append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String cell(Column column, String words, int width) {
        String blanks = " ".repeat(width - words.length());
        return column.right() ? blanks + words : words + blanks;
    }
}
