package packetwalk.kernel.exercise.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What cards about ways in from outside ask a network for. */
class WaysInTest {

    private static final String BALANCED = """
            cluster()
                .node("10.100.0.2").pod("server").label("app", "web").listen(8080)
                .service("shop").selector("app", "web").port(80, 8080).nodePort(32213)
                .balancer("198.51.100.7").name("lb").mode(BalancerMode.%s).port(80, 32213).healthCheck(HealthCheck.%s)
                .outside("203.0.113.0/24").host("203.0.113.10").name("visitor")
            """;

    private static final String DOOR = "http://10.100.0.2:${nodePort ingress-nginx/ingress-nginx-controller}/";

    private final Lab lab = Lab.of("""
            cluster().ingressController("nginx")
                .node("10.100.0.2").pod("server").label("app", "web").listen(8080)
                .service("shop").selector("app", "web").port(80, 8080).nodePort(30080)
                .ingress("site").className("nginx").host("shop.example").path("Prefix", "/", "shop", 80)
                .outside("203.0.113.0/24").host("203.0.113.10").name("visitor")
            """, Map.of());

    @BeforeEach
    void pods_start() {
        lab.run(List.of("time: 20s"));
    }

    @Test
    void an_argument_may_be_what_its_own_type_makes() {
        Lab proxied = Lab.of(BALANCED.formatted("PROXY", "http(10256, \"/healthz\")"), Map.of());

        assertEquals(
                Map.of("1", "203.0.113.10 > 198.51.100.7:80", "2", "10.0.1.1 > 10.100.0.2:32213"),
                Observation.of(
                        "connections",
                        proxied.run(List.of("visitor: curl http://198.51.100.7/"))
                                .get(0)));
    }

    @Test
    void no_other_name_means_anything() {
        assertThrows(IllegalArgumentException.class, () -> Lab.of(BALANCED.formatted("PROXY", "of(1)"), Map.of()));
        assertThrows(IllegalArgumentException.class, () -> Lab.of(BALANCED.formatted("NONE", "tcp(32213)"), Map.of()));
    }

    @Test
    void a_server_behind_a_proxy_sees_the_proxy_and_is_told_of_the_client() {
        Sent sent = lab.run(List.of("visitor: curl -H 'Host: shop.example' " + DOOR))
                .get(0);
        String proxy = lab.fill("${endpoint ingress-nginx/ingress-nginx-controller}");
        Map<?, ?> connections = (Map<?, ?>) Observation.of("connections", sent);

        assertEquals(proxy + " > 10.0.1.2:8080", connections.get("2"));
        assertEquals("10.0.1.1", Observation.of("forwarded for", sent));
        assertTrue(
                sent.lines().stream().anyMatch(line -> line.endsWith("server sees " + proxy)),
                () -> sent.lines().toString());
    }

    @Test
    void what_rules_give_to_pods_is_counted_for_each_service() {
        lab.run(List.of("visitor: hey -n 12 -c 3 -disable-keepalive=false -host shop.example " + DOOR));
        lab.run(List.of("visitor: hey -n 5 -disable-keepalive=true http://10.100.0.2:30080/"));

        assertEquals("5 3", lab.fill("${dnats default/shop} ${dnats ingress-nginx/ingress-nginx-controller:http}"));
        assertEquals(
                Map.of("shop", "5", "other", "0"),
                Observation.of(
                        lab.fill("fields shop=${dnats default/shop} other=${dnats default/nobody}"),
                        lab.run(List.of("visitor: ping 10.100.0.2")).get(0)));
    }
}
