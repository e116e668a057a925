package packetwalk.ingress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import packetwalk.ingress.Problem.Kind;

/** What ingress-nginx makes of Ingresses, by its own source. */
class NginxTableTest {
    private static final String CONTROLLER = "k8s.io/ingress-nginx";

    private final IngressWorld world = new IngressWorld().service("one", 11).service("two", 12);

    @Test
    void a_backend_is_its_services_ready_endpoints_and_not_its_address() {
        world.apply("""
                {apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: one-b, labels: {kubernetes.io/service-name: one}}, addressType: IPv4, ports: [{name: http, port: 8080}], endpoints: [{addresses: [10.0.2.5]}, {addresses: [10.0.2.6], conditions: {ready: false}}]}
                """).ingress("a", "", "Prefix / one");
        Backend backend = world.nginx().route("", "/").backend().orElseThrow();
        assertEquals("[10.0.1.11:8080, 10.0.2.5:8080]", backend.upstreams().toString());
        assertEquals("service default/one:80", backend.toString());
    }

    @Test
    void a_port_is_found_by_number_by_name_and_by_its_target() {
        for (String port : List.of("number: 80", "name: http", "number: 8080")) {
            IngressWorld other = new IngressWorld().service("one", 11);
            other.apply(
                    "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: a}, spec: {defaultBackend: {service: {name: one, port: {%s}}}}}"
                            .formatted(port));
            assertEquals(
                    1,
                    other.nginx()
                            .route("", "/")
                            .backend()
                            .orElseThrow()
                            .upstreams()
                            .size(),
                    port);
        }
    }

    @Test
    void the_oldest_ingress_has_a_host_and_path_that_two_ask_for() {
        world.ingress("first", "foo.com", "Prefix / one").later().ingress("second", "foo.com", "Prefix / two");
        RoutingTable table = world.nginx();
        assertEquals(
                "one",
                table.route("foo.com", "/").backend().orElseThrow().service().name());
        assertEquals(
                List.of(new Problem(
                        Kind.PATH_TAKEN,
                        new ObjectName("default", "second"),
                        "host \"foo.com\" and path \"/\" is already defined in ingress default/first")),
                table.problems());
    }

    @Test
    void of_two_made_in_one_second_the_last_by_name_counts_as_older() {
        world.ingress("first", "foo.com", "Prefix / one").ingress("second", "foo.com", "Prefix / two");
        assertEquals(
                "two",
                world.nginx()
                        .route("foo.com", "/")
                        .backend()
                        .orElseThrow()
                        .service()
                        .name());
    }

    @Test
    void the_webhook_refuses_a_host_and_path_that_another_has() {
        world.ingress("first", "foo.com", "Prefix /a one");
        IngressWorld others = new IngressWorld()
                .ingress("second", "foo.com", "Exact /a two")
                .ingress("third", "foo.com", "Prefix /b two")
                .ingress("fourth", "bar.com", "Prefix /a two");
        assertEquals(
                Optional.of("host \"foo.com\" and path \"/a\" is already defined in ingress default/first"),
                NginxTable.refusal(others.get("second"), world.objects().ingresses()));
        assertEquals(
                Optional.empty(),
                NginxTable.refusal(others.get("third"), world.objects().ingresses()));
        assertEquals(
                Optional.empty(),
                NginxTable.refusal(others.get("fourth"), world.objects().ingresses()));
        assertEquals(
                Optional.empty(),
                NginxTable.refusal(world.get("first"), world.objects().ingresses()));
    }

    @Test
    void what_matches_no_path_of_a_host_gets_the_default_backend_of_its_ingress() {
        world.apply("""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: a}
                spec:
                  defaultBackend: {service: {name: two, port: {number: 80}}}
                  rules:
                  - host: foo.com
                    http: {paths: [{path: /one, pathType: Prefix, backend: {service: {name: one, port: {number: 80}}}}]}
                  - host: bar.com
                """);
        RoutingTable table = world.nginx();
        Routing otherPath = table.route("foo.com", "/x");
        assertEquals(Routing.Outcome.DEFAULT_OF_HOST, otherPath.outcome());
        assertEquals(
                "host foo.com path /x: default backend of the host -> service default/two:80 (none of 1 path of host"
                        + " foo.com matches)",
                otherPath.toString());
        assertEquals("host bar.com has no paths", table.route("bar.com", "/").why());
        assertEquals(Routing.Outcome.DEFAULT, table.route("nobody.com", "/").outcome());
    }

    @Test
    void without_any_rule_the_controller_answers_itself() {
        Routing routing = RoutingTable.empty(RoutingTable.Reading.NGINX).route("foo.com", "/");
        assertEquals(Routing.Outcome.NOTHING, routing.outcome());
        assertEquals("host foo.com path /: no rule (no rule for that host)", routing.toString());
    }

    @Test
    void a_backend_that_is_missing_leads_nowhere_and_is_told() {
        world.ingress("a", "foo.com", "Prefix /none none", "Prefix /one one");
        world.apply("{apiVersion: v1, kind: Service, metadata: {name: empty}, spec: {ports: [{port: 80}]}}");
        world.ingress("b", "bar.com", "Prefix / empty");
        world.apply(
                "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: c}, spec: {rules: [{host: c.com, http: {paths: [{pathType: Prefix, path: /, backend: {service: {name: one, port: {number: 81}}}}, {pathType: Prefix, path: /r, backend: {resource: {kind: K, name: r}}}]}}]}}");
        RoutingTable table = world.nginx();
        assertEquals(
                List.of(),
                table.route("foo.com", "/none").backend().orElseThrow().upstreams());
        assertEquals(
                List.of(), table.route("bar.com", "/").backend().orElseThrow().upstreams());
        assertEquals(
                Map.of(
                        "a", List.of(Kind.SERVICE_NOT_FOUND),
                        "b", List.of(Kind.NO_ENDPOINTS),
                        "c", List.of(Kind.PORT_NOT_FOUND, Kind.RESOURCE_BACKEND)),
                Map.of("a", kinds(table, "a"), "b", kinds(table, "b"), "c", kinds(table, "c")));
    }

