package packetwalk.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.BinaryOperator;

/** How a patch is laid over an object; the API server tells them apart by their media type. In both, {@code null} takes a field away. */
public enum PatchType {
    /** {@code application/strategic-merge-patch+json}: lists are merged by the keys of their elements. */
    STRATEGIC((live, patch) -> ThreeWayMerge.merge(JsonNodeFactory.instance.missingNode(), patch, live)),

    /** {@code application/merge-patch+json}: a list replaces the list that was there, RFC 7386. */
    MERGE(PatchType::merge);

    private final BinaryOperator<JsonNode> laying;

    PatchType(BinaryOperator<JsonNode> laying) {
        this.laying = laying;
    }

    /** What {@code live} is once {@code patch} lies over it. */
    JsonNode over(JsonNode live, JsonNode patch) {
        return laying.apply(live, patch);
    }

    /** {@code MergePatch()} of RFC 7386, section 2. */
    private static JsonNode merge(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode result = target.isObject() ? target.deepCopy() : JsonNodeFactory.instance.objectNode();
        patch.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                result.remove(field.getKey());
            } else {
                result.set(field.getKey(), merge(result.path(field.getKey()), field.getValue()));
            }
        });
        return result;
    }
}
