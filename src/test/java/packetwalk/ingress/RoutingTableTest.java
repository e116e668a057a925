package packetwalk.ingress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import packetwalk.ingress.HostMatch.Labels;

/** Which path of a table a request takes. */
class RoutingTableTest {

    @ParameterizedTest(name = "{0} of {1} is {2}")
    @CsvSource({
        "/, /, true",
        "/, /any/path, true",
        "/foo, /foo, true",
        "/foo, /foo/, true",
        "/foo/, /foo, true",
        "/foo/, /foo/, true",
        "/foo, /foo/bar, true",
        "/foo, /foobar, false",
        "/foo, /FOO, false",
        "/foo, /, false",
        "/aaa/bb, /aaa/bbb, false",
        "/aaa/bbb/, /aaa/bbb, true",
        "/*, /, false",
        "/*, /anything, false",
        "/*, /*, true"
    })
    void a_prefix_is_compared_element_by_element(String prefix, String path, boolean matches) {
        assertEquals(matches, new PathMatch.Prefix(prefix).matches(path));
    }

    @ParameterizedTest(name = "{0} of {1} is {2}")
    @CsvSource({
        "/foo, /foo, true",
        "/foo, /foo/, false",
        "/foo/, /foo, false",
        "/foo, /FOO, false",
        "/, /, true",
        "/, /foo, false"
    })
    void an_exact_path_is_that_path_only(String exact, String path, boolean matches) {
        assertEquals(matches, new PathMatch.Exact(exact).matches(path));
    }

    @ParameterizedTest(name = "{0} of {1} is {2}")
    @CsvSource({
        "/*, /, true",
        "/*, /anything/at/all, true",
        "/foo/*, /foo/, true",
        "/foo/*, /foo/bar, true",
        "/foo/*, /foo, false",
        "/foo, /foo, true",
        "/foo, /foo/, false"
    })
    void a_star_of_google_means_anything_behind_its_slash(String pattern, String path, boolean matches) {
        assertEquals(matches, new PathMatch.Glob(pattern).matches(path));
    }

    @Test
    void a_star_in_the_midst_is_no_pattern_of_google() {
        for (String wrong : List.of("/foo*", "/*/foo", "/**")) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> new PathMatch.Glob(wrong));
            assertEquals(
                    "\"" + wrong + "\" has a star elsewhere than behind its last slash; write /path/*",
                    refused.getMessage());
        }
    }

    @ParameterizedTest(name = "{0} of {1}: one label {2}, any number {3}")
    @CsvSource({
        "foo.com, foo.com, true, true",
        "foo.com, bar.foo.com, false, false",
        "*.foo.com, bar.foo.com, true, true",
        "*.foo.com, baz.bar.foo.com, false, true",
        "*.foo.com, foo.com, false, false",
        "*.foo.com, .foo.com, false, false",
        "*.foo.com, barfoo.com, false, false",
        "'', anything, true, true"
    })
    void a_star_in_a_host_is_one_label_to_kubernetes(String host, String asked, boolean one, boolean any) {
        assertEquals(one, new HostMatch(host, Labels.ONE).matches(asked));
        assertEquals(any, new HostMatch(host, Labels.ANY_NUMBER).matches(asked));
    }

    @Test
    void a_name_comes_before_a_star_and_a_star_before_any_host() {
        RoutingTable table = new IngressWorld()
                .service("any", 11)
                .service("star", 12)
                .service("name", 13)
                .ingress("a", "", "Prefix / any")
                .ingress("b", "*.foo.com", "Prefix / star")
                .ingress("c", "bar.foo.com", "Prefix / name")
                .nginx();
        assertEquals("name", service(table.route("bar.foo.com", "/")));
        assertEquals("star", service(table.route("other.foo.com", "/")));
        assertEquals("any", service(table.route("a.b.foo.com", "/")));
        assertEquals("any", service(table.route("", "/")));
    }

    @Test
    void the_longest_path_wins_and_exact_before_all() {
        RoutingTable table = new IngressWorld()
                .service("root", 11)
                .service("prefix", 12)
                .service("exact", 13)
                .service("deep", 14)
                .ingress(
                        "a",
                        "foo.com",
                        "Prefix / root",
                        "Prefix /foo prefix",
                        "Exact /foo exact",
                        "Prefix /foo/bar deep")
                .nginx();
        assertEquals("exact", service(table.route("foo.com", "/foo")));
        assertEquals("prefix", service(table.route("foo.com", "/foo/")));
        assertEquals("deep", service(table.route("foo.com", "/foo/bar/baz")));
        assertEquals("root", service(table.route("foo.com", "/food")));
        assertEquals(
                "host foo.com path /foo: Exact /foo of ingress default/a -> service default/exact:80 (an exact match comes"
                        + " before 2 others that match)",
                table.route("foo.com", "/foo").toString());
        assertEquals(
                "host foo.com path /foo/bar/baz: Prefix /foo/bar of ingress default/a -> service default/deep:80 (the"
                        + " longest of 3 paths that match)",
                table.route("foo.com", "/foo/bar/baz").toString());
    }

    @ParameterizedTest(name = "{0}{1} -> {2}")
    @CsvSource({
        "foo.com, /foo, foo",
        "foo.com:8080, /foo, foo",
        "FOO.com, /foo, foo",
        "foo.com., /foo, foo",
        "foo.com, /foo?a=/bar, foo",
        "foo.com, //foo, foo",
        "foo.com, /foo//x, foo",
        "foo.com, /%66oo, foo",
        "foo.com, /foo%2Fx, foo",
        "foo.com, /a/../foo, foo",
        "foo.com, /./foo, foo",
        "foo.com, /foo/.., NOTHING",
        "foo.com, /foo/../x, NOTHING",
        "foo.com, /%2e%2e/foo, BAD_PATH",
        "foo.com, /../foo, BAD_PATH",
        "foo.com, /foo%, BAD_PATH",
        "foo.com, /foo%zz, BAD_PATH",
        "foo.com, /foo%00, BAD_PATH",
        "foo.com, /fo%20o, NOTHING",
        "foo.com, '', NOTHING",
        "foo.com, ?x, NOTHING",
        "foo.org, /foo, NOTHING"
    })
    void nginx_compares_what_a_request_means(String host, String target, String expected) {
        RoutingTable table = new IngressWorld()
                .service("foo", 11)
                .ingress("a", "foo.com", "Prefix /foo foo")
                .nginx();
        Routing routing = table.route(host, target);
        assertEquals(
                expected,
                routing.backend().isPresent()
                        ? service(routing)
                        : routing.outcome().name());
    }

    @ParameterizedTest(name = "{0}{1} -> {2}")
    @CsvSource({
        "foo.com, /foo, foo",
        "foo.com:443, /foo?q, foo",
        "FOO.COM, /foo, foo",
        "foo.com., /foo, NOTHING",
        "foo.com, //foo, NOTHING",
        "foo.com, /%66oo, NOTHING",
        "foo.com, /foo/x, foo",
        "foo.com, /foox, NOTHING"
    })
    void google_compares_what_was_written(String host, String target, String expected) {
        RoutingTable table = new IngressWorld()
                .service("foo", 11)
                .ingress("a", "foo.com", "Prefix /foo foo")
                .gce("a");
        Routing routing = table.route(host, target);
        assertEquals(
                expected,
                routing.backend().isPresent()
                        ? service(routing)
                        : routing.outcome().name());
    }

    private static String service(Routing routing) {
        return routing.backend().map(each -> each.service().name()).orElse("none: " + routing);
    }
}
