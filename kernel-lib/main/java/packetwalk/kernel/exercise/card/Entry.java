package packetwalk.kernel.exercise.card;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A mapping of a YAML document, with the way to it: each refusal says where. */
final class Entry {

    private final String path;
    private final Map<String, Object> values;
    private final Set<String> read = new TreeSet<>();

    private Entry(String path, Map<String, Object> values) {
        this.path = path;
        this.values = values;
    }

    static Entry of(String path, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(path + " is no mapping; write lines of name: value");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        map.forEach((name, each) -> values.put(String.valueOf(name), each == null ? "" : each));
        return new Entry(path, values);
    }

    IllegalArgumentException wrong(String name, String what) {
        return new IllegalArgumentException(path + "." + name + " " + what);
    }

    Set<String> names() {
        return values.keySet();
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    Object value(String name) {
        read.add(name);
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(path + " has no " + name + "; add it");
        }
        return value;
    }

    String text(String name) {
        Object value = value(name);
        if (value instanceof Map || value instanceof List) {
            throw wrong(name, "is no text");
        }
        return value.toString().stripTrailing();
    }

    String textOr(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    /** A list of texts; one text stands for a list of one, and nothing for none. */
    List<String> texts(String name) {
        if (!has(name)) {
            return List.of();
        }
        if (!(value(name) instanceof List<?> list)) {
            return List.of(text(name));
        }
        List<String> texts = new ArrayList<>();
        for (Object each : list) {
            if (each instanceof Map || each instanceof List || each == null) {
                throw wrong(name, "has " + each + ", which is no text; put it in quotes");
            }
            texts.add(each.toString().stripTrailing());
        }
        return texts;
    }

    <E extends Enum<E>> E word(String name, Class<E> type) {
        String word = text(name);
        for (E each : type.getEnumConstants()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(word)) {
                return each;
            }
        }
        throw wrong(
                name,
                "is " + word + "; it can be one of "
                        + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT));
    }

    Entry entry(String name) {
        return of(path + "." + name, value(name));
    }

    Entry entryOrNone(String name) {
        return has(name) ? entry(name) : new Entry(path + "." + name, Map.of());
    }

    List<Entry> entries(String name) {
        if (!(value(name) instanceof List<?> list)) {
            throw wrong(name, "is no list; begin each with -");
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            entries.add(of(
                    path + "." + name + "[" + (i + 1) + "]",
                    String.valueOf(list.get(i)).isEmpty() ? Map.of() : list.get(i)));
        }
        return entries;
    }

    Map<String, String> textsByName() {
        Map<String, String> texts = new LinkedHashMap<>();
        values.keySet().forEach(name -> texts.put(name, text(name)));
        return texts;
    }

    /** A name that nobody asked for is a slip of whoever wrote the card. */
    void allWereRead() {
        for (String name : values.keySet()) {
            if (!read.contains(name)) {
                throw wrong(name, "is no field of a card here; was another one meant?");
            }
        }
    }
}
