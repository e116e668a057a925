package packetwalk.kernel.view;

import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** A Tablesaw table as HTML; missing values stay empty, long tables are cut with a note. */
final class TableHtml {

    private static final int MOST_ROWS = 60;

    private TableHtml() {}

    static String of(Table table) {
        StringBuilder html = new StringBuilder("<table class=\"pw-t\"><thead><tr>");
        for (Column<?> column : table.columns()) {
            html.append("<th scope=\"col\" title=\"")
                    .append(Html.escape(type(column)))
                    .append("\">")
                    .append(Html.escape(column.name()))
                    .append("</th>");
        }
        html.append("</tr></thead><tbody>");
        int rows = Math.min(table.rowCount(), MOST_ROWS);
        for (int row = 0; row < rows; row++) {
            html.append("<tr>");
            for (Column<?> column : table.columns()) {
                html.append(column instanceof NumericColumn ? "<td class=\"pw-n\">" : "<td>")
                        .append(column.isMissing(row) ? "" : Html.escape(column.getString(row)))
                        .append("</td>");
            }
            html.append("</tr>");
        }
        html.append("</tbody></table><p class=\"pw-why\">")
                .append(Html.escape(size(table, rows)))
                .append("</p>");
        return Html.card(html.toString());
    }

    private static String type(Column<?> column) {
        ColumnType type = column.type();
        return type.getPrinterFriendlyName();
    }

    private static String size(Table table, int shown) {
        String name = table.name() == null || table.name().isEmpty() ? "" : table.name() + ": ";
        String rows = table.rowCount() + (table.rowCount() == 1 ? " row" : " rows");
        return name + rows + (shown < table.rowCount() ? ", the first " + shown + " shown" : "");
    }
}
