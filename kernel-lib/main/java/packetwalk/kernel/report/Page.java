package packetwalk.kernel.report;

import packetwalk.kernel.view.Html;

/** A page on its own: no file beside it, no script, and a browser that is told to run and fetch none. */
final class Page {

    private Page() {}

    /** A page with one heading, {@code title}, and {@code content}, which is HTML. */
    static String of(String title, String content) {
        String safe = Html.escape(Printable.line(title));
        return "<!DOCTYPE html>\n"
                + "<html lang=\"en\">\n"
                + "<head>\n"
                + "<meta charset=\"utf-8\"/>\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src"
                + " 'unsafe-inline'\"/>\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
                + "<title>" + safe
                + "</title>\n</head>\n<body>\n<main>\n<h1>" + safe + "</h1>\n" + Html.card(content)
                + "\n</main>\n</body>\n</html>\n";
    }

    /** A table's head; the first column's heads are its rows', those of numbers stand to the right. */
    static String head(String caption, String... columns) {
        StringBuilder html =
                new StringBuilder("<table class=\"pw-t\"><caption>" + Html.escape(caption) + "</caption><thead><tr>");
        for (String column : columns) {
            html.append("<th scope=\"col\">").append(Html.escape(column)).append("</th>");
        }
        return html.append("</tr></thead><tbody>").toString();
    }

    /** A line of that table: texts, the first of which names it. */
    static String row(String name, String... cells) {
        StringBuilder html = new StringBuilder("<tr><th scope=\"row\">" + text(name) + "</th>");
        for (String cell : cells) {
            html.append("<td>").append(text(cell)).append("</td>");
        }
        return html.append("</tr>").toString();
    }

    static String end() {
        return "</tbody></table>";
    }

    static String text(String text) {
        return Html.escape(Printable.line(text));
    }
}
