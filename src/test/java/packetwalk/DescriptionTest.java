package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static packetwalk.Packetwalk.cluster;

import org.junit.jupiter.api.Test;

/** What a prompt shows of a description, and of what stands where. */
class DescriptionTest {

    @Test
    void every_scope_tells_in_a_line_what_is_described_so_far() {
        ClusterScope c = cluster();
        assertEquals("a description: nothing yet; up() builds it", c.toString());

        NodeScope first = c.node("10.100.0.2");
        PodScope last = c.node("10.100.0.3").pod("a").pod("b").pod("c");
        assertEquals("a description: 2 nodes, 3 pods; up() builds it", last.toString());
        assertEquals(last.toString(), first.toString());

        c.dockerHost("10.100.0.4").container("web");
        c.outside("203.0.113.0/24").host("203.0.113.9");
        assertEquals(
                "a description: 2 nodes, 3 pods, 1 Docker host, 1 outside network, 1 outside host; up() builds it",
                c.toString());
    }

    @Test
    void a_topology_is_a_line() {
        var k8s = cluster().node("10.100.0.2").pod("a").node("10.100.0.3").up();

        assertEquals(
                "3 machines, 1 segment",
                k8s.pod("a").ping("10.100.0.3").topology().toString());
    }
}
