package packetwalk.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;
import packetwalk.api.Json;
import packetwalk.api.Kind;
import packetwalk.api.Kinds;
import packetwalk.api.Manifests;

/** What {@code kubectl apply} and {@code kubectl patch} do, client side as kubectl does it. */
final class Apply {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private final ApiServer api;

    Apply(ApiServer api) {
        this.api = api;
    }

    <T extends HasMetadata> Applied apply(T given) {
        Kind<T> kind = Kinds.of(given);
        ObjectNode manifest = Json.tree(given).deepCopy();
        manifest.remove("status");
        if (kind.namespaced() && !manifest.path("metadata").has("namespace")) {
            manifest.withObject("metadata").put("namespace", "default");
        }
        String namespace = manifest.path("metadata").path("namespace").asText("");
        String name = manifest.path("metadata").path("name").asText("");
        ObjectNode annotated = manifest.deepCopy();
        annotated.withObject("metadata").withObject("annotations").put(LAST_APPLIED, text(manifest));
        Optional<T> live = api.find(kind.type(), namespace, name);
        if (live.isEmpty()) {
            return new Applied(api.create(object(annotated, kind)), Applied.Outcome.CREATED);
        }
        JsonNode result = ThreeWayMerge.merge(lastApplied(live.get()), annotated, Json.tree(live.get()));
        T after = api.update(object(result, kind));
        return new Applied(after, after.equals(live.get()) ? Applied.Outcome.UNCHANGED : Applied.Outcome.CONFIGURED);
    }

    /** Lays a patch over an object. */
    <T extends HasMetadata> T patch(Class<T> type, String namespace, String name, PatchType how, JsonNode patch) {
        JsonNode live = Json.tree(api.get(type, namespace, name));
        return api.update(object(how.over(live, patch), Kinds.of(type)));
    }

    private static <T extends HasMetadata> T object(JsonNode tree, Kind<T> kind) {
        return kind.type().cast(Manifests.object(tree));
    }

    private static JsonNode lastApplied(HasMetadata live) {
        Map<String, String> annotations = live.getMetadata().getAnnotations();
        String text = annotations == null ? null : annotations.get(LAST_APPLIED);
        return text == null ? JsonNodeFactory.instance.missingNode() : Json.parse(text);
    }

    /** Annotations are there even if there are none, as kubectl writes it. */
    private static String text(ObjectNode manifest) {
        ObjectNode copy = manifest.deepCopy();
        ObjectNode annotations = copy.withObject("metadata").withObject("annotations");
        annotations.remove(LAST_APPLIED);
        return Json.sorted(copy) + "\n";
    }
}
