package packetwalk.kernel.report;

import packetwalk.kernel.view.Html;

/** As much of Markdown as cards use: paragraphs, {@code `code`}, {@code **strong**} and {@code *stressed*}. */
public final class Marks {

    private Marks() {}

    /** As HTML; whatever else stands there is text. */
    public static String html(String markdown) {
        StringBuilder html = new StringBuilder();
        for (String paragraph : markdown.split("\\n\\s*\\n")) {
            html.append("<p>")
                    .append(Html.escape(paragraph.strip())
                            .replaceAll("`([^`]+)`", "<code>$1</code>")
                            .replaceAll("\\*\\*([^*]+)\\*\\*", "<b>$1</b>")
                            .replaceAll("\\*([^*]+)\\*", "<i>$1</i>"))
                    .append("</p>");
        }
        return html.toString();
    }
}
