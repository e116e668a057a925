package packetwalk.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.ipset.IpSet;
import packetwalk.linux.ipset.SetFlag;
import packetwalk.linux.ipset.SetPacket;
import packetwalk.net.Bytes;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.MacAddress;
import packetwalk.net.Packet;

class IpsetTest {

    private final NetworkNamespace host = new SimulatedNode().host();
    private final Shell shell = new Shell(host);

    private List<String> entries(String set) {
        return shell.run("ipset save " + set).lines().skip(1).toList();
    }

    private String refusal(String command) {
        return assertThrows(IllegalArgumentException.class, () -> shell.run(command))
                .getMessage();
    }

    private boolean has(String set, String element) {
        return shell.run("ipset test " + set + " " + element).startsWith("Warning: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hash:ip | 10.0.0.1-10.0.0.3 | 10.0.0.1 10.0.0.2 10.0.0.3",
                "hash:ip | 10.0.0.9/31 | 10.0.0.8 10.0.0.9",
                "hash:ip | 10.1 | 10.0.0.1",
                "hash:ip netmask 24 | 10.0.0.0/23 | 10.0.0.0 10.0.1.0",
                "hash:ip bitmask 255.0.255.0 | 10.1.2.3 | 10.0.2.0",
                "hash:ip family inet6 | 2001:DB8:0::1 | 2001:db8::1",
                "hash:ip family inet6 netmask 64 | 2001:db8::1 | 2001:db8::",
                "hash:net | 10.0.0.1/8 | 10.0.0.0/8",
                "hash:net | 10.0.0.1/32 | 10.0.0.1",
                "hash:net | 10.0.0.1-10.0.0.6 | 10.0.0.1 10.0.0.2/31 10.0.0.4/31 10.0.0.6",
                "hash:ip,port | 10.0.0.1,80 | 10.0.0.1,tcp:80",
                "hash:ip,port | 10.0.0.1,domain-54 | 10.0.0.1,tcp:53 10.0.0.1,tcp:54",
                "hash:ip,port | 10.0.0.0/31,udp:1-2 | 10.0.0.0,udp:1 10.0.0.0,udp:2 10.0.0.1,udp:1 10.0.0.1,udp:2",
                "hash:ip,port | 10.0.0.1,icmp:ping | 10.0.0.1,icmp:echo-request",
                "hash:ip,port | 10.0.0.1,icmp:3/6 | 10.0.0.1,icmp:network-unknown",
                "hash:ip,port | 10.0.0.1,icmp:40/2 | 10.0.0.1,icmp:40/2",
                "hash:ip,port | 10.0.0.1,vrrp:0 | 10.0.0.1,vrrp:0",
                "hash:ip,port family inet6 | [2001:db8::1],icmpv6:128/0 | 2001:db8::1,ipv6-icmp:echo-request",
                "hash:ip,port,ip | 10.0.0.1,80,10.0.0.2 | 10.0.0.1,tcp:80,10.0.0.2",
                "hash:ip,port,net | 10.0.0.1,80,10.0.0.2-10.0.0.3 | 10.0.0.1,tcp:80,10.0.0.2/31",
                "hash:net,port | 10.0.0.0/8,sctp:9 | 10.0.0.0/8,sctp:9",
                "hash:net,net | 10.0.0.0/8,0.0.0.0/0 | 10.0.0.0/8,0.0.0.0/0",
                "hash:net,port,net | 10.0.0.0/8,tcp:1,10.0.0.1 | 10.0.0.0/8,tcp:1,10.0.0.1",
                "hash:net,iface | 0/0,physdev:eth0 | 0.0.0.0/0,physdev:eth0",
                "hash:mac | a:b:c:d:e:f | 0A:0B:0C:0D:0E:0F",
                "hash:ip,mac | 10.0.0.1,02:42:ac:11:00:02 | 10.0.0.1,02:42:AC:11:00:02",
                "hash:ip,mark | 10.0.0.1,99 | 10.0.0.1,0x00000063",
                "hash:ip,mark markmask 0xf0 | 10.0.0.1,0xff | 10.0.0.1,0x000000f0",
                "bitmap:port range 0-100 | tcp:80-82 | 80 81 82",
                "bitmap:ip range 10.0.0.0/24 netmask 28 | 10.0.0.40-10.0.0.60 | 10.0.0.32 10.0.0.48",
                "bitmap:ip,mac range 10.0.0.0/24 | 10.0.0.7 | 10.0.0.7",
            })
    void an_element_is_kept_in_its_one_form(String type, String typed, String kept) {
        shell.run("ipset create S " + type);

        shell.run("ipset add S " + typed);

        List<String> expected = kept.lines()
                .flatMap(each -> List.of(each.split(" ")).stream())
                .map(each -> "add S " + each)
                .toList();
        assertEquals(expected, entries("S"));
        shell.run("ipset del S " + typed);
        assertEquals(List.of(), entries("S"));
    }

