package packetwalk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads JSON as far as test data need it: objects are maps in their order, arrays lists, null is empty text. */
public final class Json {

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** A document as maps, lists, texts, numbers ({@code Double}) and booleans. */
    public static Object parse(String text) {
        return new Json(text).value();
    }

    /** A member of an object; empty if it has none of that name. */
    public static Optional<Object> member(Object object, String name) {
        return Optional.ofNullable(((Map<?, ?>) object).get(name));
    }

    /** The members of an object, in their order. */
    public static Map<String, Object> members(Object object) {
        Map<String, Object> members = new LinkedHashMap<>();
        ((Map<?, ?>) object).forEach((name, value) -> members.put((String) name, value));
        return members;
    }

    /** The elements of an array. */
    public static List<Object> elements(Object array) {
        return new ArrayList<>((List<?>) array);
    }

    private Object value() {
        blanks();
        char c = text.charAt(at);
        return switch (c) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            default -> literal();
        };
    }

    private void blanks() {
        while (Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    /** Takes {@code sign} if it comes next. */
    private boolean take(char sign) {
        blanks();
        boolean there = text.charAt(at) == sign;
        at += there ? 1 : 0;
        return there;
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        at++;
        while (!take('}')) {
            take(',');
            blanks();
            String name = string();
            take(':');
            members.put(name, value());
        }
        return members;
    }

    private List<Object> array() {
        List<Object> elements = new ArrayList<>();
        at++;
        while (!take(']')) {
            take(',');
            elements.add(value());
        }
        return elements;
    }

    private String string() {
        StringBuilder word = new StringBuilder();
        for (at++; text.charAt(at) != '"'; at++) {
            char c = text.charAt(at);
            word.append(c == '\\' ? escaped() : c);
        }
        at++;
        return word.toString();
    }

    private char escaped() {
        at++;
        char c = text.charAt(at);
        if (c == 'u') {
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 3, at + 1), 16);
        }
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            default -> c;
        };
    }

    private Object literal() {
        int start = at;
        while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> "";
            default -> Double.valueOf(word);
        };
    }
}
