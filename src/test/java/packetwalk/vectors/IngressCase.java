package packetwalk.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import packetwalk.Cluster;
import packetwalk.ClusterScope;
import packetwalk.Inside;
import packetwalk.NodeScope;
import packetwalk.Packetwalk;
import packetwalk.ServiceScope;
import packetwalk.linux.socket.Owner;
import packetwalk.net.http.HttpRequest;
import packetwalk.net.http.HttpResponse;
import packetwalk.program.HttpServer;

/**
 * One Ingress of the conformance tests: a cluster with ingress-nginx and the backends that it names, asked by somebody
 * outside at the address that the controller has written back.
 *
 * <p>{@code ssl-redirect} is off, as the tests want plain requests to a host with TLS to be answered.
 */
final class IngressCase {
    private static final int PORT = 8080;
    private static final String CONFIG = """
            {apiVersion: v1, kind: ConfigMap, metadata: {name: ingress-nginx-controller, namespace: ingress-nginx}, data: {ssl-redirect: "false"}}
            """;

    private final JsonNode vector;
    private final JsonNode ingress;
    private final Cluster k8s;
    private final Map<String, Set<String>> portsByService = new LinkedHashMap<>();

    private IngressCase(JsonNode vector) {
        this.vector = vector;
        this.ingress = vector.path("ingress");
        backend(ingress.path("defaultBackend"));
        ingress.path("rules").forEach(rule -> rule.path("paths").forEach(path -> backend(path.path("backend"))));
        this.k8s = build();
    }

    static List<Outcome> run(JsonNode vector) {
        String id = vector.path("id").asText();
        List<Outcome> outcomes = new ArrayList<>();
        try {
            IngressCase built = new IngressCase(vector);
            outcomes.add(built.address(id));
            vector.path("requests")
                    .forEach(each -> outcomes.add(Outcome.of(
                            id + ": " + each.path("name").asText(),
                            () -> built.request(id + ": " + each.path("name").asText(), each))));
        } catch (IllegalArgumentException | IllegalStateException e) {
            outcomes.add(new Outcome(id, List.of("cannot be built: " + e.getMessage())));
        }
        return outcomes;
    }

    private void backend(JsonNode backend) {
        if (backend.path("service").isTextual()) {
            portsByService
                    .computeIfAbsent(backend.path("service").asText(), any -> new LinkedHashSet<>())
                    .add(backend.path("port").asText());
        }
    }

    private Cluster build() {
        ClusterScope scope = Packetwalk.cluster()
                .outside("203.0.113.0/24")
                .host("203.0.113.10")
                .name("client");
        int replicas = vector.path("backendReplicas").asInt(1);
        for (int node = 0; node < 2; node++) {
            NodeScope opened = scope.node("10.100.0." + (node + 2));
            for (String service : portsByService.keySet()) {
                for (int i = node; i < replicas; i += 2) {
                    opened.pod(service + "-" + i).label("app", service);
                }
            }
        }
        portsByService.forEach((name, ports) -> service(scope.service(name).selector("app", name), ports));
        Cluster built = scope.ingressController("nginx").up();
        for (String service : portsByService.keySet()) {
            for (int i = 0; i < replicas; i++) {
                String pod = service + "-" + i;
                new HttpServer(PORT, (request, client) -> echo(service, pod, request))
                        .start(Inside.namespace(built.pod(pod)), new Owner(77, "echo"));
            }
        }
        built.apply(CONFIG);
        ingress.path("tls").forEach(tls -> built.apply(IngressTls.secret(tls)));
        built.apply(manifest().toString());
        built.advance(Duration.ofSeconds(70));
        return built;
    }

    private static void service(ServiceScope scope, Set<String> ports) {
        int number = PORT;
        for (String port : ports) {
            boolean isNumber = port.matches("\\d+");
            scope.port(isNumber ? "port-" + port : port, isNumber ? Integer.parseInt(port) : number++ + 1, PORT);
        }
    }

