package packetwalk.program.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import packetwalk.Cluster;
import packetwalk.Inside;
import packetwalk.fabric.Fabric;
import packetwalk.fabric.Machine;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.net.DnsData;
import packetwalk.net.DnsMessage;
import packetwalk.net.DnsMessage.Rcode;
import packetwalk.net.DnsName;
import packetwalk.net.DnsRecord;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.PerFamily;
import packetwalk.program.dns.Resolution.Fault;
import packetwalk.tools.Shell;
import packetwalk.trace.Topology;

/** What getaddrinfo(3) asks and says; the lists of questions were recorded from glibc 2.36 (Debian 12). */
class ResolverTest {

    private static final Owner PROCESS = new Owner(7, "test");
    private static final String SERVER = "172.17.0.3";

    private final Cluster world = cluster()
            .dockerHost("10.100.0.2")
            .container("client")
            .container("server")
            .up();
    private final NetworkNamespace client = Inside.namespace(world.container("client"));
    private final NetworkNamespace server = Inside.namespace(world.container("server"));
    private final List<String> asked = new ArrayList<>();

    /** A server that answers every question about a name with one code, and others with {@code otherwise}. */
    private void answerAll(Map<String, Rcode> codes, Optional<Rcode> otherwise) {
        server.sockets().udp().bind(PROCESS, IpAddress.ANY_V4, 53, (socket, from, packet, data) -> {
            DnsMessage query = DnsMessage.read(data);
            String name = query.questions().get(0).name().toString().replaceAll("\\.$", "");
            asked.add(name + " " + query.questions().get(0).type());
            Optional.ofNullable(codes.get(name))
                    .or(() -> otherwise)
                    .map(code -> query.reply(Set.of(), code, List.of(), List.of(), List.of()))
                    .ifPresent(answer -> socket.send(from, answer.wire()));
        });
    }

    private Resolution resolve(String name, int ndots) {
        ResolvConf conf = ResolvConf.parse("nameserver " + SERVER + "\nsearch one two\noptions ndots:" + ndots + "\n");
        return Resolver.resolve(client, new NameService(Hosts.LOCALHOST, Optional.of(conf)), PROCESS, name);
    }

    private double seconds(Runnable action) {
        long before = client.simulation().now();
        action.run();
        return Math.round((client.simulation().now() - before) / 1e8) / 10.0;
    }

    @ParameterizedTest
    @CsvSource({
        "web, 5, NXDOMAIN, EAI_NONAME, web.one web.two web",
        "web, 5, NOERROR, EAI_NODATA, web.one web.two web",
        "web, 5, SERVFAIL, EAI_AGAIN, web.one web.one web.two web.two web web",
        "web, 5, REFUSED, EAI_AGAIN, web.one web.one web web",
        "a.b, 1, NXDOMAIN, EAI_NONAME, a.b a.b.one a.b.two",
        "a.b, 5, NXDOMAIN, EAI_NONAME, a.b.one a.b.two a.b",
        "a.b., 5, NXDOMAIN, EAI_NONAME, a.b",
    })
    void the_search_list_is_gone_through_as_glibc_goes(
            String name, int ndots, Rcode code, Fault fault, String questions) {
        answerAll(Map.of(), Optional.of(code));
        assertEquals(Optional.of(fault), resolve(name, ndots).fault());
        List<String> expected = new ArrayList<>();
        for (String each : questions.split(" ")) {
            expected.addAll(List.of(each + " A", each + " AAAA"));
        }
        assertEquals(expected, asked);
    }

    @Test
    void a_no_data_on_the_way_is_what_is_said_in_the_end() {
        answerAll(Map.of("web.one", Rcode.NOERROR), Optional.of(Rcode.NXDOMAIN));
        assertEquals(Optional.of(Fault.EAI_NODATA), resolve("web", 5).fault());
    }

    @Test
    void a_server_failure_on_the_way_makes_it_temporary() {
        answerAll(Map.of("web.one", Rcode.SERVFAIL), Optional.of(Rcode.NXDOMAIN));
        assertEquals(Optional.of(Fault.EAI_AGAIN), resolve("web", 5).fault());
    }

    @Test
    void a_silent_server_is_asked_twice_for_five_seconds_each_and_then_for_the_name_as_typed() {
        answerAll(Map.of(), Optional.empty());
        double took = seconds(() ->
                assertEquals(Optional.of(Fault.EAI_AGAIN), resolve("web", 5).fault()));
        assertEquals(20.0, took);
        assertEquals(
                List.of(
                        "web.one A",
                        "web.one AAAA",
                        "web.one A",
                        "web.one AAAA",
                        "web A",
                        "web AAAA",
                        "web A",
                        "web AAAA"),
                asked);
    }

