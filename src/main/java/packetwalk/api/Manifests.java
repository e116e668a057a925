package packetwalk.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Manifests in and out: what stands behind {@code kubectl apply -f} and {@code kubectl get -o yaml}. */
public final class Manifests {

    private Manifests() {}

    /**
     * What a manifest asks for.
     *
     * @param objects in the order of the text
     * @param warnings one line for each object of a kind that has no effect here, by name
     */
    public record Manifest(List<HasMetadata> objects, List<String> warnings) {

        public Manifest {
            objects = List.copyOf(objects);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Reads YAML or JSON, several documents, {@code List} kinds too.
     *
     * @throws ApiFault if it is neither, if a field is unknown, or if a value is of the wrong type
     */
    public static Manifest read(String text) {
        List<HasMetadata> objects = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (JsonNode document : Yaml.read(text)) {
            add(document, objects, warnings);
        }
        return new Manifest(objects, warnings);
    }

    private static void add(JsonNode document, List<HasMetadata> objects, List<String> warnings) {
        if (!document.isObject()) {
            throw ApiFault.badRequest(
                    "a manifest's document is an object with apiVersion, kind and metadata, not " + document);
        }
        String version = required(document, "apiVersion");
        String kind = required(document, "kind");
        if (kind.endsWith("List") && document.path("items").isArray()) {
            document.path("items").forEach(item -> add(item, objects, warnings));
            return;
        }
        Optional<Kind<?>> known = Kinds.of(version, kind);
        if (known.isPresent()) {
            objects.add(object(document, known.get()));
            return;
        }
        String name = document.path("metadata").path("name").asText("");
        if (Kinds.all().stream().anyMatch(each -> each.name().equals(kind) && isOfKubernetes(version, each))) {
            String namespace = document.path("metadata").path("namespace").asText("");
            throw ApiFault.badRequest(
                    ("resource mapping not found for name: \"%s\" namespace: \"%s\" from \"STDIN\": no matches for kind"
                                    + " \"%s\" in version \"%s\"\nensure CRDs are installed first")
                            .formatted(name, namespace, kind, version));
        }
        warnings.add("%s \"%s\" (%s) is left alone: that kind has no effect here".formatted(kind, name, version));
    }

    /** Whether a version that is not served is one of Kubernetes' own groups, old or new; others may use its names. */
    private static boolean isOfKubernetes(String version, Kind<?> kind) {
        return !version.contains(".") || version.startsWith(kind.group() + "/");
    }

    private static String required(JsonNode document, String field) {
        if (!document.path(field).isTextual()) {
            throw ApiFault.badRequest("Object '%s' is missing in '%s'"
                    .formatted(field.equals("kind") ? "Kind" : field, Json.compact(document)));
        }
        return document.path(field).textValue();
    }

    /** A tree as an object of its kind. */
    static <T extends HasMetadata> T object(JsonNode tree, Kind<T> kind) {
        StrictDecoding.check(tree, kind);
        return Json.object(withoutNulls(tree), kind.type());
    }

    /** A tree as an object of its kind, whichever that is. */
    public static HasMetadata object(JsonNode tree) {
        String version = required(tree, "apiVersion");
        String kind = required(tree, "kind");
        Kind<?> known = Kinds.of(version, kind)
                .orElseThrow(() ->
                        ApiFault.badRequest("no matches for kind \"%s\" in version \"%s\"".formatted(kind, version)));
        return object(tree, known);
    }

    /** {@code null} is the same as nothing. */
    private static JsonNode withoutNulls(JsonNode tree) {
        JsonNode copy = tree.deepCopy();
        removeNulls(copy);
        return copy;
    }

    private static void removeNulls(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            for (Iterator<Map.Entry<String, JsonNode>> i = object.properties().iterator(); i.hasNext(); ) {
                JsonNode value = i.next().getValue();
                if (value.isNull()) {
                    i.remove();
                } else {
                    removeNulls(value);
                }
            }
        } else if (tree instanceof ArrayNode array) {
            array.forEach(Manifests::removeNulls);
        }
    }

    /** An object as YAML, as {@code kubectl get -o yaml} prints it. */
    public static String yaml(HasMetadata object) {
        return YamlText.print(Json.tree(object));
    }

    /** Several as one {@code List}. */
    public static String yaml(List<? extends HasMetadata> objects) {
        return YamlText.print(list(objects));
    }

    /** An object as JSON, as {@code kubectl get -o json} prints it. */
    public static String json(HasMetadata object) {
        return Json.indented(Json.tree(object));
    }

    /** Several as one {@code List}. */
    public static String json(List<? extends HasMetadata> objects) {
        return Json.indented(list(objects));
    }

    /** The tree of a {@code List}. */
    public static JsonNode list(List<? extends HasMetadata> objects) {
        ObjectNode list = Json.mapper().createObjectNode();
        list.put("apiVersion", "v1");
        ArrayNode items = list.putArray("items");
        objects.forEach(object -> items.add(Json.tree(object)));
        list.put("kind", "List");
        list.putObject("metadata").put("resourceVersion", "");
        return list;
    }
}
