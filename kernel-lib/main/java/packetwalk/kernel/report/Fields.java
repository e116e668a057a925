package packetwalk.kernel.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A JSON object, read strictly: each field is there, of its kind, and no other is. */
final class Fields {

    private final String place;
    private final JsonNode node;
    private final Set<String> read = new HashSet<>();

    private Fields(String place, JsonNode node) {
        this.place = place;
        this.node = node;
    }

    /** Reads {@code node} by {@code reader}; {@code place} is where it stands, for what is said of a mistake. */
    static <T> T read(String place, JsonNode node, Function<Fields, T> reader) {
        if (!node.isObject()) {
            throw new IllegalArgumentException(place + " is no JSON object: " + cut(node));
        }
        Fields fields = new Fields(place, node);
        T value = reader.apply(fields);
        node.fieldNames().forEachRemaining(name -> {
            if (!fields.read.contains(name)) {
                throw new IllegalArgumentException(
                        place + " has a field " + name + ", which no report has; was another version at work?");
            }
        });
        return value;
    }

    private static String cut(JsonNode node) {
        String text = node.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> wrong(name, "is missing"));
    }

    Optional<String> optionalText(String name) {
        return field(name).map(value -> {
            if (!value.isTextual()) {
                throw wrong(name, "is " + cut(value) + "; a text belongs there");
            }
            return value.textValue();
        });
    }

    double number(String name) {
        JsonNode value = field(name).orElseThrow(() -> wrong(name, "is missing"));
        if (!value.isNumber()) {
            throw wrong(name, "is " + cut(value) + "; a number belongs there");
        }
        return value.doubleValue();
    }

    /** A text that {@code reader} understands; it throws what it likes for one that it does not. */
    <T> T parsed(String name, Function<String, T> reader) {
        String text = text(name);
        try {
            return reader.apply(text);
        } catch (RuntimeException refused) {
            throw wrong(name, "is \"" + text + "\": " + refused.getMessage());
        }
    }

    <E extends Enum<E>> E word(String name, Class<E> words) {
        String text = text(name);
        return Arrays.stream(words.getEnumConstants())
                .filter(each -> each.name().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        wrong(name, "is \"" + text + "\"; there are " + Arrays.toString(words.getEnumConstants())));
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode each : array(name)) {
            if (!each.isTextual()) {
                throw wrong(name, "has " + cut(each) + "; texts belong there");
            }
            texts.add(each.textValue());
        }
        return texts;
    }

    <T> List<T> objects(String name, Function<Fields, T> reader) {
        List<T> objects = new ArrayList<>();
        for (JsonNode each : array(name)) {
            objects.add(read(place + "." + name + "[" + objects.size() + "]", each, reader));
        }
        return objects;
    }

    <T> Optional<T> object(String name, Function<Fields, T> reader) {
        return field(name).map(value -> read(place + "." + name, value, reader));
    }

    private JsonNode array(String name) {
        JsonNode value = field(name).orElseThrow(() -> wrong(name, "is missing"));
        if (!value.isArray()) {
            throw wrong(name, "is " + cut(value) + "; a list belongs there");
        }
        return value;
    }

    private Optional<JsonNode> field(String name) {
        read.add(name);
        return Optional.ofNullable(node.get(name));
    }

    IllegalArgumentException wrong(String name, String what) {
        return new IllegalArgumentException(place + "." + name + " " + what);
    }
}
