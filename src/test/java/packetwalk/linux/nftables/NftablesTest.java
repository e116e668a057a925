package packetwalk.linux.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import packetwalk.linux.TwoMachines;
import packetwalk.net.IpAddress;
import packetwalk.program.TcpClient;
import packetwalk.trace.Step;

/** What becomes of packets before rules of nftables. */
class NftablesTest {

    private final TwoMachines machines = new TwoMachines();

    private void load(String text) {
        machines.b("nft -f -", text);
    }

    private List<Step> pinged() {
        return machines.watch(Duration.ofSeconds(1), () -> machines.ping(TwoMachines.B));
    }

    private static List<String> matched(List<Step> steps) {
        return steps.stream()
                .filter(Step.Matched.class::isInstance)
                .map(step -> ((Step.Matched) step).table() + " " + step.decision())
                .toList();
    }

    private static boolean answered(List<Step> steps) {
        return steps.stream()
                .anyMatch(step ->
                        step instanceof Step.Delivered && step.at().host().equals("a"));
    }

    private static String table(String name, String hook, int priority, String rules) {
        return "table ip %s {\n chain c {\n type filter hook %s priority %d;\n%s\n}\n}\n"
                .formatted(name, hook, priority, rules);
    }

    @Test
    void accept_is_the_end_of_one_base_chain_and_drop_of_the_packet() {
        load(table("first", "input", 0, "accept")
                + table("second", "input", 1, "drop")
                + table("third", "input", 2, "accept"));
        List<Step> steps = pinged();
        assertEquals(List.of("ip first accept # handle 2", "ip second drop # handle 2"), matched(steps));
        assertTrue(!answered(steps), steps::toString);
    }

    @Test
    void a_segment_may_be_reset_before_it_has_a_route() {
        load(table("early", "prerouting", 0, "tcp dport 80 reject with tcp reset"));
        var refusal = machines.watch(Duration.ofSeconds(1), () -> TcpClient.connect(machines.a, TwoMachines.B, 80));
        assertTrue(refusal.toString().contains("TCP reset: a rule rejects the segment"), refusal::toString);
    }

    @Test
    void who_refuses_before_routing_speaks_from_the_address_that_faces_the_sender() {
        machines.b("ip addr add 10.9.1.1/24 dev eth0");
        machines.a("ip route add 10.9.1.0/24 via 10.0.0.2");
        load(table("early", "prerouting", 0, "ip saddr 10.0.0.1 icmp type echo-request reject"));
        String early = machines.ping(IpAddress.parse("10.9.1.1")).output();
        assertTrue(early.contains("From 10.0.0.2 icmp_seq=1 Destination Port Unreachable"), early);

        load("flush ruleset\n" + table("late", "input", 0, "icmp type echo-request reject"));
        String late = machines.ping(IpAddress.parse("10.9.1.1")).output();
        assertTrue(late.contains("From 10.9.1.1 icmp_seq=1 Destination Port Unreachable"), late);
    }

    @Test
    void of_two_chains_with_one_priority_the_later_is_asked_first() {
        load(table("old", "input", 0, "counter"));
        machines.b("iptables -A INPUT -p icmp");
        load(table("new", "input", 0, "accept"));
        List<String> tables = matched(pinged()).stream()
                .map(each -> each.substring(0, each.lastIndexOf(' ')))
                .toList();
        assertEquals(3, tables.size(), tables::toString);
        assertTrue(tables.get(0).startsWith("ip new"), tables::toString);
        assertTrue(tables.get(1).startsWith("filter"), tables::toString);
        assertTrue(tables.get(2).startsWith("ip old"), tables::toString);
    }

    @Test
    void a_table_that_is_deleted_and_added_at_once_is_hooked_in_anew_and_asked_first() {
        String old = table("old", "input", 0, "icmp type echo-request counter");
        load(old + table("new", "input", 0, "icmp type echo-request drop"));
        assertEquals(1, matched(pinged()).size());
        load("delete table ip old\n" + old);
        List<String> tables = matched(pinged());
        assertEquals(2, tables.size(), tables::toString);
        assertTrue(tables.get(0).startsWith("ip old"), tables::toString);
    }

    @Test
    void a_refusal_in_the_words_of_one_family_asks_for_that_family() {
        load("table inet t {\n chain c {\n type filter hook input priority 0;\n reject with icmpv6 no-route\n}\n}\n");
        assertTrue(answered(pinged()));
        assertTrue(machines.b("nft list ruleset").contains("\t\treject with icmpv6 no-route\n"));
    }

