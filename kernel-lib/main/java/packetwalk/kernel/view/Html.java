package packetwalk.kernel.view;

/**
 * HTML that looks the same on a light and on a dark page: everything stands on a light card of its own.
 *
 * <p>The style names are prefixed and always the same, so that many outputs of one page agree.
 */
public final class Html {

    private static final String STYLE = "<style>"
            + ".pw{background:#fff;color:#1b2733;border:1px solid #d5dbe1;border-radius:8px;padding:10px 14px;"
            + "font:13px/1.45 system-ui,-apple-system,'Segoe UI',sans-serif;max-width:1240px;overflow-x:auto}"
            + ".pw svg{display:block;max-width:100%;height:auto;margin:0 auto 6px}"
            + ".pw.pw.pw pre,.pw.pw.pw code{font:12px/1.45 ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;"
            + "background:none;color:#1b2733;margin:0;padding:0}"
            + ".pw.pw.pw pre.pw-pre{white-space:pre;overflow-x:auto}"
            + ".pw.pw.pw td pre.pw-pre{white-space:pre-wrap;overflow-wrap:anywhere}.pw .pw-prompt{color:#0072b2;font-weight:600}"
            + ".pw table.pw-t{border-collapse:collapse;margin:4px 0 8px;font-size:12px;border:0;width:100%;table-layout:auto}"
            + ".pw table.pw-t tr,.pw table.pw-t tbody tr:nth-child(n){background:#fff;color:#1b2733}"
            + ".pw table.pw-t tbody tr:nth-child(n):hover{background:#eef5fa}"
            + ".pw table.pw-t th,.pw table.pw-t td{text-align:left;vertical-align:top;padding:2px 10px 2px 0;"
            + "border:0;border-top:1px solid #edf0f3;white-space:normal;max-width:none}"
            + ".pw table.pw-t thead th{border-top:0;color:#5a6b7b;font-weight:600}"
            + ".pw table.pw-t th.pw-n,.pw table.pw-t td.pw-n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
            + ".pw table.pw-t tbody tr.pw-hop:nth-child(n) th{background:#f3f6f9;font-weight:600;padding:4px 8px}"
            + ".pw table.pw-t tbody tr.pw-drop:nth-child(n) td{background:#fdeee6;font-weight:600}"
            + ".pw table.pw-t tbody tr.pw-nat:nth-child(n) td{background:#faf0f6}"
            + ".pw .pw-why{color:#5a6b7b}.pw .pw-change{font-weight:600;color:#9c3f74;white-space:nowrap}"
            + ".pw .pw-badge{display:inline-block;border-radius:10px;padding:1px 9px;font-weight:600;font-size:12px;"
            + "color:#fff;background:#56707f}.pw .pw-good{background:#00795a}.pw .pw-bad{background:#b34700}"
            + ".pw details{margin:2px 0}.pw .pw-in{margin-left:16px}.pw summary{cursor:pointer}.pw img{max-width:100%}.pw.pw p{margin:4px 0}"
            + "</style>";

    private Html() {}

    /** Text as it may stand in HTML and XML, between tags and inside quotes. */
    public static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                case '\t', '\n' -> safe.append(c);
                // XML 1.0 knows no other control characters, not even escaped
                default -> safe.append(c < ' ' || c == '\uffff' || c == '\ufffe' ? '\ufffd' : c);
            }
        }
        return safe.toString();
    }

    /** {@code content}, which is HTML, on a card. */
    public static String card(String content) {
        return "<div class=\"pw\">" + STYLE + content + "</div>";
    }

    static String pre(String text) {
        return card("<pre class=\"pw-pre\">" + escape(text) + "</pre>");
    }

    /** What {@code command} printed at {@code prompt}. */
    static String pre(String prompt, String command, String text) {
        return card("<pre class=\"pw-pre\">" + prompt(prompt, command) + "\n" + escape(text) + "</pre>");
    }

    static String prompt(String prompt, String command) {
        return "<span class=\"pw-prompt\">" + escape(prompt) + "$ " + escape(command) + "</span>";
    }
}