    @Test
    void silence_about_the_name_as_typed_is_what_is_said_though_the_list_is_tried_after_it() {
        answerAll(Map.of("a.b.one", Rcode.NXDOMAIN, "a.b.two", Rcode.NXDOMAIN), Optional.empty());
        double took = seconds(() ->
                assertEquals(Optional.of(Fault.EAI_AGAIN), resolve("a.b", 1).fault()));
        assertEquals(10.0, took);
        assertEquals(
                "[a.b A, a.b AAAA, a.b A, a.b AAAA, a.b.one A, a.b.one AAAA, a.b.two A, a.b.two AAAA]",
                asked.toString());
    }

    @Test
    void where_nobody_listens_the_failure_comes_at_once() {
        double took = seconds(() ->
                assertEquals(Optional.of(Fault.EAI_AGAIN), resolve("web", 5).fault()));
        assertEquals(0.0, took);
    }

    @Test
    void what_comes_from_another_address_than_was_asked_is_not_heard() {
        ResolvConf conf = ResolvConf.parse("nameserver 172.17.0.1\n");
        Inside.namespace(world.dockerHost("host-1"))
                .sockets()
                .udp()
                .bind(
                        PROCESS,
                        IpAddress.ANY_V4,
                        53,
                        (socket, from, packet, data) -> server.sockets()
                                .udp()
                                .bind(PROCESS, IpAddress.ANY_V4, 0, (any, peer, received, bytes) -> asked.add("heard"))
                                .send(from, data));
        NameService names = new NameService(Hosts.LOCALHOST, Optional.of(conf));
        assertEquals(
                Optional.of(Fault.EAI_AGAIN),
                Resolver.resolve(client, names, PROCESS, "web").fault());
    }

    @Test
    void the_files_come_before_DNS() {
        Hosts hosts = Hosts.parse("# mine\n127.0.0.1\tlocalhost\n::1 localhost\n10.0.1.2\tserver-1 # here\nnonsense\n");
        NameService names = new NameService(hosts, Optional.empty());
        assertEquals(
                "127.0.0.1",
                Resolver.resolve(client, names, PROCESS, "LocalHost")
                        .addresses()
                        .get(0)
                        .toString());
        assertEquals(
                "[10.0.1.2]",
                Resolver.resolve(client, names, PROCESS, "server-1").addresses().toString());
        assertEquals(
                Optional.of(Fault.EAI_NONAME),
                Resolver.resolve(client, names, PROCESS, "other").fault());
    }

    @Test
    void an_answer_that_was_cut_is_asked_for_again_by_TCP_and_the_order_of_addresses_is_chance() {
        DnsName name = DnsName.of("many.one");
        List<DnsRecord> records = new ArrayList<>();
        for (int i = 1; i <= 60; i++) {
            records.add(new DnsRecord(name, 30, new DnsData.Address(IpAddress.parse("10.0.1." + i))));
        }
        new DnsServer(53, List.of(new RecordZone(DnsName.of("one"), records)), List.of()).start(server, PROCESS);
        List<IpAddress> found = resolve("many", 5).addresses();
        assertEquals(60, found.size());
        assertTrue(found.stream().allMatch(each -> each.family() == IpFamily.IPV4));
        assertFalse(resolve("many", 5).addresses().equals(found));
    }

    @Test
    void a_name_of_no_zone_is_asked_for_elsewhere_and_refused_where_there_is_no_elsewhere() {
        DnsName name = DnsName.of("example.com");
        RecordZone zone = new RecordZone(
                DnsName.of("com"),
                List.of(new DnsRecord(name, 300, new DnsData.Address(IpAddress.parse("203.0.113.10")))));
        NetworkNamespace host = Inside.namespace(world.dockerHost("host-1"));
        new DnsServer(53, List.of(zone), List.of()).start(host, PROCESS);
        Endpoint upstream = new Endpoint(IpAddress.parse("10.100.0.2"), 53);
        RecordZone own = new RecordZone(
                DnsName.of("one"),
                List.of(new DnsRecord(
                        DnsName.of("out.one"), 30, new DnsData.Name(packetwalk.net.DnsType.CNAME, name))));
        new DnsServer(53, List.of(own), List.of(upstream)).start(server, PROCESS);

        assertEquals("[203.0.113.10]", resolve("example.com", 1).addresses().toString());
        assertEquals("[203.0.113.10]", resolve("out", 5).addresses().toString());
        String refused =
                Dig.run(client, NameService.LOCAL, "@10.100.0.2 other.org").output();
        assertTrue(refused.contains("status: REFUSED"), refused);
        assertEquals(
                "203.0.113.10\n",
                Dig.run(client, NameService.LOCAL, "@" + SERVER + " +short example.com")
                        .output());
    }

