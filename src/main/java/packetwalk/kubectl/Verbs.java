package packetwalk.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import packetwalk.api.ApiFault;
import packetwalk.api.Conversion;
import packetwalk.api.Json;
import packetwalk.api.Kind;
import packetwalk.api.Kinds;
import packetwalk.api.Manifests;
import packetwalk.apiserver.ApiServer;
import packetwalk.apiserver.Applied;
import packetwalk.apiserver.Deletion;
import packetwalk.apiserver.PatchType;

/** The verbs that change objects: apply, create, delete, scale, label, patch. */
final class Verbs {
    private static final List<Kind<?>> SCALABLE = List.of(Kinds.DEPLOYMENT, Kinds.REPLICA_SET, Kinds.STATEFUL_SET);

    private static final String CLASS = "kubernetes.io/ingress.class";

    private final ApiServer api;

    Verbs(ApiServer api) {
        this.api = api;
    }

    String apply(Arguments arguments, String manifest) {
        Manifests.Manifest read = manifest(arguments, manifest);
        List<String> lines = new ArrayList<>(read.warnings());
        for (HasMetadata object : read.objects()) {
            Applied applied = arguments.verb().equals("create")
                    ? new Applied(api.create(object), Applied.Outcome.CREATED)
                    : api.apply(object);
            lines.addAll(warnings(applied));
            lines.add(applied.toString());
        }
        return String.join("\n", lines);
    }

    /** What the API server lets pass, but not without a word: {@code WarningsOnCreate}. */
    private static List<String> warnings(Applied applied) {
        boolean old = applied.outcome() == Applied.Outcome.CREATED
                && applied.object() instanceof Ingress ingress
                && ingress.getSpec().getIngressClassName() == null
                && ingress.getMetadata().getAnnotations().containsKey(CLASS);
        return old
                ? List.of("Warning: annotation \"" + CLASS
                        + "\" is deprecated, please use 'spec.ingressClassName' instead")
                : List.of();
    }

    /** {@code convert -f - --output-version networking.k8s.io/v1}: the plugin of that name. */
    static String convert(Arguments arguments, String manifest) {
        requireManifest(arguments, manifest);
        String version = arguments.flag("output-version").orElse(Kinds.INGRESS.apiVersion());
        if (!version.equals(Kinds.INGRESS.apiVersion())) {
            throw ApiFault.badRequest(
                    "--output-version " + version + " is not modelled; manifests are converted to what"
                            + " is served, Ingresses to " + Kinds.INGRESS.apiVersion());
        }
        return Conversion.toServedVersions(manifest).stripTrailing();
    }

    private static void requireManifest(Arguments arguments, String manifest) {
        if (arguments.flag("filename").isEmpty() || manifest.isBlank()) {
            throw ApiFault.badRequest(
                    "must specify one of -f and -k: write \"" + arguments.verb() + " -f -\" and give the manifest");
        }
    }

    private static Manifests.Manifest manifest(Arguments arguments, String manifest) {
        requireManifest(arguments, manifest);
        Manifests.Manifest read = Manifests.read(manifest);
        arguments.flag("namespace").ifPresent(namespace -> read.objects().forEach(object -> into(object, namespace)));
        return read;
    }

    private static void into(HasMetadata object, String namespace) {
        String own = object.getMetadata().getNamespace();
        if (own != null && !own.equals(namespace)) {
            throw ApiFault.badRequest(
                    "the namespace from the provided object \"%s\" does not match the namespace \"%s\"."
                                    .formatted(own, namespace)
                            + " You must pass '--namespace=" + own + "' to perform this operation.");
        }
        if (Kinds.of(object).namespaced()) {
            object.getMetadata().setNamespace(namespace);
        }
    }

    String delete(Arguments arguments, String manifest) {
        Deletion how = deletion(arguments);
        List<? extends HasMetadata> objects;
        if (arguments.flag("filename").isPresent()) {
            objects = manifest(arguments, manifest).objects();
        } else {
            objects = named(arguments);
        }
        return objects.isEmpty()
                ? "No resources found"
                : objects.stream()
                        .map(object -> delete(object, how, arguments.has("force")))
                        .collect(Collectors.joining("\n"));
    }

    private <T extends HasMetadata> String delete(T object, Deletion how, boolean force) {
        Kind<T> kind = Kinds.of(object);
        String namespace =
                Optional.ofNullable(object.getMetadata().getNamespace()).orElse("default");
        api.delete(kind.type(), namespace, object.getMetadata().getName(), how);
        return "%s \"%s\" %s%s"
                .formatted(
                        kind.singularGroup(),
                        object.getMetadata().getName(),
                        force ? "force deleted" : "deleted",
                        kind.namespaced() ? " from " + namespace + " namespace" : "");
    }