    @Test
    void a_port_from_a_map_that_has_none_for_the_packet_ends_the_rule() {
        load("""
                table ip t {
                 chain c {
                 type nat hook prerouting priority 0;
                 tcp dport 1-9999 redirect to :tcp dport map { 81 : 80 }
                 tcp dport 82 counter
                }
                }
                """);
        List<Step> steps =
                machines.watch(Duration.ofSeconds(1), () -> TcpClient.connect(machines.a, TwoMachines.B, 82));
        assertTrue(
                matched(steps).toString().contains("counter"),
                () -> matched(steps).toString());
    }

    @Test
    void cards_are_of_ethernet_and_loopback_is_not() {
        load(table("t", "input", 0, "meta iiftype loopback drop\nmeta iiftype ether counter"));
        List<Step> steps = pinged();
        assertTrue(answered(steps), steps::toString);
        assertTrue(
                matched(steps).get(0).startsWith("ip t meta iiftype ether"),
                () -> matched(steps).toString());
    }

    @Test
    void a_chain_that_is_renamed_is_still_led_to() {
        load("""
                table ip t {
                 chain old {
                 drop
                }
                 map m {
                 type ipv4_addr : verdict
                 elements = { 10.0.0.1 : jump old }
                }
                 chain c {
                 type filter hook input priority 0;
                 ip saddr vmap @m
                 ip saddr vmap { 10.0.0.9 : goto old }
                 jump old
                }
                }
                """);
        machines.b("nft rename chain ip t old new");
        String listed = machines.b("nft list ruleset");
        assertTrue(!listed.contains("old") && listed.contains("10.0.0.9 : goto new"), listed);
        assertTrue(!answered(pinged()));
        machines.b("nft flush chain ip t c");
        machines.b("nft flush map ip t m");
        machines.b("nft delete chain ip t new");
    }

    @Test
    void a_dormant_table_is_not_asked() {
        load("table ip t {\n flags dormant\n chain c {\n type filter hook input priority 0; policy drop;\n }\n}\n");
        assertTrue(answered(pinged()));
    }

    @Test
    void a_verdict_map_costs_one_comparison_however_large_it_is() {
        StringBuilder elements = new StringBuilder();
        for (int i = 1; i < 250; i++) {
            elements.append(i == 1 ? "" : ", ").append("10.0.0.").append(i).append(" : accept");
        }
        load(table("t", "input", 0, "ip saddr vmap { " + elements + " }"));
        Step.Matched step = (Step.Matched) pinged().stream()
                .filter(Step.Matched.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertEquals(1, step.compared());
        assertEquals("accept", step.verdict().toString());
    }

    @Test
    void an_element_that_a_rule_added_ends_with_its_time() {
        load("""
                table ip t {
                    set seen { type ipv4_addr; flags dynamic,timeout; timeout 10s; }
                    chain c {
                        type filter hook input priority 0;
                        ip saddr @seen drop
                        add @seen { ip saddr }
                    }
                }
                """);
        assertTrue(answered(pinged()));
        assertTrue(!answered(pinged()));
        machines.advance(Duration.ofSeconds(10));
        assertTrue(answered(pinged()));
    }

    @Test
    void a_set_declared_again_takes_over_its_time_and_no_other_kind() {
        String set = "add set ip t s { type ipv4_addr ; flags %s ; timeout %ds ; }\n";
        load("add table ip t\n" + set.formatted("dynamic,timeout", 10) + set.formatted("dynamic,timeout", 200));
        assertTrue(machines.b("nft list ruleset", "").contains("timeout 3m20s"));
        assertThrows(IllegalArgumentException.class, () -> load(set.formatted("timeout", 5)));
    }

    @Test
    void only_the_first_packet_of_a_connection_asks_nat_chains() {
        load("""
                table ip t {
                    counter asked { }
                    chain c {
                        type nat hook input priority 0;
                        counter name "asked"
                    }
                    chain d {
                        type filter hook input priority 0;
                        ct state established accept
                    }
                }
                """);
        pinged();
        assertTrue(machines.b("nft list counters").contains("packets 1 bytes 84"), machines.b("nft list counters"));
    }

    @Test
    void what_is_not_modelled_is_unknown_by_its_name() {
        load(table("t", "input", 0, "socket transparent 1 accept"));
        Step.Dropped dropped = (Step.Dropped) pinged().stream()
                .filter(Step.Dropped.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertTrue(dropped.detail().contains("socket transparent is not modelled"), dropped::detail);
    }

    @Test
    void a_concatenation_with_ranges_finds_its_element_until_that_is_deleted() {
        load("table ip t {\n set s { type ipv4_addr . inet_proto; flags interval;"
                + " elements = { 10.0.0.0/30 . icmp, 10.0.0.8-10.0.0.77 . 0-255 } }\n"
                + " chain c {\n type filter hook input priority 0;\n ip saddr . ip protocol @s drop\n }\n}\n");
        assertTrue(!answered(pinged()));
        machines.b("nft delete element ip t s { 10.0.0.0/30 . icmp }");
        assertTrue(answered(pinged()));
    }
}
