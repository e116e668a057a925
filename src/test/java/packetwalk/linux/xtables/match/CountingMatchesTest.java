package packetwalk.linux.xtables.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import packetwalk.linux.TwoMachines;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;

/** Conditions that remember: each ping of a to b is one packet for b's INPUT. */
class CountingMatchesTest {

    private final TwoMachines net = new TwoMachines();

    private String pings(int count) {
        return pings(net, count);
    }

    /** Which of {@code count} pings came through, as 1 and 0. */
    private static String pings(TwoMachines net, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(net.ping(TwoMachines.B).outcome().kind() == Outcome.Kind.ANSWERED ? '1' : '0');
        }
        return text.toString();
    }

    private String why(String match) {
        List<Step> steps = net.watch(Duration.ofSeconds(1), () -> net.ping(TwoMachines.B));
        return steps.stream()
                .filter(step -> step instanceof Step.Asked && step.decision().startsWith("-m " + match))
                .map(Step::reason)
                .findFirst()
                .orElse("nobody asked");
    }

    @Test
    void nth_drops_the_packet_with_its_number_of_every_few() {
        net.b("iptables -A INPUT -m statistic --mode nth --every 3 --packet 1 -j DROP");

        assertEquals("101101101", pings(9));
    }

    @Test
    void nth_negated_drops_all_others() {
        net.b("iptables -A INPUT -m statistic --mode nth ! --every 3 --packet 0 -j DROP");

        assertEquals("100100", pings(6));
    }

    @Test
    void the_dice_decide_and_can_be_loaded() {
        net.b("iptables -A INPUT -m statistic --mode random --probability 0.5 -j DROP");

        net.fabric.simulation().dice(() -> 0x3fff_ffff);
        assertEquals("00", pings(2));
        net.fabric.simulation().dice(() -> 0x4000_0000);
        assertEquals("11", pings(2));
    }

    @Test
    void a_walk_says_what_the_dice_gave() {
        net.b("iptables -A INPUT -m statistic --mode random --probability 0.25 -j DROP");
        net.fabric.simulation().dice(() -> 0x4000_0000);

        assertEquals("the dice gave 0.50000000000, not less than 0.25000000000: it does not hold", why("statistic"));
    }

    @Test
    void the_seed_decides_where_nobody_else_does() {
        net.b("iptables -A INPUT -m statistic --mode random --probability 0.5 -j DROP");
        String once = pings(40);
        TwoMachines again = new TwoMachines();
        again.b("iptables -A INPUT -m statistic --mode random --probability 0.5 -j DROP");

        assertEquals(once, pings(again, 40));
        assertTrue(once.contains("0") && once.contains("1"), once);
    }

    @Test
    void a_rule_that_was_not_touched_goes_on_counting_and_a_new_one_begins_anew() {
        net.b("iptables -A INPUT -m statistic --mode nth --every 3 --packet 2 -j DROP");
        assertEquals("11", pings(2));

        net.b("iptables -A FORWARD -j DROP");
        assertEquals("011", pings(3));

        net.b("iptables -R INPUT 1 -m statistic --mode nth --every 3 --packet 2 -j DROP");
        assertEquals("110", pings(3));
    }

    @Test
    void a_limit_lets_its_burst_through_and_then_one_for_each_period() {
        net.b("iptables -A INPUT -m limit --limit 2/hour --limit-burst 3 -j ACCEPT");
        net.b("iptables -A INPUT -j DROP");

        assertEquals("1110", pings(4));
        net.advance(Duration.ofMinutes(30));
        assertEquals("10", pings(2));
        net.advance(Duration.ofHours(5));
        assertEquals("1110", pings(4));
    }

    @Test
    void a_quota_is_used_up_by_bytes_and_stays_used_up() {
        // an echo request of ping has 84 bytes
        net.b("iptables -A INPUT -m quota --quota 200 -j ACCEPT");
        net.b("iptables -A INPUT -j DROP");

        assertEquals("1100", pings(4));
    }

    @Test
    void recent_bans_who_came_too_often_until_time_has_passed() {
        net.b("iptables -A INPUT -m recent --name ban --update --seconds 60 --hitcount 3 -j DROP");
        net.b("iptables -A INPUT -m recent --name ban --set -j ACCEPT");

        assertEquals("11100", pings(5));
        net.advance(Duration.ofSeconds(61));
        assertEquals("1", pings(1));
    }

    @Test
    void recent_tells_who_was_seen_and_when() {
        net.b("iptables -A INPUT -m recent --name seen --set");
        pings(2);

        String text = net.b("cat /proc/net/xt_recent/seen");

        assertTrue(text.matches("src=10\\.0\\.0\\.1 ttl: 64 last_seen: (\\d+) oldest_pkt: 2 \\d+, \\1\n"), () -> text);
    }

    @Test
    void a_list_lives_as_long_as_some_rule_names_it() {
        net.b("iptables -A INPUT -m recent --name seen --set");
        net.b("iptables -A INPUT -m recent --name seen --rcheck");
        pings(1);
        net.b("iptables -D INPUT 1");
        assertFalse(net.b("cat /proc/net/xt_recent/seen").isEmpty());

        net.b("iptables -D INPUT 1");
        assertThrows(IllegalArgumentException.class, () -> net.b("cat /proc/net/xt_recent/seen"));
        net.b("iptables -A INPUT -m recent --name seen --set");
        assertEquals("", net.b("cat /proc/net/xt_recent/seen"));
    }

    @Test
    void recent_keeps_prefixes_under_a_mask_and_forgets_on_remove() {
        net.b("iptables -A INPUT -m recent --name nets --mask 255.255.255.0 --set");
        pings(1);
        assertTrue(net.b("cat /proc/net/xt_recent/nets").startsWith("src=10.0.0.0 ttl: 64 "));

        net.b("iptables -I INPUT -m recent --name nets --remove --mask 255.255.255.0");
        net.b("iptables -D INPUT 2");
        pings(1);
        assertEquals("", net.b("cat /proc/net/xt_recent/nets"));
    }

    @Test
    void an_accounting_object_must_exist_before_a_rule_counts_in_it() {
        var refusal = assertThrows(
                IllegalArgumentException.class, () -> net.b("iptables -A INPUT -m nfacct --nfacct-name pings"));
        assertTrue(refusal.getMessage().contains("nfacct add pings"), refusal::getMessage);

        net.b("nfacct add pings");
        net.b("iptables -A INPUT -m nfacct --nfacct-name pings");
        net.b("iptables -A INPUT -m nfacct --nfacct-name pings -j ACCEPT");
        pings(1);

        assertEquals(
                "{ pkts = 00000000000000000002, bytes = 00000000000000000168 } = pings;\n", net.b("nfacct list reset"));
        assertThrows(IllegalArgumentException.class, () -> net.b("nfacct del pings"));
        net.b("iptables -F");
        net.b("nfacct del pings");
        assertEquals("", net.b("nfacct list"));
    }

    @Test
    void hashlimit_counts_for_each_address_by_itself_and_forgets_those_that_stay_away() {
        net.b("iptables -A INPUT -m hashlimit --hashlimit-name each --hashlimit-mode srcip --hashlimit-upto 2/hour"
                + " --hashlimit-burst 3 -j ACCEPT");
        net.b("iptables -A INPUT -j DROP");

        assertEquals("1110", pings(4));
        assertTrue(net.b("cat /proc/net/ipt_hashlimit/each").matches("3\\d{3} 10\\.0\\.0\\.1:0->0\\.0\\.0\\.0:0 .*\n"));
        net.advance(Duration.ofHours(2));
        assertEquals("", net.b("cat /proc/net/ipt_hashlimit/each"));
        assertEquals("1110", pings(4));
    }

    @Test
    void hashlimit_above_holds_beyond_the_rate() {
        net.b(
                "iptables -A INPUT -m hashlimit --hashlimit-name each --hashlimit-above 2/hour --hashlimit-burst 2 -j DROP");

        assertEquals("1100", pings(4));
    }

    @Test
    void rules_share_a_table_and_the_first_decides_about_its_rate() {
        net.b(
                "iptables -A INPUT -m hashlimit --hashlimit-name one --hashlimit-above 2/hour --hashlimit-burst 4 -j DROP");
        net.b(
                "iptables -A INPUT -m hashlimit --hashlimit-name one --hashlimit-above 9/hour --hashlimit-burst 9 -j DROP");

        // each ping pays twice
        assertEquals("1100", pings(4));
    }

    @Test
    void a_full_table_drops_whom_it_has_no_room_for() {
        net.b("iptables -A INPUT -m hashlimit --hashlimit-name small --hashlimit-upto 9/sec --hashlimit-mode srcip"
                + " --hashlimit-htable-size 1 --hashlimit-htable-max 1");
        assertEquals("1", pings(1));

        net.a("ip addr add 10.0.0.7/24 dev eth0");
        net.a("ip route add 10.0.0.2 dev eth0 src 10.0.0.7");
        assertEquals("0", pings(1));
    }

    @Test
    void the_hour_of_the_day_is_unknown_unless_every_hour_will_do() {
        net.b("iptables -A INPUT -m time --kerneltz -j ACCEPT");
        assertEquals("1", pings(1));

        net.b("iptables -I INPUT -m time --timestart 09:00 --timestop 17:00 -j ACCEPT");
        assertEquals("0", pings(1));
    }
}