    @Test
    void the_most_specific_network_decides_and_nomatch_says_no() {
        shell.run("ipset create N hash:net");
        shell.run("ipset add N 10.0.0.0/8");
        shell.run("ipset add N 10.1.0.0/16 nomatch");
        shell.run("ipset add N 10.1.1.0/24");

        assertTrue(has("N", "10.2.0.1"));
        assertEquals("10.1.2.1 is NOT in set N.\n", shell.run("ipset test N 10.1.2.1"));
        assertTrue(has("N", "10.1.1.1"));
        assertTrue(has("N", "10.1.0.0/16 nomatch"));
    }

    @Test
    void what_is_there_is_not_added_twice_unless_told_to_and_then_begins_anew() {
        shell.run("ipset create T hash:ip timeout 100 counters comment");
        shell.run("ipset add T 10.0.0.1 packets 5 comment first");

        assertTrue(refusal("ipset add T 10.0.0.1")
                .startsWith("ipset v7.17: Element cannot be added to the set: it's already added"));
        host.simulation().advance(Duration.ofSeconds(60));
        shell.run("ipset -exist add T 10.0.0.1 comment second");

        assertEquals(List.of("add T 10.0.0.1 timeout 100 packets 5 bytes 0 comment \"second\""), entries("T"));
    }

    @Test
    void an_entry_goes_when_its_time_is_over_and_one_without_an_end_stays() {
        shell.run("ipset create T hash:ip timeout 10");
        shell.run("ipset add T 10.0.0.1");
        shell.run("ipset add T 10.0.0.2 timeout 0");
        shell.run("ipset add T 10.0.0.3 timeout 30");

        host.simulation().advance(Duration.ofMillis(9_500));
        assertEquals(
                List.of("add T 10.0.0.1 timeout 1", "add T 10.0.0.2 timeout 0", "add T 10.0.0.3 timeout 20"),
                entries("T"));
        host.simulation().advance(Duration.ofSeconds(1));

        assertEquals(List.of("add T 10.0.0.2 timeout 0", "add T 10.0.0.3 timeout 19"), entries("T"));
        assertTrue(shell.run("ipset list -t T").contains("Number of entries: 2\n"));
        shell.run("ipset add T 10.0.0.1");
        assertTrue(has("T", "10.0.0.1"));
    }

    @Test
    void a_full_set_refuses_and_one_with_forceadd_gives_up_an_entry() {
        shell.run("ipset create F hash:ip maxelem 2");
        shell.run("ipset create G hash:ip maxelem 2 forceadd");
        for (String set : List.of("F", "G")) {
            shell.run("ipset add " + set + " 10.0.0.1-10.0.0.2");
        }

        assertTrue(refusal("ipset add F 10.0.0.3").contains("Hash is full, cannot add more elements"));
        shell.run("ipset add G 10.0.0.3");

        assertTrue(has("G", "10.0.0.3"));
        assertEquals(2, entries("G").size());
    }

    @Test
    void a_range_is_added_whole_or_not_at_all() {
        shell.run("ipset create F hash:ip maxelem 5");
        shell.run("ipset add F 10.0.0.7");

        refusal("ipset add F 10.0.0.1-10.0.0.9");
        refusal("ipset add F 0.0.0.0/0");
        refusal("ipset add F 10.0.0.0/8");

        assertEquals(List.of("add F 10.0.0.7"), entries("F"));
    }

    @Test
    void a_wildcard_device_is_every_one_whose_name_begins_so() {
        shell.run("ipset create I hash:net,iface");
        shell.run("ipset add I 10.0.0.0/8,veth wildcard");

        assertTrue(has("I", "10.1.2.3,veth7"));
        assertTrue(!has("I", "10.1.2.3,eth0"));
        assertEquals(List.of("add I 10.0.0.0/8,veth wildcard"), entries("I"));
    }

    @Test
    void a_list_keeps_its_order_and_what_it_names() {
        for (String set : List.of("a", "b", "c")) {
            shell.run("ipset create " + set + " hash:ip");
        }
        shell.run("ipset create L list:set");
        shell.run("ipset add L b");
        shell.run("ipset add L a before b");
        shell.run("ipset add L c after a");

        assertEquals(List.of("add L a", "add L c", "add L b"), entries("L"));
        assertTrue(refusal("ipset destroy a").contains("it is in use by a kernel component"));
        assertTrue(refusal("ipset add L L").contains("Sets with list:set type cannot be added"));
        shell.run("ipset del L a");
        shell.run("ipset destroy a");
    }

    @Test
    void swapped_sets_keep_their_names_and_exchange_their_entries() {
        shell.run("ipset create a hash:ip");
        shell.run("ipset create b hash:ip maxelem 7");
        shell.run("ipset create n hash:net");
        shell.run("ipset add a 10.0.0.1");

        shell.run("ipset swap a b");

        assertEquals(List.of("add b 10.0.0.1"), entries("b"));
        assertTrue(shell.run("ipset save a").contains("maxelem 7 "));
        assertTrue(refusal("ipset swap a n").contains("their type does not match"));
        assertTrue(refusal("ipset rename a b").contains("a set with the new name already exists"));
        shell.run("ipset rename a c");
        assertEquals("c\nb\nn\n", shell.run("ipset list -n"));
    }