    @Test
    void resolv_conf_is_read_as_glibc_reads_it() {
        ResolvConf conf = ResolvConf.parse("""
                ; old
                nameserver 10.3.240.10
                nameserver 10.3.240.11
                nameserver x
                search a
                search default.svc.cluster.local svc.cluster.local
                options ndots:5 timeout:99 edns0
                """);
        assertEquals(2, conf.nameservers().size());
        assertEquals(List.of("default.svc.cluster.local", "svc.cluster.local"), conf.search());
        assertEquals(5, conf.ndots());
        assertEquals(30, conf.timeoutSeconds());
        assertEquals(2, conf.attempts());
        assertEquals(conf, ResolvConf.parse(conf.text()));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.1.2 10.0.2.2, 10.0.2.2 10.0.1.2",
        "10.0.1.2 10.0.3.2, 10.0.1.2 10.0.3.2",
        "10.0.3.2 10.0.1.2, 10.0.3.2 10.0.1.2",
        "10.0.2.9 10.0.2.2, 10.0.2.2 10.0.2.9",
        "10.0.1.2 10.0.2.130 10.0.2.2 10.0.5.1, 10.0.2.2 10.0.2.130 10.0.1.2 10.0.5.1",
        "127.0.0.1 10.0.2.2, 127.0.0.1 10.0.2.2",
        "10.0.1.2 10.0.2.3, 10.0.2.3 10.0.1.2",
        "10.0.1.2 169.254.1.1, 10.0.1.2 169.254.1.1",
        "169.254.1.1 10.0.1.2 127.0.0.9, 127.0.0.9 10.0.1.2 169.254.1.1",
    })
    void addresses_are_sorted_as_glibc_sorts_them_on_a_host_with_10_0_2_3(String answer, String sorted) {
        world.container("client").ip("addr add 10.0.2.3/24 dev veth0");
        List<IpAddress> addresses =
                List.of(answer.split(" ")).stream().map(IpAddress::parse).toList();
        String order = AddressOrder.of(client, addresses).stream()
                .map(IpAddress::toString)
                .collect(Collectors.joining(" "));
        assertEquals(sorted, order);
    }

    /** Recorded from glibc 2.36 on a host with 10.0.2.3/24, with fd00:10:0:2::3/64, or with both, and default routes. */
    @ParameterizedTest
    @CsvSource({
        "46, 10.3.0.1 fd00:10:3::1, fd00:10:3::1 10.3.0.1",
        "46, 10.0.1.2 fd00:10:0:1::2 2001:db8::1, fd00:10:0:1::2 10.0.1.2 2001:db8::1",
        "46, fd00:10:0:2::9 fd00:10:0:1::2 fd00:10:0:2::4, fd00:10:0:2::4 fd00:10:0:2::9 fd00:10:0:1::2",
        "46, 2001:db8::1 10.3.0.1, 10.3.0.1 2001:db8::1",
        "46, 2001:db8::1 fd00:10:0:1::2, fd00:10:0:1::2 2001:db8::1",
        "46, ::1 127.0.0.1 fd00:10:0:1::2 10.0.1.2, ::1 fd00:10:0:1::2 127.0.0.1 10.0.1.2",
        "46, 127.0.0.1 ::1, ::1 127.0.0.1",
        "46, 10.0.1.2 10.0.2.9 fd00:10:0:2::9, fd00:10:0:2::9 10.0.2.9 10.0.1.2",
        "46, 169.254.1.1 fd00:10:0:2::9 10.0.1.2, fd00:10:0:2::9 10.0.1.2 169.254.1.1",
        "4, fd00:10:0:1::2 10.0.1.2, 10.0.1.2 fd00:10:0:1::2",
        "6, 10.0.1.2 fd00:10:0:1::2, fd00:10:0:1::2 10.0.1.2",
        "6, 10.0.1.2 2001:db8::1, 2001:db8::1 10.0.1.2",
        "46, 2002:a00:1::1 10.0.1.2, 10.0.1.2 2002:a00:1::1",
        "46, fd00:10:0:3::7 fd00:10:0:1::2 fd00:10:0:2::1, fd00:10:0:2::1 fd00:10:0:3::7 fd00:10:0:1::2",
    })
    void addresses_of_both_families_are_sorted_as_glibc_sorts_them(String families, String answer, String sorted) {
        Fabric fabric = new Fabric(1, families.equals("4"));
        Machine host = fabric.addMachine("host", Topology.Kind.NODE);
        List<String> own = new ArrayList<>();
        if (families.contains("4")) {
            own.add("10.0.2.3/24");
        }
        if (families.contains("6")) {
            own.add("fd00:10:0:2::3/64");
        }
        fabric.connect(
                host, "veth1", PerFamily.parse(String.join(",", own), InterfaceAddress::parse), fabric.segment("lan"));
        Shell shell = new Shell(host.host());
        if (families.contains("4")) {
            shell.run("ip route add default via 10.0.2.1");
        }
        if (families.contains("6")) {
            shell.run("ip -6 route add default via fd00:10:0:2::1");
        }
        List<IpAddress> addresses =
                List.of(answer.split(" ")).stream().map(IpAddress::parse).toList();

        String order = AddressOrder.of(host.host(), addresses).stream()
                .map(IpAddress::toString)
                .collect(Collectors.joining(" "));

        assertEquals(sorted, order);
    }
}
