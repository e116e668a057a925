package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static packetwalk.Packetwalk.cluster;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be built or asked is refused with the value, the rule that it breaks, and the remedy. */
class BadSpecTest {

    /** A description, and what its refusal must say: the value, the rule, the remedy. */
    static Arguments row(String what, Supplier<ClusterScope> spec, String... words) {
        return arguments(named(what, spec), List.of(words));
    }

    private static NodeScope node() {
        return cluster().node("10.100.0.2");
    }

    private static DockerHostScope host() {
        return cluster().dockerHost("10.100.0.2");
    }

    static Stream<Arguments> machines() {
        return Stream.of(
                row(
                        "a node that listens twice on a port",
                        () -> node().listen(80).listen(80),
                        "port 80 of node 10.100.0.2",
                        "EADDRINUSE",
                        "choose another port"),
                row("nothing at all", () -> cluster(), "no machine", "add one with .node(\"10.100.0.2\")"),
                row(
                        "a node outside of its network",
                        () -> cluster().node("10.101.0.2"),
                        "node 10.101.0.2",
                        "outside its router's network 10.100.0.0/24",
                        "take an address such as 10.100.0.2"),
                row(
                        "a node at the broadcast address",
                        () -> cluster().node("10.100.0.255"),
                        "node 10.100.0.255",
                        "broadcast",
                        "take an address such as"),
                row(
                        "a node at the router's address",
                        () -> cluster().node("10.100.0.1"),
                        "node 10.100.0.1",
                        "taken by the router",
                        "give it another address"),
                row(
                        "two machines at one address",
                        () -> node().dockerHost("10.100.0.2"),
                        "dockerHost 10.100.0.2",
                        "taken by node node-1",
                        "give it another address"),
                row(
                        "a host outside of its network",
                        () -> node().outside("203.0.113.0/24").host("203.0.114.5"),
                        "host 203.0.114.5",
                        "outside its router's network 203.0.113.0/24",
                        "203.0.113.2"),
                row(
                        "an outside host at its router's address",
                        () -> node().outside("203.0.113.0/24").host("203.0.113.1"),
                        "host 203.0.113.1",
                        "taken by the router of 203.0.113.0/24",
                        "another address"),
                row(
                        "two nodes of one name",
                        () -> node().name("a").node("10.100.0.3").name("a"),
                        "node name a",
                        "used twice",
                        ".name("),
                row(
                        "a node named as the router is",
                        () -> node().name("router"),
                        "node name router",
                        "used twice",
                        ".name("),
                row(
                        "a node named as an outside network's router is",
                        () -> node().name("router-203.0.113.1").outside("203.0.113.0/24"),
                        "router-203.0.113.1",
                        "used twice",
                        "give one of them another"),
                row(
                        "a name with characters that Kubernetes refuses",
                        () -> node().name("Node_1"),
                        "node name \"Node_1\"",
                        "lower-case letters, digits, - and .",
                        "take"),
                row("the name of every machine's own namespace", () -> node().pod("host"), "\"host\"", "take another"),
                row("an empty name", () -> node().pod(""), "pod name \"\"", "take lower-case letters"));
    }

