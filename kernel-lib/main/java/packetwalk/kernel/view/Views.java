package packetwalk.kernel.view;

import java.util.LinkedHashMap;
import java.util.Map;
import packetwalk.trace.Exhibit;

/** What a notebook shows for a value: one text per MIME type. */
public final class Views {
    private Views() {}

    /**
     * The forms in which {@code value} can be shown, {@code text/plain} always among them.
     *
     * @param value an {@link Exhibit}, a Tablesaw table or an XChart chart; anything else is shown as its text
     */
    public static Map<String, String> bundle(Object value) {
        String text = value instanceof Exhibit exhibit ? exhibit.text() : String.valueOf(value);
        Map<String, String> forms = new LinkedHashMap<>();
        forms.put("text/plain", text);
        forms.put("text/html", "<pre>" + text.replace("&", "&amp;").replace("<", "&lt;") + "</pre>");
        return forms;
    }
}
