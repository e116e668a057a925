package packetwalk.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Manifests of an age ago in today's form: what the plugin {@code kubectl convert} does with Ingresses.
 *
 * <p>Annotations stay as they are, so does {@code /*}: with the path type {@code ImplementationSpecific} it means what it
 * always meant, to the controller that it was written for.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/networking/v1beta1/conversion.go">pkg/apis/networking/v1beta1/conversion.go</a>
 */
public final class Conversion {
    private static final Set<String> OLD = Set.of("extensions/v1beta1", "networking.k8s.io/v1beta1");

    private Conversion() {}

    /**
     * Each document as an object of a version that is served; those that are already stay as they are.
     *
     * @throws ApiFault if it is no manifest, or nothing is known of its kind in that version
     */
    public static String toServedVersions(String manifest) {
        List<String> documents = new ArrayList<>();
        for (JsonNode document : Yaml.read(manifest)) {
            String version = document.path("apiVersion").asText("");
            boolean old = document.path("kind").asText("").equals("Ingress") && OLD.contains(version);
            JsonNode tree = old ? ingress(document.deepCopy()) : document;
            Manifests.object(tree);
            documents.add(YamlText.print(tree));
        }
        return String.join("---\n", documents);
    }

    private static ObjectNode ingress(ObjectNode ingress) {
        ingress.put("apiVersion", Kinds.INGRESS.apiVersion());
        if (ingress.get("spec") instanceof ObjectNode spec) {
            if (spec.remove("backend") instanceof ObjectNode backend) {
                spec.set("defaultBackend", backend(backend));
            }
            spec.path("rules").forEach(rule -> rule.path("http").path("paths").forEach(Conversion::path));
        }
        ingress.withObject("status").withObject("loadBalancer");
        return ingress;
    }

    private static void path(JsonNode given) {
        if (given instanceof ObjectNode path) {
            if (path.get("backend") instanceof ObjectNode backend) {
                path.set("backend", backend(backend));
            }
            if (!path.has("pathType")) {
                path.put("pathType", "ImplementationSpecific");
            }
        }
    }

    private static ObjectNode backend(ObjectNode backend) {
        JsonNode name = backend.remove("serviceName");
        JsonNode port = backend.remove("servicePort");
        if (name != null || port != null) {
            ObjectNode service = backend.putObject("service");
            if (name != null) {
                service.set("name", name);
            }
            ObjectNode to = service.putObject("port");
            if (port != null) {
                to.set(port.isTextual() ? "name" : "number", port);
            }
        }
        return backend;
    }
}
