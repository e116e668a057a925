package packetwalk.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/** Trees as {@code kubectl -o yaml} prints them: keys in alphabetical order, lists at the level of their key. */
final class YamlText {

    private YamlText() {}

    static String print(JsonNode tree) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setIndicatorIndent(0);
        options.setSplitLines(true);
        return new org.yaml.snakeyaml.Yaml(new Strings(options), options).dump(plain(tree));
    }

    private static @Nullable Object plain(JsonNode tree) {
        if (tree.isObject()) {
            Map<String, Object> sorted = new TreeMap<>();
            tree.properties().forEach(entry -> sorted.put(entry.getKey(), plain(entry.getValue())));
            return new LinkedHashMap<>(sorted);
        }
        if (tree.isArray()) {
            Function<JsonNode, Object> each = YamlText::plain;
            return StreamSupport.stream(tree.spliterator(), false).map(each).collect(Collectors.toList());
        }
        if (tree.isBoolean()) {
            return tree.booleanValue();
        }
        return tree.isNumber() ? tree.numberValue() : tree.isNull() ? null : tree.textValue();
    }

    /** Text in the style that Go's printer chooses: as it is, in double quotes if it would be read as something else. */
    private static final class Strings extends Representer {
        private static final GoResolver RESOLVER = new GoResolver();

        /** What others would read as a time, or as a number to base 60. */
        private static final Pattern LOOKS_OTHERWISE =
                Pattern.compile("\\d{4}-\\d{1,2}-\\d{1,2}([Tt ].*)?|[-+]?\\d[\\d_]*(:[0-5]?\\d)+(\\.[\\d_]*)?");

        Strings(DumperOptions options) {
            super(options);
            representers.put(String.class, value -> text((String) value));
        }

        private Node text(String value) {
            Tag read = RESOLVER.resolve(NodeId.scalar, value, true);
            ScalarStyle style = ScalarStyle.PLAIN;
            if (!read.equals(Tag.STR) || LOOKS_OTHERWISE.matcher(value).matches()) {
                style = ScalarStyle.DOUBLE_QUOTED;
            } else if (value.contains("\n")) {
                style = ScalarStyle.LITERAL;
            }
            return representScalar(Tag.STR, value, style);
        }
    }
}
