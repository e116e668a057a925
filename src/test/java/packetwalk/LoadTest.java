package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import packetwalk.trace.Load;

/** Many requests: who answered, on which connection, how fast, and why not. */
class LoadTest {

    private final Cluster world = cluster()
            .dockerHost("10.100.0.2")
            .container("client")
            .container("web-1")
            .listen(8080)
            .container("web-2")
            .listen(8080)
            .up();
    private final Container client = world.container("client");

    /** A Service of two endpoints on that host, as kube-proxy would write it. */
    private void balance() {
        String match = "-t nat -A PREROUTING -d 10.3.241.152/32 -p tcp -m tcp --dport 80 ";
        DockerHost host = world.dockerHost("host-1");
        host.iptables(match + "-m statistic --mode random --probability 0.5 -j DNAT --to-destination "
                + world.container("web-1").address() + ":8080");
        host.iptables(
                match + "-j DNAT --to-destination " + world.container("web-2").address() + ":8080");
        // both stand on one bridge: an answer must come back through the host to be translated
        host.iptables("-t nat -A POSTROUTING -m conntrack --ctstate DNAT -j MASQUERADE");
    }

    @Test
    void each_request_has_a_connection_of_its_own_and_chance_spreads_them() {
        balance();
        Load load = client.load("http://10.3.241.152/", 400);
        assertEquals(400, load.answered());
        assertEquals(400, load.connections());
        Map<String, Integer> answers = load.answers();
        assertEquals(2, answers.size());
        answers.values().forEach(count -> assertTrue(count > 150 && count < 250, answers::toString));
        assertTrue(load.latencyMillis(0.5) > 0 && load.latencyMillis(0.5) <= load.latencyMillis(1));
        assertTrue(load.text().contains("web-1"), load::text);
    }

    @Test
    void a_connection_that_is_kept_stays_where_it_was() {
        balance();
        Load load = client.load("http://10.3.241.152/")
                .requests(100)
                .clients(1)
                .keepAlive()
                .run();
        assertEquals(1, load.answers().size());
        assertEquals(1, load.connections());
        assertEquals(99, load.requests().stream().filter(Load.Request::reused).count());
        Load several = client.load("http://10.3.241.152/")
                .requests(100)
                .clients(8)
                .keepAlive()
                .run();
        assertEquals(8, several.connections());
        assertEquals(100, several.answered());
    }

    @Test
    void failures_are_told_by_their_reasons() {
        assertEquals(
                Map.of("Connection refused", 20),
                client.load("http://172.17.0.3:81/", 20).failures());
        assertEquals(
                Map.of("Could not resolve host: web", 3),
                client.load("http://web/", 3).failures());
        Load silent = client.load("http://172.17.0.99/")
                .requests(2)
                .timeout(Duration.ofMillis(500))
                .run();
        assertEquals(Map.of("no answer within 500 ms", 2), silent.failures());
        Load gone = client.load("http://172.17.0.99/").requests(1).run();
        assertEquals(Map.of("No route to host", 1), gone.failures());
    }

    @Test
    void requests_that_begin_every_so_often_see_a_server_come_and_go() {
        Load load = client.load("http://172.17.0.3:8080/")
                .requests(10)
                .every(Duration.ofSeconds(1))
                .run();
        List<Long> starts =
                load.requests().stream().map(Load.Request::startNanos).toList();
        assertEquals(9_000_000_000L, starts.get(9) - starts.get(0));
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 0 requests", "5, 0, 0 clients"})
    void what_is_no_load_is_refused(int requests, int clients, String reason) {
        LoadPlan plan = client.load("http://172.17.0.3/");
        String said = assertThrows(
                        IllegalArgumentException.class,
                        () -> plan.requests(requests).clients(clients).run())
                .getMessage();
        assertTrue(said.contains(reason), said);
    }

    @Test
    void one_seed_has_one_result() {
        balance();
        Load once = client.load("http://10.3.241.152/", 50);
        LoadTest again = new LoadTest();
        again.balance();
        assertEquals(once, again.client.load("http://10.3.241.152/", 50));
    }

    @Test
    void a_pod_that_is_deleted_closes_its_connections_before_its_cable_goes() {
        Cluster k8s = cluster()
                .node("10.100.0.2")
                .pod("web")
                .label("app", "web")
                .listen(8080)
                .node("10.100.0.3")
                .pod("client")
                .service("shop")
                .clusterIp("10.3.241.152")
                .selector("app", "web")
                .port(80, 8080)
                .up();
        k8s.after(Duration.ofMillis(2500), () -> k8s.pod("web").delete()); // rules follow a second later
        Load load = k8s.pod("client")
                .load("http://10.3.241.152/")
                .requests(4)
                .every(Duration.ofSeconds(2))
                .keepAlive()
                .run();

        assertEquals(Map.of("web", 2), load.answers());
        assertEquals(Map.of("Connection refused", 2), load.failures(), "none waits in vain on the old connection");
    }
}
