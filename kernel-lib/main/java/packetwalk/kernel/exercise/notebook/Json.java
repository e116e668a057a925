package packetwalk.kernel.exercise.notebook;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** JSON as Jupyter saves it: indented by one, keys in order, letters of any language as they are. */
final class Json {

    private final StringBuilder out = new StringBuilder();

    private Json() {}

    /** {@code value}: maps, lists, texts, numbers, truths, and an empty Optional for null. Ends with a line's end. */
    static String of(Object value) {
        Json json = new Json();
        json.value(value, "\n");
        return json.out.append('\n').toString();
    }

    private void value(Object value, String newline) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, each) -> sorted.put(key.toString(), each));
            several(sorted.entrySet().iterator(), "{", "}", newline);
        } else if (value instanceof List<?> list) {
            several(list.iterator(), "[", "]", newline);
        } else if (value instanceof Map.Entry<?, ?> entry) {
            text(entry.getKey().toString());
            out.append(": ");
            value(entry.getValue(), newline);
        } else if (value instanceof Double number && number == Math.rint(number)) {
            out.append(number.longValue());
        } else if (value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof Optional) {
            out.append("null");
        } else {
            text(value.toString());
        }
    }

    private void several(Iterator<?> elements, String begin, String end, String newline) {
        out.append(begin);
        boolean any = elements.hasNext();
        while (elements.hasNext()) {
            out.append(newline).append(' ');
            value(elements.next(), newline + " ");
            out.append(elements.hasNext() ? "," : "");
        }
        out.append(any ? newline : "").append(end);
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            switch (each) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default ->
                    out.append(each < ' ' ? String.format(Locale.ROOT, "\\u%04x", (int) each) : String.valueOf(each));
            }
        }
        out.append('"');
    }
}