    @Test
    void a_set_that_a_rule_names_must_be_there_and_stays() {
        assertTrue(
                refusal("iptables -A FORWARD -m set --match-set S src -j DROP").contains("Set S doesn't exist."));
        shell.run("ipset create S hash:ip");
        shell.run("iptables -A FORWARD -m set --match-set S src -j DROP");
        shell.run("iptables -A FORWARD -j SET --add-set S src --del-set S dst");

        assertTrue(shell.run("ipset list S").contains("\nReferences: 3\n"));
        assertTrue(refusal("ipset destroy S").contains("it is in use by a kernel component"));
        assertTrue(refusal("ipset rename S T").contains("it is in use by another system"));
        shell.run("iptables -F");
        shell.run("ipset destroy S");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-m set --match-set S src -j ACCEPT | ",
                "-m set ! --match-set S src,dst -j ACCEPT | ",
                "-m set --set S dst | -m set --match-set S dst",
                "-m set --match-set S dst --bytes-lt 6 ! --packets-eq 5 ! --update-counters"
                        + " | -m set --match-set S dst ! --update-counters ! --packets-eq 5 --bytes-lt 6",
                "-m set --match-set S src --update-counters --return-nomatch"
                        + " | -m set --match-set S src --return-nomatch",
                "-j SET --del-set S src --exist --timeout 60 --add-set S dst,src"
                        + " | -j SET --add-set S dst,src --exist --timeout 60 --del-set S src",
            })
    void a_rule_about_sets_is_printed_in_its_one_form(String typed, String printed) {
        shell.run("ipset create S hash:ip");

        shell.run("iptables -A FORWARD " + typed);

        String expected = printed == null ? typed : printed;
        assertEquals("-P FORWARD ACCEPT\n-A FORWARD " + expected + "\n", shell.run("iptables -S FORWARD"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-m set | You must specify `--match-set'",
                "-m set --match-set S frob | 'src' or 'dst'",
                "-m set --match-set S src,src,src,src,src,src,src | Can't be more src/dst options than 6",
                "-m set --match-set S src ! --return-nomatch | --return-nomatch flag cannot be inverted",
                "-m set --match-set S src --packets-eq 1 --packets-lt 5 | only one of the --packets-[eq|lt|gt]",
                "-m set --match-set S src ! --bytes-gt 1 | --bytes-gt option cannot be inverted",
                "-m set --match-set S src --bytes-gt x | Cannot parse x as a counter value",
                "-j SET | You must specify either",
                "-j SET --del-set S src --timeout 5 | `--timeout' can be used with `--add-set' only",
                "-j SET --map-set S src | You must specify flags",
                "-j SET --map-set S src --map-mark | cannot be used in table filter",
            })
    void a_rule_that_iptables_refuses_is_refused(String typed, String why) {
        shell.run("ipset create S hash:ip");

        assertTrue(
                refusal("iptables -A FORWARD " + typed).contains(why), () -> refusal("iptables -A FORWARD " + typed));
    }

    @Test
    void create_with_exist_takes_the_same_set_and_no_other() {
        shell.run("ipset create S hash:ip");

        shell.run("ipset -exist create S hash:ip hashsize 4096");

        assertTrue(refusal("ipset create S hash:ip").contains("set with the same name already exists"));
        assertTrue(
                refusal("ipset -exist create S hash:ip timeout 5").contains("set with the same name already exists"));
        assertTrue(refusal("ipset -exist create S hash:net").contains("set with the same name already exists"));
    }

    @Test
    void a_step_says_which_entry_decided() {
        shell.run("ipset create N hash:net");
        shell.run("ipset add N 10.0.0.0/8");
        shell.run("ipset add N 10.100.0.0/16 nomatch");
        IpSet nets = host.sets().get("N");

        assertEquals(
                "10.100.0.2 is not in set N, by 10.100.0.0/16 nomatch", nets.explain(ping(), List.of(SetFlag.SRC)));
        assertEquals("10.9.0.1 is in set N, by 10.0.0.0/8", nets.explain(ping(), List.of(SetFlag.DST)));
        shell.run("ipset create P hash:ip,port");
        assertEquals(
                "an element of set P has 2 parts, and the rule names 1",
                host.sets().get("P").explain(ping(), List.of(SetFlag.DST)));
        assertEquals(
                "10.9.0.1,icmp:echo-request is not in set P",
                host.sets().get("P").explain(ping(), List.of(SetFlag.DST, SetFlag.DST)));
    }

    private static SetPacket ping() {
        IcmpEcho echo = new IcmpEcho(false, IpFamily.IPV4, 1, 1, Bytes.EMPTY);
        Packet packet = Packet.of(IpAddress.parse("10.100.0.2"), IpAddress.parse("10.9.0.1"), echo);
        return new SetPacket(packet, "", "eth0", 0, MacAddress.ZERO, MacAddress.ZERO);
    }
}
