package packetwalk.linux.ipvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Protocol;
import packetwalk.net.Udp;
import packetwalk.time.Simulation;

/** Whom each scheduler chooses. Real servers are written {@code NAME weight}, in the order of the kernel's list. */
class SchedulerTest {

    private static final ServiceKey KEY = ServiceKey.of(Protocol.UDP, IpAddress.parse("10.3.240.10"), 53);

    private final Map<RealServer, String> names = new HashMap<>();
    private Set<SchedulerFlag> flags = Set.of();

    private static RealServerSpec spec(String address, int weight) {
        return RealServerSpec.masq(IpAddress.parse(address), 8080, weight);
    }

    /** A virtual server whose list is {@code weights}, called A, B, C from the head on. */
    private VirtualServer list(String scheduler, int... weights) {
        Simulation simulation = new Simulation(1);
        VirtualServer service = new VirtualServer(
                VirtualServerSpec.of(KEY, scheduler).with(flags),
                Scheduler.named(scheduler).orElseThrow(),
                new Counters(simulation));
        service.scheduler().begin(service);
        for (int i = weights.length - 1; i >= 0; i--) {
            RealServerSpec spec = spec("10.0." + (i == 1 ? 2 : 1) + "." + (i == 2 ? 3 : 2), weights[i]);
            RealServer server = new RealServer(service, spec, new Counters(simulation));
            names.put(server, String.valueOf((char) ('A' + i)));
            server.update(service, spec, true);
            service.add(server);
        }
        return service;
    }

    private String choose(VirtualServer service, String client, int port) {
        Packet packet = Packet.of(IpAddress.parse(client), KEY.address(), new Udp(port, 53, Bytes.EMPTY));
        RealServer server = service.scheduler().schedule(service, packet).server();
        return server == null ? "-" : names.getOrDefault(server, "?");
    }