    @Test
    void an_implementation_specific_path_is_a_prefix_so_a_star_is_just_a_star() {
        world.ingress("a", "foo.com", "ImplementationSpecific /* one", "ImplementationSpecific /a two");
        RoutingTable table = world.nginx();
        assertEquals(Routing.Outcome.NOTHING, table.route("foo.com", "/").outcome());
        assertEquals(
                "two",
                table.route("foo.com", "/a/b").backend().orElseThrow().service().name());
    }

    @Test
    void a_host_has_the_certificates_of_the_first_ingress_that_brings_some() {
        world.apply(
                "{apiVersion: v1, kind: Secret, metadata: {name: s}, type: kubernetes.io/tls, stringData: {tls.crt: c, tls.key: k}}");
        world.apply(
                "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: a}, spec: {tls: [{hosts: [foo.com], secretName: s}, {hosts: [foo.com], secretName: gone}, {hosts: [foo.com]}], rules: [{host: foo.com}]}}");
        RoutingTable table = world.nginx();
        assertEquals(
                List.of("default/s", "default/gone", "none"),
                table.server("foo.com").orElseThrow().tls().stream()
                        .map(each -> each.secret().map(Object::toString).orElse("none"))
                        .toList());
        assertEquals(
                "ingress default/a: Error getting SSL certificate \"default/gone\": local SSL certificate default/gone was"
                        + " not found. Using default certificate",
                table.problems().get(0).toString());
    }

    @Test
    void annotations_say_when_to_redirect() {
        annotated("plain", "");
        annotated("never", "nginx.ingress.kubernetes.io/ssl-redirect: 'false'");
        annotated("force", "nginx.ingress.kubernetes.io/force-ssl-redirect: 'true'");
        annotated("odd", "nginx.ingress.kubernetes.io/ssl-redirect: 'maybe'");
        assertEquals(HttpsRedirect.WITH_CERTIFICATE, redirect("plain"));
        assertEquals(HttpsRedirect.NEVER, redirect("never"));
        assertEquals(HttpsRedirect.ALWAYS, redirect("force"));
        assertEquals(HttpsRedirect.WITH_CERTIFICATE, redirect("odd"));
        NginxSettings never = NginxSettings.of(Map.of("ssl-redirect", "false"));
        assertEquals(
                HttpsRedirect.NEVER,
                world.nginx(never)
                        .route("plain.com", "/")
                        .location()
                        .orElseThrow()
                        .redirect());
    }

    @Test
    void an_annotation_that_is_not_modelled_is_named() {
        annotated("a", "nginx.ingress.kubernetes.io/rewrite-target: /other, other.io/thing: z");
        assertEquals(
                List.of(
                        "ingress default/a: UNKNOWN: annotation nginx.ingress.kubernetes.io/rewrite-target is not modelled;"
                                + " requests go as if it were not there"),
                world.nginx().problems().stream().map(Problem::toString).toList());
    }

    @Test
    void an_ingress_is_taken_by_its_class_then_by_its_annotation_and_never_without() {
        world.apply("""
                {apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: nginx}, spec: {controller: k8s.io/ingress-nginx}}
                ---
                {apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: other}, spec: {controller: example.com/other}}
                """);
        claimed(
                "by-class",
                "ingressClassName: nginx",
                "",
                true,
                "its class nginx is of controller k8s.io/ingress-nginx");
        claimed("other", "ingressClassName: other", "", false, "its class other is of controller example.com/other");
        claimed("no-class", "ingressClassName: gone", "", false, "ingressclass \"gone\" does not exist");
        claimed("without", "", "", false, "it names no class");
        claimed(
                "annotated",
                "",
                "kubernetes.io/ingress.class: nginx",
                true,
                "annotation kubernetes.io/ingress.class says \"nginx\"");
        claimed(
                "google",
                "",
                "kubernetes.io/ingress.class: gce",
                false,
                "annotation kubernetes.io/ingress.class says \"gce\"");
    }

    private void claimed(String name, String spec, String annotation, boolean taken, String why) {
        world.apply(
                "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: %s, annotations: {%s}}, spec: {%s defaultBackend: {service: {name: one, port: {number: 80}}}}}"
                        .formatted(name, annotation, spec.isEmpty() ? "" : spec + ","));
        assertEquals(new Claim(taken, why), Claim.nginx(world.get(name), world.objects(), CONTROLLER, "nginx"));
    }

    private void annotated(String name, String annotation) {
        world.apply(
                "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: %1$s, annotations: {%2$s}}, spec: {rules: [{host: %1$s.com, http: {paths: [{pathType: Prefix, path: /, backend: {service: {name: one, port: {number: 80}}}}]}}]}}"
                        .formatted(name, annotation));
    }

    private HttpsRedirect redirect(String name) {
        return world.nginx().route(name + ".com", "/").location().orElseThrow().redirect();
    }

    private static List<Kind> kinds(RoutingTable table, String ingress) {
        assertTrue(table.problems().stream().allMatch(each -> !each.message().isEmpty()));
        return table.problems().stream()
                .filter(each -> each.ingress().name().equals(ingress))
                .map(Problem::kind)
                .toList();
    }
}
