package packetwalk.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings what is live to what is wanted: what the person before took out of their manifest goes, what others added stays.
 *
 * <p>Lists are merged by their keys where Kubernetes' {@code patchMergeKey} says so; other lists are replaced whole. One
 * thing is better here than there: ports of one number and two protocols are told apart (kubernetes issue 39188).
 *
 * @see <a href="https://pkg.go.dev/k8s.io/apimachinery/pkg/util/strategicpatch">strategicpatch</a>
 */
final class ThreeWayMerge {

    /** By the list's name; the first of the fields that its elements have is the key. */
    private static final Map<String, List<String>> KEYS = Map.ofEntries(
            Map.entry("containers", List.of("name")),
            Map.entry("initContainers", List.of("name")),
            Map.entry("env", List.of("name")),
            Map.entry("volumes", List.of("name")),
            Map.entry("volumeMounts", List.of("mountPath")),
            Map.entry("ports", List.of("containerPort", "port")),
            Map.entry("hostAliases", List.of("ip")),
            Map.entry("imagePullSecrets", List.of("name")),
            Map.entry("topologySpreadConstraints", List.of("topologyKey")),
            Map.entry("conditions", List.of("type")),
            Map.entry("addresses", List.of("type")),
            Map.entry("ownerReferences", List.of("uid")));

    private ThreeWayMerge() {}

    /**
     * The tree that is wanted.
     *
     * @param original what was applied the last time; missing if nothing was
     * @param modified what is applied now
     * @param current what is stored
     */
    static ObjectNode merge(JsonNode original, JsonNode modified, JsonNode current) {
        ObjectNode result = current.isObject() ? current.deepCopy() : JsonNodeFactory.instance.objectNode();
        original.properties().forEach(entry -> {
            if (!modified.has(entry.getKey())) {
                result.remove(entry.getKey());
            }
        });
        modified.properties().forEach(entry -> {
            String name = entry.getKey();
            JsonNode wanted = entry.getValue();
            if (wanted.isNull()) {
                result.remove(name);
            } else if (wanted.isObject()) {
                result.set(name, merge(original.path(name), wanted, result.path(name)));
            } else if (wanted.isArray() && isKeyed(name, wanted) && isKeyed(name, result.path(name))) {
                result.set(name, list(name, original.path(name), wanted, result.path(name)));
            } else {
                result.set(name, wanted);
            }
        });
        return result;
    }

    private static ArrayNode list(String name, JsonNode original, JsonNode modified, JsonNode current) {
        Map<String, JsonNode> before = byKey(name, original);
        Map<String, JsonNode> live = byKey(name, current);
        Map<String, JsonNode> wanted = byKey(name, modified);
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        JsonNode nothing = JsonNodeFactory.instance.missingNode();
        wanted.forEach((key, element) ->
                result.add(merge(before.getOrDefault(key, nothing), element, live.getOrDefault(key, nothing))));
        Set<String> others = new LinkedHashSet<>(live.keySet());
        others.removeAll(before.keySet());
        others.removeAll(wanted.keySet());
        others.forEach(key -> result.add(live.get(key)));
        return result;
    }

    private static boolean isKeyed(String name, JsonNode list) {
        List<String> keys = KEYS.getOrDefault(name, List.of());
        List<JsonNode> elements = new ArrayList<>();
        list.forEach(elements::add);
        return !keys.isEmpty()
                && elements.stream().allMatch(element -> keys.stream().anyMatch(element::has));
    }

    private static Map<String, JsonNode> byKey(String name, JsonNode list) {
        Map<String, JsonNode> elements = new LinkedHashMap<>();
        list.forEach(element -> elements.put(key(name, element), element));
        return elements;
    }

    private static String key(String name, JsonNode element) {
        String key = KEYS.getOrDefault(name, List.of()).stream()
                .filter(element::has)
                .limit(1)
                .map(field -> element.path(field).asText())
                .collect(Collectors.joining());
        return name.equals("ports") ? key + "/" + element.path("protocol").asText("TCP") : key;
    }
}
