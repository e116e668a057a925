package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import packetwalk.linux.socket.Owner;
import packetwalk.net.DnsData;
import packetwalk.net.DnsName;
import packetwalk.net.DnsRecord;
import packetwalk.net.IpAddress;
import packetwalk.program.dns.DnsServer;
import packetwalk.program.dns.Hosts;
import packetwalk.program.dns.NameService;
import packetwalk.program.dns.RecordZone;
import packetwalk.program.dns.ResolvConf;
import packetwalk.trace.Outcome;
import packetwalk.trace.Walk;

/** A name that is typed where an address could be: looking it up takes packets, and they are part of the walk. */
class NamesByPacketTest {

    private final Cluster world = cluster()
            .dockerHost("10.100.0.2")
            .container("client")
            .container("dns")
            .container("web")
            .listen(8080)
            .up();
    private final Container client = world.container("client");

    NamesByPacketTest() {
        DnsRecord web = new DnsRecord(
                DnsName.of("web.lab"),
                30,
                new DnsData.Address(world.container("web").address()));
        RecordZone lab = new RecordZone(DnsName.of("lab"), List.of(web));
        RecordZone nothing = new RecordZone(DnsName.ROOT, List.of());
        new DnsServer(DnsServer.PORT, List.of(lab, nothing), List.of())
                .start(world.container("dns").namespace(), new Owner(1, "coredns"));
        ask(world.container("dns").address());
    }

    private void ask(IpAddress nameserver) {
        ResolvConf conf = new ResolvConf(List.of(nameserver), List.of("lab"), List.of("ndots:5"));
        client.world().names.put(client.namespace(), new NameService(Hosts.LOCALHOST, Optional.of(conf)));
    }

    @Test
    void the_look_up_is_walked_with_the_request_and_the_request_is_what_is_shown_in_full() {
        Walk walk = client.get("http://web:8080/");
        assertTrue(walk.answered(), walk::text);
        assertTrue(walk.reached("dns"), walk::text);
        String text = walk.text().replaceAll("\\s+", " ");
        assertTrue(text.contains("A? web.lab."), walk::text);
        assertTrue(text.contains("AAAA? web.lab."), walk::text);
        assertTrue(text.contains("1/0/0 A " + world.container("web").address()), walk::text);
        assertTrue(walk.asReceived().orElseThrow().summary().contains(".8080: TCP [S]"), walk::text);
    }

    @Test
    void without_its_server_the_name_cannot_be_looked_up_and_the_walk_says_so() {
        world.container("dns").kill();
        Walk walk = client.get("http://web:8080/");
        assertEquals(Outcome.Kind.UNREACHABLE, walk.outcome().kind());
        assertEquals("curl: (6) Could not resolve host: web", walk.outcome().text());
        assertEquals(
                "ping: web: Temporary failure in name resolution",
                client.ping("web").outcome().text());
    }

    @Test
    void a_name_that_is_not_there_is_told_from_one_that_nobody_could_be_asked_for() {
        assertEquals(
                "ping: nobody: Name or service not known",
                client.ping("nobody").outcome().text());
        assertEquals(
                "ping: web: Name or service not known (nothing answers DNS here)",
                world.container("web").ping("web").outcome().text());
        assertTrue(world.container("web").ping("localhost").answered());
    }

    @Test
    void dig_and_nslookup_print_what_was_answered() {
        String address = world.container("web").address().toString();
        assertEquals(address + "\n", client.dig("+short web.lab").output());
        assertTrue(client.dig("web.lab").output().contains("web.lab.\t30\tIN\tA\t" + address));
        assertTrue(client.nslookup("web").output().contains("Name:\tweb.lab\nAddress: " + address));
        assertEquals(address, client.sh("dig +short web.lab").text());
        assertTrue(client.sh("nslookup web.lab").text().contains("Address: " + address));
        assertTrue(client.nslookup("x").output().contains("** server can't find x: NXDOMAIN"));
    }

    @Test
    void nslookup_calls_an_address_without_a_name_by_the_name_that_it_asked_for() {
        assertEquals(
                "** server can't find 9.2.0.192.in-addr.arpa: NXDOMAIN\n\n",
                client.nslookup("192.0.2.9").output());
        assertEquals(
                "** server can't find x.lab: NXDOMAIN",
                client.nslookup("x.lab.").output().lines().skip(3).findFirst().orElse(""));
    }
}
