package packetwalk.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import packetwalk.net.DnsMessage.Flag;
import packetwalk.net.DnsMessage.Rcode;

/** DNS messages as values and as bytes. */
class DnsMessageTest {

    private static final DnsName WEB = DnsName.of("web.default.svc.cluster.local");
    private static final DnsMessage QUERY = DnsMessage.query(4711, new DnsQuestion(WEB, DnsType.A));

    private static DnsRecord address(DnsName name, String address) {
        return new DnsRecord(name, 30, new DnsData.Address(IpAddress.parse(address)));
    }

    private static DnsMessage answer(List<DnsRecord> answers) {
        return QUERY.reply(Set.of(Flag.AA), Rcode.NOERROR, answers, List.of(), List.of());
    }

    @Test
    void a_question_has_the_bytes_that_RFC_1035_gives_it() {
        String wire = HexFormat.of().formatHex(QUERY.wire().toArray());
        assertEquals(
                "12670100000100000000000003776562076465666175" + "6c740373766307636c7573746572056c6f63616c0000010001",
                wire);
        assertEquals(QUERY, DnsMessage.read(QUERY.wire()));
    }

    @Test
    void every_kind_of_record_is_read_as_it_was_written() {
        DnsName host = DnsName.of("web-0.web.default.svc.cluster.local");
        DnsRecord soa = new DnsRecord(
                DnsName.of("cluster.local"),
                30,
                new DnsData.Soa(
                        DnsName.of("ns.dns.cluster.local"), DnsName.of("hostmaster.cluster.local"), 7, 1, 2, 3, 4));
        DnsMessage message = QUERY.reply(
                        Set.of(Flag.AA, Flag.RA),
                        Rcode.NXDOMAIN,
                        List.of(
                                address(WEB, "10.3.241.152"),
                                address(WEB, "fd00::1:2"),
                                new DnsRecord(WEB, 0, new DnsData.Srv(0, 50, 80, host)),
                                new DnsRecord(WEB, 1, new DnsData.Name(DnsType.CNAME, host)),
                                new DnsRecord(WEB, 1, new DnsData.Other(DnsType.TXT, Bytes.of("\\u0001x")))),
                        List.of(soa),
                        List.of(address(host, "10.0.1.2")))
                .withEdns(1232);
        assertEquals(message, DnsMessage.read(message.wire()));
        assertEquals(1232, message.edns().orElseThrow().udpSize());
    }

    @Test
    void a_name_that_came_before_is_pointed_at_except_in_SRV() {
        int once = answer(List.of(address(WEB, "10.0.0.1"))).wire().length();
        int twice = answer(List.of(address(WEB, "10.0.0.1"), address(WEB, "10.0.0.2")))
                .wire()
                .length();
        assertEquals(16, twice - once);
        int srv = answer(List.of(new DnsRecord(WEB, 0, new DnsData.Srv(0, 100, 80, WEB))))
                .wire()
                .length();
        assertEquals(once - 4 + 6 + 31, srv);
    }

    @ParameterizedTest
    @CsvSource({
        "126701000001000000000000c00c00010001, points from 12 to 12",
        "12670100000100000000000003776562, in the middle of a name",
        "1267, the header alone has 12",
        "126701000001000000000000800000010001, neither a length nor a pointer",
        "1267010000010000000000000000010003, class 3 is not IN",
        "1267810f000000000000000000, rcode 15",
    })
    void what_is_no_message_is_refused_with_the_reason(String hex, String reason) {
        Bytes wire = Bytes.of(HexFormat.of().parseHex(hex));
        String said = assertThrows(IllegalArgumentException.class, () -> DnsMessage.read(wire))
                .getMessage();
        assertTrue(said.contains(reason), said);
    }

    @Test
    void whatever_the_bytes_are_reading_ends_with_a_message_or_one_fault() {
        Random random = new Random(11);
        byte[] good = answer(List.of(address(WEB, "10.0.0.1"))).wire().toArray();
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good.clone();
            for (int change = random.nextInt(6); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                DnsMessage.read(Bytes.of(bytes));
            } catch (IllegalArgumentException refused) {
                assertTrue(refused.getMessage().contains("DNS"), refused.getMessage());
            }
        }
    }

    @Test
    void what_does_not_fit_is_cut_between_records_and_says_so() {
        List<DnsRecord> many = new ArrayList<>();
        for (int i = 1; i <= 60; i++) {
            many.add(address(WEB, "10.0.1." + i));
        }
        DnsMessage cut = answer(many).fitting(512);
        assertTrue(cut.has(Flag.TC));
        assertTrue(
                cut.wire().length() <= 512 && cut.wire().length() + 16 > 512,
                cut.wire().toString());
        assertFalse(answer(many).fitting(1232).has(Flag.TC));
    }

    @Test
    void names_are_compared_without_regard_to_case_and_keep_theirs() {
        assertEquals(DnsName.of("WEB.default.SVC.cluster.local."), WEB);
        assertEquals("WEB.x.", DnsName.of("WEB.x").toString());
        assertTrue(WEB.isIn(DnsName.of("Cluster.Local")));
        assertFalse(DnsName.of("mycluster.local").isIn(DnsName.of("cluster.local")));
        assertEquals(
                "152.241.3.10.in-addr.arpa.",
                DnsName.reverse(IpAddress.parse("10.3.241.152")).toString());
        String v6 = DnsName.reverse(IpAddress.parse("fd00::1")).toString();
        assertTrue(v6.startsWith("1.0.0.0.") && v6.endsWith(".0.0.d.f.ip6.arpa."), v6);
    }

    @ParameterizedTest
    @CsvSource({"a..b, no length", "'', ''"})
    void a_name_without_a_form_on_the_wire_is_refused(String text, String reason) {
        if (reason.isEmpty()) {
            assertEquals(DnsName.ROOT, DnsName.of(text));
            return;
        }
        String said = assertThrows(IllegalArgumentException.class, () -> DnsName.of(text))
                .getMessage();
        assertTrue(said.contains(reason), said);
    }

    @Test
    void a_datagram_of_port_53_reads_as_tcpdump_has_it_and_any_other_as_its_length() {
        Udp question = new Udp(40_000, 53, QUERY.wire());
        assertEquals(
                "10.0.2.3.40000 > 10.3.240.10.53: DNS 4711+ A? web.default.svc.cluster.local. (47)",
                question.summary("10.0.2.3", "10.3.240.10"));
        DnsMessage no = QUERY.reply(Set.of(Flag.AA), Rcode.NXDOMAIN, List.of(), List.of(), List.of());
        assertEquals("4711 NXDomain*- q: A? web.default.svc.cluster.local. 0/0/0", no.toString());
        assertEquals(
                "4711*- q: A? web.default.svc.cluster.local. 2/0/0 A 10.0.0.1, A 10.0.0.2",
                answer(List.of(address(WEB, "10.0.0.1"), address(WEB, "10.0.0.2")))
                        .toString());
        assertEquals("a.1 > b.53: UDP, length 4", new Udp(1, 53, Bytes.of("ping")).summary("a", "b"));
        assertEquals("a.1 > b.5353: UDP, length 47", new Udp(1, 5353, QUERY.wire()).summary("a", "b"));
    }
}