    private String choose(VirtualServer service, int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> choose(service, "10.0.2.3", 40_000))
                .collect(Collectors.joining());
    }

    private void weigh(VirtualServer service, int place, int weight) {
        RealServer server = service.servers().get(place);
        server.update(service, RealServerSpec.masq(server.address(), server.port(), weight), false);
        service.edited();
    }

    @Test
    @DisplayName("rr goes around the list; who has no weight is passed by")
    void round_robin() {
        assertEquals("ABCABC", choose(list("rr", 1, 5, 1), 6));
        assertEquals("ACAC", choose(list("rr", 1, 0, 1), 4));
        assertEquals("--", choose(list("rr", 0, 0), 2));
        assertEquals("-", choose(list("rr"), 1));
    }

    @Test
    @DisplayName("rr takes one step back when its last choice is taken away")
    void round_robin_after_removal() {
        VirtualServer service = list("rr", 1, 1, 1);
        assertEquals("AB", choose(service, 2));
        service.remove(service.servers().get(1));
        assertEquals("CAC", choose(service, 3), "it stood on B, steps back to A, and goes on");
        service.remove(service.servers().get(1));
        assertEquals("AA", choose(service, 2));
    }

    @ParameterizedTest
    @DisplayName("wrr: the sequence that the LVS documentation gives for weights 4, 3, 2, and its like")
    @CsvSource({"4,3,2,AABABCABC", "1,1,1,ABCABC", "2,1,1,AABCAABC", "3,0,1,AAACAAAC", "0,0,0,--"})
    void weighted_round_robin(int a, int b, int c, String sequence) {
        assertEquals(sequence, choose(fresh(a, b, c), sequence.length()));
    }

    /** A list that was there before the scheduler. */
    private VirtualServer fresh(int... weights) {
        VirtualServer service = list("rr", weights);
        service.edit(VirtualServerSpec.of(KEY, "wrr"), new WeightedRoundRobin());
        return service;
    }

    @Test
    @DisplayName(
            "wrr that saw its servers come one by one, the lightest first, goes around with a weight of 1 at first")
    void weighted_round_robin_grown() {
        assertEquals("ABCAABABCABC", choose(list("wrr", 4, 3, 2), 12));
    }

    @Test
    @DisplayName("wrr begins at the head again when a weight changes, with what was left of the round")
    void weighted_round_robin_changed() {
        VirtualServer service = fresh(4, 3, 2);
        assertEquals("AAB", choose(service, 3));
        weigh(service, 1, 0);
        assertEquals("AACAACAAC", choose(service, 9));
    }

    @ParameterizedTest
    @DisplayName("by load: each row has active/inactive connections of A, B and C, and whom lc, wlc, sed and nq choose")
    @CsvSource({
        // weights 1, 2, 4
        "0/0, 0/0, 0/0, A, A, C, A",
        "1/0, 0/9, 1/0, B, B, B, B",
        "1/0, 1/0, 1/0, A, C, C, C",
        "0/3, 0/5, 0/8, A, C, C, A",
        "2/0, 2/0, 7/0, A, B, B, B",
        "1/0, 3/0, 7/0, A, A, A, A"
    })
    void least_load(String a, String b, String c, String lc, String wlc, String sed, String nq) {
        Map<String, String> wanted = Map.of("lc", lc, "wlc", wlc, "sed", sed, "nq", nq);
        wanted.forEach((scheduler, chosen) -> {
            VirtualServer service = list(scheduler, 1, 2, 4);
            load(service.servers().get(0), a);
            load(service.servers().get(1), b);
            load(service.servers().get(2), c);
            assertEquals(chosen, choose(service, 1), scheduler);
        });
    }

    private static void load(RealServer server, String connections) {
        String[] parts = connections.split("/");
        int active = Integer.parseInt(parts[0]);
        for (int i = 0; i < active + Integer.parseInt(parts[1]); i++) {
            server.bind(false);
            if (i < active) {
                server.moved(true);
            }
        }
    }

    @Test
    @DisplayName("fo stays with the highest weight; ovf leaves it when it has more connections than weight")
    void highest_weight() {
        VirtualServer failover = list("fo", 1, 3, 2);
        VirtualServer overflow = list("ovf", 1, 3, 2);
        load(failover.servers().get(1), "9/0");
        load(overflow.servers().get(1), "4/0");
        assertEquals("B", choose(failover, 1));
        assertEquals("C", choose(overflow, 1));
        weigh(failover, 1, 0);
        assertEquals("C", choose(failover, 1));
    }

    @ParameterizedTest
    @DisplayName("sh and mh: by address, and with the flag by address and port 40000 (computed apart, in Python)")
    @CsvSource({
        "10.0.2.3, C, B, C, C",
        "10.0.2.4, A, C, B, A",
        "10.0.1.9, B, A, A, C",
        "203.0.113.10, A, C, C, B",
        "192.0.2.1, B, C, B, C",
        "198.51.100.7, C, B, A, C",
        "255.255.255.250, B, C, C, B"
    })
    void hashes(String client, String sh, String shPort, String mh, String mhPort) {
        assertEquals(sh, choose(list("sh", 1, 2, 3), client, 40_000));
        assertEquals(mh, choose(list("mh", 1, 2, 3), client, 40_000));
        flags = EnumSet.of(SchedulerFlag.PORT);
        assertEquals(shPort, choose(list("sh", 1, 2, 3), client, 40_000));
        assertEquals(mhPort, choose(list("mh", 1, 2, 3), client, 40_000));
    }

    @Test
    @DisplayName("hsiphash() of four bytes is what the kernel's own test has (lib/test_siphash.c)")
    void half_sip_hash() {
        assertEquals(0x88d38328, HalfSipHash.hash(0x0706_0504_0302_0100L, 0x0f0e_0d0c_0b0a_0908L, 0x0302_0100));
    }

    @Test
    @DisplayName("mh gives each its share of 4093 places, and a drained server keeps its own")
    void maglev_shares() {
        VirtualServer service = list("mh", 1, 2, 3);
        Map<String, Long> before = shares(service);
        assertEquals(List.of(683L, 1364L, 2046L), List.of(before.get("A"), before.get("B"), before.get("C")));

        weigh(service, 1, 0);
        assertEquals("-", choose(service, clientOf(service, "B"), 1), "without mh-fallback nobody else takes it");
        assertEquals(before, shares(service));
    }

    private String clientOf(VirtualServer service, String wanted) {
        Maglev maglev = (Maglev) service.scheduler();
        for (int i = 1; i < 255; i++) {
            IpAddress client = IpAddress.parse("192.0.2." + i);
            RealServer server = maglev.line(maglev.hash(client, 0, 0));
            if (server != null && wanted.equals(names.get(server))) {
                return client.toString();
            }
        }
        throw new AssertionError("no client of " + wanted);
    }

    private Map<String, Long> shares(VirtualServer service) {
        Maglev maglev = (Maglev) service.scheduler();
        return IntStream.range(0, maglev.size())
                .mapToObj(maglev::line)
                .map(line -> names.getOrDefault(line, "?"))
                .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
    }

    @Test
    @DisplayName("with the flag fallback another server answers for one that cannot, always the same")
    void fallback() {
        flags = EnumSet.of(SchedulerFlag.FALLBACK);
        for (String scheduler : List.of("sh", "mh")) {
            VirtualServer service = list(scheduler, 1, 1, 1);
            String first = choose(service, 1);
            weigh(service, first.charAt(0) - 'A', 0);
            String second = choose(service, 1);
            assertTrue(!second.equals(first) && !second.equals("-"), scheduler + " " + second);
            assertEquals(second.repeat(3), choose(service, 3));
        }
    }

    @Test
    @DisplayName("who has its upper threshold of connections gets no more until three quarters, or the lower one")
    void thresholds() {
        VirtualServer service = list("rr", 1, 1);
        RealServer a = service.servers().get(0);
        a.update(service, new RealServerSpec(a.address(), 8080, ForwardingMethod.MASQ, 1, 4, 0), false);
        load(a, "0/4");
        assertEquals("BB", choose(service, 2));
        a.unbind(false, false);
        assertTrue(a.overloaded(), "3 of 4 are three quarters, and not fewer");
        a.unbind(false, false);
        assertEquals("A", choose(service, 1));
    }
}
