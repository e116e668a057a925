package packetwalk.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * YAML as trees of JSON: what kubectl does first with every manifest. Version 1.1 as Go's parser understands it: {@code
 * yes} and {@code on} are booleans, a date is text, {@code 0644} is octal.
 */
final class Yaml {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MOST_ALIASES = 100;

    private Yaml() {}

    /**
     * All documents of {@code text}; empty ones are left out.
     *
     * @throws ApiFault if it is no YAML, naming the line
     */
    static List<JsonNode> read(String text) {
        List<JsonNode> documents = new ArrayList<>();
        try {
            for (Node document : parser().composeAll(new StringReader(text))) {
                JsonNode tree = json(document);
                if (!tree.isNull()) {
                    documents.add(tree);
                }
            }
        } catch (MarkedYAMLException e) {
            String problem = String.valueOf(e.getProblem());
            throw fault(e.getProblemMark(), problem);
        } catch (YAMLException e) {
            // no place is given for what is nested too deeply, or has too many aliases
            throw ApiFault.badRequest("error converting YAML to JSON: yaml: " + e.getMessage());
        }
        return documents;
    }

    private static org.yaml.snakeyaml.Yaml parser() {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(MOST_ALIASES);
        options.setCodePointLimit(Integer.MAX_VALUE);
        DumperOptions dumper = new DumperOptions();
        return new org.yaml.snakeyaml.Yaml(
                new SafeConstructor(options), new Representer(dumper), dumper, options, new GoResolver());
    }

    private static JsonNode json(Node node) {
        if (node instanceof MappingNode mapping) {
            return object(mapping);
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = NODES.arrayNode();
            sequence.getValue().forEach(each -> array.add(json(each)));
            return array;
        }
        return scalar((ScalarNode) node);
    }

    private static ObjectNode object(MappingNode mapping) {
        ObjectNode object = NODES.objectNode();
        for (NodeTuple entry : mapping.getValue()) {
            if (entry.getKeyNode().getTag().equals(Tag.MERGE)) {
                merge(object, entry.getValueNode());
            }
        }
        List<String> own = new ArrayList<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (entry.getKeyNode().getTag().equals(Tag.MERGE)) {
                continue;
            }
            String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (own.contains(key)) {
                throw fault(entry.getKeyNode().getStartMark(), "key \"" + key + "\" already set in map");
            }
            own.add(key);
            object.set(key, json(entry.getValueNode()));
        }
        return object;
    }

    /** {@code <<: *base}: what the mapping says itself comes later and wins. */
    private static void merge(ObjectNode object, Node value) {
        if (value instanceof SequenceNode sequence) {
            sequence.getValue().forEach(each -> merge(object, each));
        } else if (json(value) instanceof ObjectNode base) {
            base.properties().forEach(entry -> object.putIfAbsent(entry.getKey(), entry.getValue()));
        }
    }

    private static JsonNode scalar(ScalarNode scalar) {
        Tag tag = scalar.getTag();
        String text = scalar.getValue();
        if (tag.equals(Tag.NULL)) {
            return NODES.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return NODES.booleanNode(GoResolver.isTrue(text));
        }
        if (tag.equals(Tag.INT)) {
            return number(integer(text.replace("_", "")));
        }
        if (tag.equals(Tag.FLOAT) && text.matches("[-+0-9.eE_]+")) {
            return NODES.numberNode(Double.parseDouble(text.replace("_", "")));
        }
        return NODES.textNode(text);
    }

    private static JsonNode number(BigInteger value) {
        if (value.bitLength() < Integer.SIZE) {
            return NODES.numberNode(value.intValue());
        }
        return value.bitLength() < Long.SIZE ? NODES.numberNode(value.longValue()) : NODES.numberNode(value);
    }

    private static BigInteger integer(String text) {
        Matcher form = Pattern.compile("(?<sign>[-+]?)(?<radix>0x|0b|0o|0(?=.))?(?<digits>.+)")
                .matcher(text.toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new AssertionError("the resolver took \"" + text + "\" for a number");
        }
        String prefix = form.group("radix") == null ? "" : form.group("radix");
        int radix = switch (prefix) {
            case "0x" -> 16;
            case "0b" -> 2;
            case "" -> 10;
            default -> 8;
        };
        BigInteger value = new BigInteger(form.group("digits"), radix);
        return form.group("sign").equals("-") ? value.negate() : value;
    }

    private static ApiFault fault(Mark at, String problem) {
        String where = at == null ? "" : "line " + (at.getLine() + 1) + ": ";
        return ApiFault.badRequest("error converting YAML to JSON: yaml: " + where + problem);
    }
}
