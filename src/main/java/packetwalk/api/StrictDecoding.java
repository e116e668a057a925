package packetwalk.api;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Looks through a tree before it becomes an object: no field that the kind does not have, no text where a number belongs.
 *
 * <p>What is said is what the API server says when it is told to be strict, as kubectl tells it.
 */
final class StrictDecoding {
    private static final Map<Class<?>, Map<String, JavaType>> FIELDS = new ConcurrentHashMap<>();

    /** Maps whose values are bytes: base64 as they are written. */
    private static final Map<Class<?>, String> BYTES = Map.of(Secret.class, "data", ConfigMap.class, "binaryData");

    private final List<String> unknown = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    private StrictDecoding() {}

    /**
     * Refuses a tree that is no {@code kind}.
     *
     * @throws ApiFault naming all unknown fields, or the first value of the wrong type
     */
    static void check(JsonNode tree, Kind<? extends HasMetadata> kind) {
        StrictDecoding decoding = new StrictDecoding();
        decoding.object(tree, kind.type(), "");
        String as = "%s in version \"%s\" cannot be handled as a %s: "
                .formatted(kind.name(), kind.apiVersion(), kind.name());
        if (!decoding.wrong.isEmpty()) {
            throw ApiFault.badRequest(as + decoding.wrong.get(0));
        }
        if (!decoding.unknown.isEmpty()) {
            String fields = decoding.unknown.stream()
                    .map(field -> "unknown field \"" + field + "\"")
                    .collect(Collectors.joining(", "));
            throw ApiFault.badRequest(as + "strict decoding error: " + fields);
        }
    }

    private void object(JsonNode tree, Class<?> type, String path) {
        Map<String, JavaType> fields = FIELDS.computeIfAbsent(type, StrictDecoding::fields);
        tree.properties().forEach(entry -> {
            String field = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            JavaType expected = fields.get(entry.getKey());
            if (expected == null) {
                unknown.add(field);
            } else if (!entry.getValue().isNull()) {
                value(entry.getValue(), expected, type, field);
            }
        });
    }

    private void value(JsonNode tree, JavaType type, Class<?> in, String path) {
        Class<?> raw = type.getRawClass();
        if (type.isMapLikeType()) {
            if (expect(tree, tree.isObject(), type, in, path)) {
                boolean bytes = path.equals(BYTES.get(in));
                tree.properties().forEach(entry -> {
                    if (entry.getValue().isNull()) {
                        return;
                    }
                    if (bytes) {
                        bytes(entry.getValue(), in, path);
                    } else {
                        value(entry.getValue(), type.getContentType(), in, path);
                    }
                });
            }
        } else if (type.isCollectionLikeType()) {
            if (expect(tree, tree.isArray(), type, in, path)) {
                for (int i = 0; i < tree.size(); i++) {
                    value(tree.get(i), type.getContentType(), in, path + "[" + i + "]");
                }
            }
        } else if (raw == IntOrString.class || raw == Quantity.class) {
            expect(tree, tree.isIntegralNumber() || tree.isTextual() || tree.isNumber(), type, in, path);
        } else if (raw == Integer.class || raw == Long.class) {
            expect(tree, fits(tree, raw), type, in, path);
        } else if (raw == Boolean.class) {
            expect(tree, tree.isBoolean(), type, in, path);
        } else if (raw == String.class || raw == MicroTime.class) {
            expect(tree, tree.isTextual(), type, in, path);
        } else if (raw != Object.class && expect(tree, tree.isObject(), type, in, path)) {
            object(tree, raw, path);
        }
    }

    private static boolean fits(JsonNode tree, Class<?> type) {
        return tree.isIntegralNumber() && (type == Integer.class ? tree.canConvertToInt() : tree.canConvertToLong());
    }

    private void bytes(JsonNode tree, Class<?> in, String path) {
        if (!tree.isTextual()) {
            // Of these the number itself is not printed
            wrong.add(mismatch(kindOf(tree).split(" ")[0], in, path, "[]uint8"));
        } else {
            Base64Text.corruptAt(tree.textValue())
                    .ifPresent(index -> wrong.add("illegal base64 data at input byte " + index));
        }
    }

    private boolean expect(JsonNode tree, boolean fits, JavaType type, Class<?> in, String path) {
        if (!fits) {
            wrong.add(mismatch(kindOf(tree), in, path, go(type)));
        }
        return fits;
    }

    private static String mismatch(String kind, Class<?> in, String path, String type) {
        return "json: cannot unmarshal %s into Go struct field %s.%s of type %s"
                .formatted(kind, in.getSimpleName(), path.replaceAll("\\[\\d+]", ""), type);
    }

    private static String kindOf(JsonNode tree) {
        return switch (tree.getNodeType()) {
            case ARRAY -> "array";
            case BOOLEAN -> "bool";
            case NUMBER -> "number" + (tree.isNumber() ? " " + tree.asText() : "");
            case STRING -> "string";
            default -> "object";
        };
    }

    /** The type's name in Go; named kinds of text, as {@code v1.Protocol}, are just strings here. */
    private static String go(JavaType type) {
        if (type.isMapLikeType()) {
            return "map[string]" + go(type.getContentType());
        }
        if (type.isCollectionLikeType()) {
            return "[]" + go(type.getContentType());
        }
        return switch (type.getRawClass().getSimpleName()) {
            case "Integer" -> "int32";
            case "Long" -> "int64";
            case "Boolean" -> "bool";
            case "String" -> "string";
            case "IntOrString" -> "intstr.IntOrString";
            case "Quantity" -> "resource.Quantity";
            default -> "v1." + type.getRawClass().getSimpleName();
        };
    }

    private static Map<String, JavaType> fields(Class<?> type) {
        Map<String, JavaType> fields = new LinkedHashMap<>();
        JavaType java = Json.mapper().constructType(type);
        for (BeanPropertyDefinition property :
                Json.mapper().getDeserializationConfig().introspect(java).findProperties()) {
            fields.put(property.getName(), property.getPrimaryType());
        }
        fields.remove("additionalProperties");
        return fields;
    }
}
