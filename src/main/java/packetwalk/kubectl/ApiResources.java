package packetwalk.kubectl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import packetwalk.api.ApiFault;
import packetwalk.api.Kind;
import packetwalk.api.Kinds;
import packetwalk.runtime.Columns;

/** {@code kubectl api-resources}: the kinds that there are, group by group. */
final class ApiResources {

    private ApiResources() {}

    static String run(Arguments arguments) {
        List<Kind<?>> kinds = Kinds.all().stream()
                .filter(kind -> arguments
                        .flag("namespaced")
                        .map(wanted -> wanted.equals(String.valueOf(kind.namespaced())))
                        .orElse(true))
                .sorted(Comparator.<Kind<?>, String>comparing(Kind::group).thenComparing(Kind::plural))
                .toList();
        return switch (arguments.flag("output").orElse("")) {
            case "" -> table(kinds, arguments.has("no-headers"));
            case "name" -> kinds.stream().map(Kind::groupResource).collect(Collectors.joining("\n"));
            default ->
                throw ApiFault.badRequest(
                        "--output " + arguments.flag("output").orElse("") + " is not available; there is name");
        };
    }

    private static String table(List<Kind<?>> kinds, boolean bare) {
        List<List<String>> rows = new ArrayList<>();
        if (!bare) {
            rows.add(List.of("NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND"));
        }
        kinds.forEach(kind -> rows.add(List.of(
                kind.plural(),
                String.join(",", kind.shortNames()),
                kind.apiVersion(),
                String.valueOf(kind.namespaced()),
                kind.name())));
        return Columns.print(rows, Get.LEAST_WIDTH);
    }
}
