package packetwalk.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Manifests as kubectl reads and writes them, and label selectors as it takes them. */
class ManifestsTest {

    @Test
    void several_documents_lists_and_json_are_read_in_their_order() {
        assertEquals(List.of("a", "b", "c", "d"), names("""
                        # a comment
                        {apiVersion: v1, kind: Pod, metadata: {name: a}}
                        ---
                        ---
                        apiVersion: v1
                        kind: List
                        items:
                        - {apiVersion: v1, kind: Service, metadata: {name: b}}
                        - {apiVersion: v1, kind: Service, metadata: {name: c}}
                        ---
                        {"apiVersion": "v1", "kind": "ServiceList", "items": [{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "d"}}]}
                        """));
    }

    @Test
    void an_anchor_is_what_it_stands_for_and_null_is_nothing() {
        HasMetadata pod = Manifests.read("""
                        apiVersion: v1
                        kind: Pod
                        metadata: &meta {name: a, labels: {x: "1"}}
                        spec: {nodeSelector: {<<: {a: b, c: d}, c: e}, containers: null}
                        """).objects().get(0);
        assertEquals(Map.of("a", "b", "c", "e"), ((Pod) pod).getSpec().getNodeSelector());
        assertEquals(List.of(), ((Pod) pod).getSpec().getContainers());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {apiVersion: v1, kind: Service, metadata: {name: a, name: b}} | error converting YAML to JSON: yaml: line 1: key "name" already set in map
                    {apiVersion: v1, metadata: {name: a}}                         | Object 'Kind' is missing in '{"apiVersion":"v1","metadata":{"name":"a"}}'
                    [a, b]                                                        | a manifest's document is an object with apiVersion, kind and metadata, not ["a","b"]
                    """)
    void what_is_no_manifest_is_refused(String text, String refusal) {
        ApiFault fault = assertThrows(ApiFault.class, () -> Manifests.read(text));
        assertEquals(refusal, fault.getMessage());
        assertEquals(400, fault.code());
    }

    @ParameterizedTest
    @CsvSource({
        "v2, Service",
        "extensions/v1beta1, Ingress",
        "networking.k8s.io/v1beta1, Ingress",
        "extensions/v1beta1, Deployment"
    })
    void a_version_that_no_server_has_any_more_is_refused_as_kubectl_refuses_it(String version, String kind) {
        ApiFault fault = assertThrows(
                ApiFault.class,
                () -> Manifests.read("{apiVersion: %s, kind: %s, metadata: {name: a}}".formatted(version, kind)));
        assertEquals("""
                resource mapping not found for name: "a" namespace: "" from "STDIN": no matches for kind "%s" in version "%s"
                ensure CRDs are installed first""".formatted(kind, version), fault.getMessage());
    }

    @Test
    void yaml_is_printed_as_kubectl_prints_it() {
        Service service = (Service) Manifests.read("""
                        apiVersion: v1
                        kind: Service
                        metadata: {name: web, annotations: {n: "80", t: "true", e: "", m: "a: b", l: "one\\ntwo\\n"}}
                        spec: {ports: [{port: 80, targetPort: http}], type: ClusterIP}
                        """).objects().get(0);
        assertEquals("""
                apiVersion: v1
                kind: Service
                metadata:
                  annotations:
                    e: ""
                    l: |
                      one
                      two
                    m: 'a: b'
                    "n": "80"
                    t: "true"
                  name: web
                spec:
                  ports:
                  - port: 80
                    targetPort: http
                  type: ClusterIP
                """, Manifests.yaml(service));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    app=web             | app=web             | true
                    app==web,tier!=db   | app=web,tier!=db    | true
                    app in (web, api)   | app in (api,web)    | true
                    app notin (web)     | app!=web            | false
                    app                 | app                 | true
                    !old                | !old                | true
                    !app                | !app                | false
                    weight>5            | weight>5            | true
                    weight<5            | weight<5            | false
                    tier in (a)         | tier=a              | false
                    """)
    void a_selector_means_what_it_says(String text, String printed, boolean matches) {
        Selector selector = Selector.parse(text);
        assertEquals(printed, selector.toString());
        assertEquals(matches, selector.matches(Map.of("app", "web", "weight", "7")));
    }

    @Test
    void what_is_no_selector_is_refused() {
        assertEquals(
                "unable to parse requirement: \"a b\" of \"a b\"; write key=value, key!=value, key in (a,b), key or !key,"
                        + " joined by commas",
                assertThrows(ApiFault.class, () -> Selector.parse("a b")).getMessage());
    }

    private static List<String> names(String text) {
        return Manifests.read(text).objects().stream()
                .map(object -> object.getMetadata().getName())
                .toList();
    }
}