    /** What the conformance suite's echo server tells of a request, a line each. */
    private static HttpResponse echo(String service, String pod, HttpRequest request) {
        return HttpResponse.text(
                200,
                String.join(
                        "\n",
                        "backend=" + service,
                        "pod=" + pod,
                        "requestHost=" + request.authority(),
                        "requestPath=" + request.target(),
                        "requestMethod=" + request.method(),
                        "requestProto=" + request.version()));
    }

    private JsonNode manifest() {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", "networking.k8s.io/v1").put("kind", "Ingress");
        object.putObject("metadata").put("name", ingress.path("name").asText("conformance"));
        ObjectNode spec = object.putObject("spec");
        spec.put("ingressClassName", ingress.path("ingressClassName").asText("nginx"));
        if (ingress.has("defaultBackend")) {
            spec.set("defaultBackend", backendOf(ingress.path("defaultBackend")));
        }
        if (ingress.has("tls")) {
            spec.set("tls", ingress.path("tls"));
        }
        ArrayNode rules = spec.putArray("rules");
        ingress.path("rules").forEach(rule -> {
            ObjectNode added = rules.addObject();
            if (rule.path("host").isTextual()) {
                added.set("host", rule.path("host"));
            }
            ArrayNode paths = added.putObject("http").putArray("paths");
            rule.path("paths").forEach(path -> {
                ObjectNode copy = path.deepCopy();
                copy.set("backend", backendOf(path.path("backend")));
                paths.add(copy);
            });
        });
        return object;
    }

    private static ObjectNode backendOf(JsonNode backend) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        JsonNode port = backend.path("port");
        object.putObject("service")
                .put("name", backend.path("service").asText())
                .putObject("port")
                .set(port.isNumber() ? "number" : "name", port);
        return object;
    }

    private String statusAddress() {
        return k8s.kubectl("get ingress " + ingress.path("name").asText("conformance")
                        + " -o jsonpath={.status.loadBalancer.ingress[0].ip}")
                .text();
    }

    /** Requests are sent only to an Ingress that says where; one of a class that nobody has never does. */
    private Outcome address(String id) {
        boolean served = ingress.path("ingressClassName").asText("nginx").equals("nginx");
        return Outcome.equal(
                id + ": an address is written back", served, !statusAddress().isEmpty());
    }

    private int nodePort(String name) {
        return Integer.parseInt(k8s.kubectl("get svc ingress-nginx-controller -n ingress-nginx -o"
                        + " jsonpath={.spec.ports[?(@.name==\"" + name + "\")].nodePort}")
                .text());
    }

    private Outcome request(String what, JsonNode request) {
        boolean secure = request.path("scheme").asText("http").equals("https");
        IngressTls tls =
                new IngressTls(k8s.host("client"), statusAddress(), nodePort(secure ? "https" : "http"), secure);
        Set<String> pods = new TreeSet<>();
        Map<String, String> seen = new LinkedHashMap<>();
        for (int i = 0; i < request.path("repeat").asInt(1); i++) {
            seen = tls.send(
                    request.path("method").asText("GET"),
                    request.path("host").asText(""),
                    request.path("path").asText("/"));
            if (seen.containsKey("pod")) {
                pods.add(seen.get("pod"));
            }
        }
        seen.put("distinctPods", Integer.toString(pods.size()));
        return compare(what, request.path("expect"), seen);
    }

    private static Outcome compare(String what, JsonNode expect, Map<String, String> seen) {
        List<String> differences = new ArrayList<>();
        expect.properties().forEach(each -> {
            String found = seen.getOrDefault(each.getKey(), "nothing is known of that");
            if (!found.equals(each.getValue().asText())) {
                differences.add(each.getKey() + ": expected " + each.getValue().asText() + ", but was " + found);
            }
        });
        return new Outcome(what, differences);
    }
}
