package packetwalk.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;

class HeaderChangeTest {

    private static final Packet SYN = Packet.of(
            IpAddress.parse("10.0.2.3"),
            IpAddress.parse("10.3.241.152"),
            new Tcp(40000, 80, 1, 0, Set.of(Tcp.Flag.SYN), Bytes.EMPTY));

    @Test
    void nothingChangedIsNoChange() {
        assertEquals(List.of(), HeaderChange.between(SYN, SYN));
    }

    @Test
    void addressesComeBeforePortsOfTheirSideAndTtlLast() {
        Tcp moved = new Tcp(1024, 8080, 1, 0, Set.of(Tcp.Flag.SYN), Bytes.EMPTY);
        Packet after = new Packet(IpAddress.parse("10.100.0.3"), IpAddress.parse("10.0.1.2"), 63, 0, 0, true, moved);
        assertEquals(
                "[src 10.0.2.3 -> 10.100.0.3, sport 40000 -> 1024, dst 10.3.241.152 -> 10.0.1.2, dport 80 -> 8080,"
                        + " ttl 64 -> 63]",
                HeaderChange.between(SYN, after).toString());
    }
}
