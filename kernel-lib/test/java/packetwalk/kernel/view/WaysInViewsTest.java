package packetwalk.kernel.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;
import packetwalk.Packetwalk;
import packetwalk.trace.Load;
import packetwalk.trace.Walk;
import tech.tablesaw.api.Table;

/** Several ways to one server, and how they fare over time. */
class WaysInViewsTest {

    private final Cluster k8s = Packetwalk.cluster()
            .node("10.100.0.2")
            .pod("server-1")
            .label("app", "web")
            .listen(8080)
            .node("10.100.0.3")
            .pod("client")
            .service("web")
            .selector("app", "web")
            .port(80, 8080)
            .nodePort(32213)
            .outside("203.0.113.0/24")
            .host("203.0.113.9")
            .name("visitor")
            .up();

    @Test
    void theTableSaysWhomTheServerSawOnEachWay() {
        Map<String, Walk> walks = new LinkedHashMap<>();
        walks.put("pod to pod", k8s.pod("client").get("http://10.0.1.2:8080/"));
        walks.put("node port", k8s.host("visitor").get("http://10.100.0.3:32213/"));
        walks.put("no route", k8s.host("visitor").get("http://10.0.1.2:8080/"));

        Table table = Views.sideBySide(walks);

        assertEquals(
                List.of("10.0.2.2", "10.100.0.3"),
                table.stringColumn("seen").asList().subList(0, 2));
        assertEquals("203.0.113.9", table.stringColumn("client").get(1));
        assertEquals("10.100.0.3:32213", table.stringColumn("called").get(1));
        assertEquals("DNAT, MASQUERADE", table.stringColumn("nat").get(1));
        assertEquals(List.of(3, 5), table.intColumn("hops").asList().subList(0, 2));
        assertEquals(0, table.intColumn("connections").get(2));
        assertTrue(table.column("seen").isMissing(2));
    }

    @Test
    void theChartFallsWhenTheServerIsGone() {
        k8s.after(Duration.ofSeconds(15), () -> k8s.node("10.100.0.2").powerOff());
        Load load = k8s.pod("client")
                .load("http://10.0.1.2:8080/")
                .requests(30)
                .every(Duration.ofSeconds(1))
                .timeout(Duration.ofMillis(500))
                .run();

        Chart chart = Views.success(Map.of("one server", load));

        assertTrue(chart.text().endsWith("100 ".repeat(15) + "0 ".repeat(14) + "0"), chart.text());
        assertTrue(chart.png().length > 1000);
    }
}