    private static Deletion deletion(Arguments arguments) {
        Deletion how = switch (arguments.flag("cascade").orElse("background")) {
            case "background", "true" -> Deletion.PLAIN;
            case "foreground" -> Deletion.PLAIN.withPropagation(Deletion.Propagation.FOREGROUND);
            case "orphan", "false" -> Deletion.PLAIN.withPropagation(Deletion.Propagation.ORPHAN);
            default ->
                throw ApiFault.badRequest(
                        "invalid cascade value (" + arguments.flag("cascade").orElse("")
                                + "). Must be \"background\", \"foreground\", or \"orphan\"");
        };
        if (arguments.has("now")) {
            return how.withGracePeriod(1);
        }
        Optional<String> grace = arguments.flag("grace-period");
        if (grace.isPresent()) {
            return how.withGracePeriod(number(grace.get()));
        }
        return arguments.has("force") ? how.withGracePeriod(0) : how;
    }

    String scale(Arguments arguments) {
        String replicas = arguments
                .flag("replicas")
                .orElseThrow(() -> ApiFault.badRequest(
                        "The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0"));
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("spec").put("replicas", number(replicas));
        return each(arguments, object -> {
            if (!SCALABLE.contains(Kinds.of(object))) {
                throw ApiFault.badRequest("no scale for " + Get.name(object)
                        + "; deployments, replicasets and statefulsets can be scaled");
            }
            patch(object, PatchType.STRATEGIC, patch);
            return Get.name(object) + " scaled";
        });
    }

    /** {@code label pods web tier=front old-}. */
    String label(Arguments arguments) {
        List<String> changes = arguments.words().stream()
                .filter(word -> word.contains("=") || word.endsWith("-"))
                .toList();
        List<String> rest = new ArrayList<>(arguments.words());
        rest.removeAll(changes);
        return each(new Arguments(rest, arguments.flags()), object -> label(object, changes, arguments));
    }

    private String label(HasMetadata object, List<String> changes, Arguments arguments) {
        Map<String, String> present =
                Optional.ofNullable(object.getMetadata().getLabels()).orElse(Map.of());
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode labels = patch.putObject("metadata").putObject("labels");
        String done = "not labeled";
        for (String change : changes) {
            if (change.endsWith("-")) {
                labels.putNull(change.substring(0, change.length() - 1));
                done = "unlabeled";
                continue;
            }
            String key = change.substring(0, change.indexOf('='));
            String value = change.substring(change.indexOf('=') + 1);
            if (present.containsKey(key) && !present.get(key).equals(value) && !arguments.has("overwrite")) {
                throw ApiFault.badRequest(
                        "'%s' already has a value (%s), and --overwrite is false".formatted(key, present.get(key)));
            }
            labels.put(key, value);
            done = value.equals(present.get(key)) ? done : "labeled";
        }
        patch(object, PatchType.STRATEGIC, patch);
        return Get.name(object) + " " + done;
    }

    String patch(Arguments arguments) {
        String text = arguments
                .flag("patch")
                .orElseThrow(() -> ApiFault.badRequest(
                        "must specify --patch or --patch-file containing the contents" + " of the patch"));
        PatchType type = patchType(arguments.flag("type").orElse("strategic"));
        JsonNode patch = Json.parse(text);
        return each(arguments, object -> {
            boolean changed = !patch(object, type, patch).equals(object);
            return Get.name(object) + (changed ? " patched" : " patched (no change)");
        });
    }

    private static PatchType patchType(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "strategic" -> PatchType.STRATEGIC;
            case "merge" -> PatchType.MERGE;
            case "json" -> throw ApiFault.badRequest("--type=json is not modelled; give a strategic or merge patch");
            default -> throw ApiFault.badRequest("--type must be one of [json merge strategic], not \"" + type + "\"");
        };
    }

    private <T extends HasMetadata> T patch(T object, PatchType type, JsonNode patch) {
        String namespace =
                Optional.ofNullable(object.getMetadata().getNamespace()).orElse("");
        return api.patch(
                Kinds.of(object).type(), namespace, object.getMetadata().getName(), type, patch);
    }

    private String each(Arguments arguments, Function<HasMetadata, String> action) {
        return named(arguments).stream().map(action).collect(Collectors.joining("\n"));
    }

    /** Objects that are to be changed: nobody means all of them without saying so. */
    private List<HasMetadata> named(Arguments arguments) {
        Selection selection = Selection.of(api, Machines.NONE, arguments);
        if (!selection.named() && arguments.flag("selector").isEmpty() && !arguments.has("all")) {
            throw ApiFault.badRequest("resource(s) were provided, but no name was specified");
        }
        return selection.objects();
    }

    static int number(String text) {
        if (!text.matches("-?\\d{1,9}")) {
            throw ApiFault.badRequest("invalid argument \"" + text + "\": it is no number");
        }
        return Integer.parseInt(text);
    }
}
