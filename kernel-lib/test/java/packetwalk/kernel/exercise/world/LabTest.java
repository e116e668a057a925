package packetwalk.kernel.exercise.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a card may type and ask. */
class LabTest {

    private static final String WORLD =
            "cluster().node(\"10.100.0.2\").pod(\"web\").listen(${port}).pod(\"client\").node(\"10.100.0.3\").pod(\"far\")";

    private final Lab lab = Lab.of(WORLD, Map.of("port", 8080, "mtu", "1450"));

    private Sent one(String prompt) {
        return lab.run(List.of(prompt)).get(0);
    }

    @Test
    void a_number_may_be_more_or_less_than_one_that_was_drawn() {
        assertEquals("8081 1422", lab.fill("${port + 1} ${mtu - 28}"));
        assertThrows(IllegalArgumentException.class, () -> lab.fill("${nobody - 28}"));
    }

    @Test
    void a_prompt_may_wait_while_others_go_on() {
        List<Sent> sent = lab.run(List.of(
                "after 3s: web: iptables -I INPUT -p tcp --dport ${port} -j REJECT",
                "client: hey -n 6 -c 1 -q 1 -disable-keepalive http://${ip web}:${port}/"));

        assertEquals(1, sent.size());
        assertEquals("web", Observation.of("first answered by", sent));
        assertEquals("nothing", Observation.of("last answered by", sent));
    }

    @Test
    void what_was_sent_before_is_told_by_who_sent_it() {
        List<Sent> sent = lab.run(List.of(
                "far: curl http://${ip web}:${port}/",
                "time: 2s",
                "client: curl http://${ip web}:${port}/",
                "time: 3s",
                "far: curl http://${ip web}:${port}/"));

        assertEquals(Map.of("10.0.2.2", "web", "10.0.1.3", "web"), Observation.of("earlier answered by", sent));
        assertEquals(Map.of("10.0.2.2", "5", "10.0.1.3", "3"), Observation.of("earlier seconds ago", sent));
        assertEquals("web", Observation.of("answered by", sent));
    }

    @Test
    void a_ping_has_the_options_that_were_typed() {
        assertTrue(new Claim("answered").holds(one("far: ping -s ${mtu - 28} -M do ${ip web}")));

        lab.run(List.of("node-1: ip link set cbr0 mtu 1400"));
        Sent lost = one("far: ping -s ${mtu - 28} -M do ${ip web}");
        assertTrue(new Claim("lost at node-1").holds(lost));
        assertFalse(new Claim("lost at far").holds(lost));
        assertTrue(new Claim("never lost at far").holds(lost));
    }

    @Test
    void nothing_is_repeated_for_each_of_nothing() {
        assertEquals(List.of(), lab.run(List.of("each answer: web: ping ${each}")));
    }

    @Test
    void a_packet_that_is_lost_again_is_lost_once() {
        lab.run(List.of("web: iptables -A INPUT -p tcp -j DROP"));

        List<String> lines =
                one("far: curl --max-time 5 http://${ip web}:${port}/").lines();
        assertEquals(1, lines.stream().filter(line -> line.contains("dropped")).count(), lines::toString);
    }

    @Test
    void of_two_packets_that_are_lost_each_says_whose_it_was() {
        lab.run(List.of("far: iptables -A INPUT -p tcp -j DROP"));

        List<String> lines =
                one("far: curl --max-time 5 http://${ip web}:${port}/").lines();
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("the answer, ")), lines::toString);
    }
}
