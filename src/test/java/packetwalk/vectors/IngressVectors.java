package packetwalk.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPathBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import java.util.ArrayList;
import java.util.List;
import packetwalk.ingress.ClusterObjects;
import packetwalk.ingress.Location;
import packetwalk.ingress.NginxSettings;
import packetwalk.ingress.NginxTable;
import packetwalk.ingress.Routing;

/** What the Kubernetes documentation says of paths and hosts, and what its conformance tests expect of a controller. */
final class IngressVectors {
    private static final String HOST = "foo.com";

    private IngressVectors() {}

    static List<Outcome> run(JsonNode file) {
        List<Outcome> outcomes = new ArrayList<>();
        file.path("docPathTable").forEach(row -> outcomes.add(path(row)));
        file.path("docHostTable").forEach(row -> outcomes.add(host(row)));
        file.path("cases").forEach(each -> outcomes.addAll(IngressCase.run(each)));
        return outcomes;
    }

    private static Outcome path(JsonNode row) {
        String asked = row.path("requestPath").asText();
        String what = "paths " + row.path("paths") + ", a request for " + asked;
        JsonNode winner = row.path("winner");
        String expected = row.path("matches").asBoolean() ? text(winner) : "nothing";
        return Outcome.of(what, () -> {
            Routing routing = route(HOST, row.path("paths"), HOST, asked);
            return Outcome.equal(
                    what, expected, routing.location().map(IngressVectors::text).orElse("nothing"));
        });
    }

    private static String text(JsonNode path) {
        return path.path("pathType").asText() + " " + path.path("path").asText();
    }

    private static String text(Location location) {
        return location.pathType() + " " + location.path();
    }

    private static Outcome host(JsonNode row) {
        String host = row.path("host").asText();
        String asked = row.path("hostHeader").asText();
        String what = "host " + host + ", a request for " + asked;
        return Outcome.of(what, () -> {
            Routing routing = route(host, row.path("none"), asked, "/");
            return Outcome.equal(
                    what, row.path("matches").asBoolean(), routing.location().isPresent());
        });
    }

    /** By an Ingress with one rule; without paths it has {@code Prefix /}. */
    private static Routing route(String host, JsonNode paths, String askedHost, String askedPath) {
        List<HTTPIngressPath> all = new ArrayList<>();
        paths.forEach(each ->
                all.add(path(each.path("pathType").asText(), each.path("path").asText())));
        if (all.isEmpty()) {
            all.add(path("Prefix", "/"));
        }
        Ingress ingress = new IngressBuilder()
                .withNewMetadata()
                .withName("table")
                .withNamespace("default")
                .withCreationTimestamp("2026-01-01T00:00:00Z")
                .endMetadata()
                .withNewSpec()
                .addNewRule()
                .withHost(host)
                .withNewHttp()
                .withPaths(all)
                .endHttp()
                .endRule()
                .endSpec()
                .build();
        ClusterObjects nothing = new ClusterObjects(List.of(), List.of(), List.of(), List.of(), List.of());
        return NginxTable.of(List.of(ingress), nothing, NginxSettings.DEFAULT).route(askedHost, askedPath);
    }

    private static HTTPIngressPath path(String type, String path) {
        return new HTTPIngressPathBuilder()
                .withPathType(type)
                .withPath(path)
                .withNewBackend()
                .withNewService()
                .withName("web")
                .withNewPort(null, 80)
                .endService()
                .endBackend()
                .build();
    }
}
