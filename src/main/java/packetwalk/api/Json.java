package packetwalk.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.TreeMap;

/** Objects as JSON trees and text, keys in alphabetical order as Go's maps are written. */
public final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Json() {}

    /** The one mapper of objects to trees and back. */
    static ObjectMapper mapper() {
        return MAPPER;
    }

    /** An object as a tree. */
    public static JsonNode tree(Object object) {
        return MAPPER.valueToTree(object);
    }

    /** A tree as an object of {@code type}, which it must fit. */
    public static <T> T object(JsonNode tree, Class<T> type) {
        return MAPPER.convertValue(tree, type);
    }

    /** An object as JSON on one line, as Go's {@code json.Marshal} writes it. */
    public static String compact(Object object) {
        try {
            return MAPPER.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new AssertionError("an API object has no JSON: " + object, e);
        }
    }

    /** JSON text as a tree. */
    public static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw ApiFault.badRequest("error parsing JSON: " + e.getOriginalMessage());
        }
    }

    /** A tree on one line, keys in alphabetical order. */
    public static String sorted(JsonNode tree) {
        return compact(MAPPER.convertValue(tree, Object.class));
    }

    /** A tree on several lines, four blanks to a level, as kubectl writes it; keys in alphabetical order. */
    static String indented(JsonNode tree) {
        StringBuilder text = new StringBuilder();
        write(tree, "", text);
        return text.append('\n').toString();
    }

    private static void write(JsonNode tree, String indent, StringBuilder text) {
        if (!tree.isContainerNode() || tree.isEmpty()) {
            text.append(tree);
            return;
        }
        String deeper = indent + "    ";
        String separator = "\n";
        text.append(tree.isObject() ? '{' : '[');
        if (tree.isObject()) {
            for (Map.Entry<String, JsonNode> entry : inOrder(tree).entrySet()) {
                text.append(separator).append(deeper);
                text.append('"').append(entry.getKey()).append("\": ");
                write(entry.getValue(), deeper, text);
                separator = ",\n";
            }
        } else {
            for (JsonNode each : tree) {
                text.append(separator).append(deeper);
                write(each, deeper, text);
                separator = ",\n";
            }
        }
        text.append('\n').append(indent).append(tree.isObject() ? '}' : ']');
    }

    private static Map<String, JsonNode> inOrder(JsonNode object) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        object.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }
}
