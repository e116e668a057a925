package packetwalk.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import packetwalk.api.ApiFault;
import packetwalk.api.Json;
import packetwalk.api.Kind;
import packetwalk.api.Kinds;
import packetwalk.api.Manifests;
import packetwalk.apiserver.ApiServer;
import packetwalk.runtime.Columns;

/** {@code kubectl get}. */
final class Get {
    static final int LEAST_WIDTH = 6;

    private final ApiServer api;
    private final Machines machines;

    Get(ApiServer api, Machines machines) {
        this.api = api;
        this.machines = machines;
    }

    String run(Arguments arguments) {
        if (arguments.has("watch")) {
            throw ApiFault.badRequest(
                    "--watch is not modelled: time stands still while kubectl runs; advance() it, and get again");
        }
        Selection selection = Selection.of(api, machines, arguments);
        String output = arguments.flag("output").orElse("");
        if (output.startsWith("jsonpath=")) {
            return new JsonPath(output.substring("jsonpath=".length())).print(tree(selection));
        }
        return switch (output) {
            case "", "wide" -> tables(selection, arguments, output.equals("wide"));
            case "name" -> selection.objects().stream().map(Get::name).collect(Collectors.joining("\n"));
            case "yaml" ->
                isOne(selection)
                        ? Manifests.yaml(selection.objects().get(0)).stripTrailing()
                        : Manifests.yaml(selection.objects()).stripTrailing();
            case "json" ->
                isOne(selection)
                        ? Manifests.json(selection.objects().get(0)).stripTrailing()
                        : Manifests.json(selection.objects()).stripTrailing();
            default ->
                throw ApiFault.badRequest("unable to match a printer suitable for the output format \"" + output
                        + "\", allowed formats are: json,jsonpath,name,wide,yaml");
        };
    }

    private static JsonNode tree(Selection selection) {
        return isOne(selection) ? Json.tree(selection.objects().get(0)) : Manifests.list(selection.objects());
    }

    private static boolean isOne(Selection selection) {
        return selection.named() && selection.objects().size() == 1;
    }

    /** {@code deployment.apps/web}. */
    static String name(HasMetadata object) {
        return Kinds.of(object).singularGroup() + "/" + object.getMetadata().getName();
    }

    private String tables(Selection selection, Arguments arguments, boolean wide) {
        if (selection.objects().isEmpty()) {
            boolean everywhere = arguments.has("all-namespaces")
                    || selection.groups().stream()
                            .noneMatch(group -> group.kind().namespaced());
            return everywhere ? "No resources found" : "No resources found in " + arguments.namespace() + " namespace.";
        }
        boolean several = selection.groups().size() > 1;
        return selection.groups().stream()
                .filter(group -> !group.objects().isEmpty())
                .map(group -> table(group, arguments, wide, several))
                .collect(Collectors.joining("\n\n"));
    }

    private <T extends HasMetadata> String table(
            Selection.Group<T> group, Arguments arguments, boolean wide, boolean withKind) {
        Kind<T> kind = group.kind();
        Table<T> table = Tables.of(kind);
        boolean withNamespace = arguments.has("all-namespaces") && kind.namespaced();
        boolean withLabels = arguments.has("show-labels");
        List<List<String>> rows = new ArrayList<>();
        if (!arguments.has("no-headers")) {
            List<String> headings = new ArrayList<>(table.headings(wide));
            if (withNamespace) {
                headings.add(0, "NAMESPACE");
            }
            if (withLabels) {
                headings.add("LABELS");
            }
            rows.add(headings);
        }
        Instant now = api.now();
        for (T object : group.objects()) {
            List<String> cells = new ArrayList<>(table.cells(object, now, wide));
            if (withKind) {
                cells.set(0, kind.singularGroup() + "/" + cells.get(0));
            }
            if (withNamespace) {
                cells.add(0, object.getMetadata().getNamespace());
            }
            if (withLabels) {
                cells.add(Text.labels(object.getMetadata().getLabels()));
            }
            rows.add(cells);
        }
        return Columns.print(rows, LEAST_WIDTH);
    }
}