    static Stream<Arguments> pods() {
        return Stream.of(
                row(
                        "a pod where no node is",
                        () -> cluster().pod("lost"),
                        "pod lost",
                        "has no node to run on",
                        "add one with .node(\"10.100.0.2\")"),
                row(
                        "a pod of no node and one of a node by one name",
                        () -> cluster().pod("a").node("10.100.0.2").pod("a"),
                        "pod a of node 10.100.0.2",
                        "exists already on no node",
                        "take another"),
                row(
                        "a block of addresses where no node is open",
                        () -> cluster().pod("a").podCidr("10.0.1.0/24").node("10.100.0.2"),
                        "podCidr",
                        "where no node is open",
                        "open one first"),
                row(
                        "two pods of one name on one node",
                        () -> node().pod("a").pod("a"),
                        "pod a of node 10.100.0.2",
                        "exists already",
                        "take another"),
                row(
                        "two pods of one name on two nodes",
                        () -> node().pod("a").node("10.100.0.3").pod("a"),
                        "pod a of node 10.100.0.3",
                        "exists already on node 10.100.0.2",
                        "take another"),
                row("a pod name with a blank", () -> node().pod("my pod"), "pod name \"my pod\"", "digits"),
                row(
                        "two containers of one name",
                        () -> node().pod("a").container("c").container("c"),
                        "container c",
                        "twice in pod a",
                        "another name"),
                row(
                        "a container named pause",
                        () -> node().pod("a").container("pause"),
                        "container name \"pause\" in pod a",
                        "taken by the pod's own container, which holds its namespace",
                        "take another"),
                row(
                        "a label's key with a blank",
                        () -> node().pod("a").label("my app", "x"),
                        "label key \"my app\" of pod a",
                        "letters, digits, -, _ and .",
                        "take"),
                row("an empty label key", () -> node().pod("a").label("", "x"), "label key \"\" of pod a", "take"),
                row(
                        "a label's key that is a prefix alone",
                        () -> node().pod("a").label("example.com/", "x"),
                        "label key \"example.com/\"",
                        "take"),
                row(
                        "a label's key with a prefix that is no DNS name",
                        () -> node().pod("a").label("Example/app", "x"),
                        "label key \"Example/app\" of pod a",
                        "no DNS name",
                        "example.com/name"),
                row(
                        "a label's key with two slashes",
                        () -> node().pod("a").label("a/b/c", "x"),
                        "label key \"a/b/c\"",
                        "take"),
                row(
                        "a label's value that ends in a dash",
                        () -> node().pod("a").label("app", "web-"),
                        "label value \"web-\" of app of pod a",
                        "ending with a letter or digit",
                        "leave it empty"),
                row(
                        "a label's value that is too long",
                        () -> node().pod("a").label("app", "x".repeat(64)),
                        "of app of pod a",
                        "at most 63"),
                row(
                        "one port twice in a pod",
                        () -> node().pod("a")
                                .container("c")
                                .listen(80)
                                .container("d")
                                .listen(80),
                        "port 80/tcp of container d in pod a",
                        "taken by container c (EADDRINUSE)",
                        "choose another port"),
                row(
                        "one port twice in a container",
                        () -> node().pod("a").listen(80).listen(80),
                        "port 80/tcp",
                        "EADDRINUSE",
                        "choose another port"),
                row(
                        "one UDP port twice in a pod",
                        () -> node().pod("a").listenUdp(53).container("d").listenUdp(53),
                        "port 53/udp of container d",
                        "taken by container a",
                        "choose another port"),
                row(
                        "two plain containers of one name",
                        () -> host().container("c").container("c"),
                        "container c",
                        "twice in host 10.100.0.2",
                        "another name"),
                row(
                        "a container that joins nobody",
                        () -> host().container("c").join("ghost"),
                        "container c joins ghost",
                        "host 10.100.0.2 does not have",
                        "describe ghost first"),
                row(
                        "a container that joins itself",
                        () -> host().container("c").join("c"),
                        "container c joins c",
                        "describe c first"),
                row(
                        "one port twice in a joined namespace",
                        () -> host().container("c")
                                .listen(80)
                                .container("d")
                                .join("c")
                                .listen(80),
                        "port 80/tcp of container d",
                        "taken by container c (EADDRINUSE)",
                        "choose another port"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"machines", "pods"})
    @DisplayName("up() refuses, and refuses again: nothing was built or changed")
    void up_refuses(Supplier<ClusterScope> description, List<String> words) {
        refusesTwice(description.get(), words);
    }

    static void refusesTwice(ClusterScope scope, List<String> words) {
        String first = assertThrows(IllegalArgumentException.class, scope::up).getMessage();

        words.forEach(word -> assertTrue(first.contains(word), () -> "\"" + word + "\" is not in: " + first));
        assertEquals(
                first, assertThrows(IllegalArgumentException.class, scope::up).getMessage());
    }

    @Test
    @DisplayName("a pod that is described before any node is scheduled, as one of a manifest is")
    void a_pod_of_no_node_is_scheduled() {
        var k8s = cluster()
                .pod("first")
                .listen(8080)
                .pod("second")
                .node("10.100.0.2")
                .pod("settled")
                .node("10.100.0.3")
                .up();

        assertEquals("node-2", k8s.pod("first").node().name());
        assertEquals("node-1", k8s.pod("second").node().name());
        assertTrue(k8s.pod("settled")
                .get("http://" + k8s.pod("first").address() + ":8080/")
                .answered());
    }

    @Test
    @DisplayName("labels may be all that Kubernetes allows: prefixes, upper case, empty values")
    void labels_that_kubernetes_allows() {
        var k8s = node().pod("a")
                .label("app.kubernetes.io/Name", "Web_1.0")
                .label("empty", "")
                .label("x".repeat(63), "x".repeat(63))
                .up();

        assertEquals("", k8s.pod("a").labels().get("empty"));
    }

    @Test
    @DisplayName("a description that was refused for its last line can be mended and built")
    void a_refused_description_can_be_mended() {
        ClusterScope scope = cluster();
        NodeScope second = scope.node("10.100.0.2").pod("a").node("10.100.0.3").name("node-1");
        assertThrows(IllegalArgumentException.class, scope::up);

        second.name("node-2");

        Cluster built = scope.up();
        assertEquals("10.0.1.2", built.pod("a").address().toString());
        assertFalse(built == scope.up(), "each up() builds a new network");
        assertEquals(built.text(), scope.up().text());
    }
}
