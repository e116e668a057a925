package packetwalk.ingress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What Google's controller makes of one Ingress, by its own source. */
class GceTableTest {
    private final IngressWorld world = new IngressWorld().service("one", 11).service("two", 12);

    @Test
    void a_backend_is_a_node_port_of_every_node() {
        world.ingress("a", "testhost.com", "ImplementationSpecific /* one");
        Routing routing = world.gce("a").route("testhost.com", "/x/y");
        assertEquals(
                "[10.100.0.2:30011, 10.100.0.3:30011]",
                routing.backend().orElseThrow().upstreams().toString());
        assertEquals(
                "host testhost.com path /x/y: ImplementationSpecific /* of ingress default/a -> service default/one:80 (the"
                        + " only one of 1 path that matches)",
                routing.toString());
    }

    @Test
    void an_empty_path_means_all_and_a_plain_one_itself() {
        world.ingress("a", "", "ImplementationSpecific /foo one", "ImplementationSpecific  two");
        RoutingTable table = world.gce("a");
        assertEquals(
                "one",
                table.route("x", "/foo").backend().orElseThrow().service().name());
        assertEquals(
                "two",
                table.route("x", "/foo/").backend().orElseThrow().service().name());
    }

    @Test
    void the_later_of_two_equal_paths_and_the_later_of_two_equal_hosts_is_taken() {
        world.ingress("a", "foo.com", "Exact /x one", "Exact /x two");
        assertEquals(
                "two",
                world.gce("a")
                        .route("foo.com", "/x")
                        .backend()
                        .orElseThrow()
                        .service()
                        .name());
        world.apply(
                "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: b}, spec: {rules: [{host: a.b, http: {paths: [{pathType: Prefix, path: /x, backend: {service: {name: one, port: {number: 80}}}}]}}, {host: a.b, http: {paths: [{pathType: Prefix, path: /y, backend: {service: {name: two, port: {name: http}}}}]}}]}}");
        RoutingTable table = world.gce("b");
        assertEquals(Routing.Outcome.NOTHING, table.route("a.b", "/x").outcome());
        assertEquals(
                "two",
                table.route("a.b", "/y").backend().orElseThrow().service().name());
    }

    @Test
    void a_wildcard_host_means_several_labels_to_google() {
        world.ingress("a", "*.foo.com", "Prefix / one");
        assertEquals(
                "one",
                world.gce("a")
                        .route("baz.bar.foo.com", "/")
                        .backend()
                        .orElseThrow()
                        .service()
                        .name());
    }

    @Test
    void what_is_wrong_is_told_in_the_controllers_words() {
        world.apply("{apiVersion: v1, kind: Service, metadata: {name: inner}, spec: {ports: [{port: 80}]}}");
        world.ingress(
                "a",
                "",
                "Prefix /a inner",
                "Prefix /b none",
                "Prefix /c/* one",
                "Exact /d/* one",
                "ImplementationSpecific /e* one");
        world.apply(
                "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: b}, spec: {defaultBackend: {service: {name: one, port: {number: 81}}}}}");
        assertEquals(
                List.of(
                        "service \"default/inner\" is type \"ClusterIP\", expected \"NodePort\" or \"LoadBalancer\" when not"
                                + " using NEGs",
                        "could not find service \"default/none\"",
                        "failed to validate prefix path /c/* due to invalid wildcard",
                        "failed to validate exact path /d/* due to invalid wildcard",
                        "Invalid value for field 'resource.pathMatchers[0].pathRules[0].paths[0]': '/e*'. Path pattern must"
                                + " have at most one '*', as the last character, behind a '/'"),
                messages("a"));
        assertEquals(List.of("could not find port \"81\" in service \"default/one\""), messages("b"));
    }

    @Test
    void the_clusters_default_backend_takes_what_matches_nothing() {
        world.ingress("a", "foo.com", "Prefix /x one");
        assertEquals(
                Routing.Outcome.NOTHING, world.gce("a").route("foo.com", "/").outcome());
        world.apply(
                "{apiVersion: v1, kind: Service, metadata: {name: default-http-backend, namespace: kube-system}, spec: {type: NodePort, ports: [{port: 80, nodePort: 30500}]}}");
        Routing routing = world.gce("a").route("foo.com", "/");
        assertEquals(
                "service kube-system/default-http-backend:80",
                routing.backend().orElseThrow().toString());
        assertEquals(Routing.Outcome.DEFAULT_OF_HOST, routing.outcome());
        assertEquals(
                Routing.Outcome.DEFAULT, world.gce("a").route("bar.com", "/").outcome());
    }

    @Test
    void an_ingress_is_google_s_by_its_annotation_or_if_it_names_no_class() {
        claim("a", "", "", true, "it names no class");
        claim("b", "kubernetes.io/ingress.class: gce", "", true, "annotation kubernetes.io/ingress.class says \"gce\"");
        claim(
                "c",
                "kubernetes.io/ingress.class: nginx",
                "",
                false,
                "annotation kubernetes.io/ingress.class says \"nginx\"");
        claim(
                "d",
                "",
                "ingressClassName: gce,",
                false,
                "it names the class gce; GCE goes by the annotation kubernetes.io/ingress.class");
    }

    private void claim(String name, String annotation, String spec, boolean taken, String why) {
        world.apply(
                "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: %s, annotations: {%s}}, spec: {%s defaultBackend: {service: {name: one, port: {number: 80}}}}}"
                        .formatted(name, annotation, spec));
        assertEquals(new Claim(taken, why), Claim.gce(world.get(name)));
    }

    private List<String> messages(String ingress) {
        return world.gce(ingress).problems().stream().map(Problem::message).toList();
    }
}
