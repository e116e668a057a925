package packetwalk.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProtocolTest {

    @Test
    void a_protocol_is_found_by_its_names_and_by_its_number() {
        assertSame(Protocol.TCP, Protocol.named("TCP").orElseThrow());
        assertSame(Protocol.TCP, Protocol.named("6").orElseThrow());
        assertSame(Protocol.ICMPV6, Protocol.named("icmpv6").orElseThrow());
        assertEquals("mobility-header", Protocol.named("mh").orElseThrow().toString());
        assertEquals("253", Protocol.of(253).toString());
        assertEquals(Optional.empty(), Protocol.named("256"));
        assertEquals(Optional.empty(), Protocol.named("nosuch"));
    }

    @Test
    void a_service_is_a_port_of_the_protocols_that_it_is_listed_for() {
        assertEquals(Optional.of(80), Services.port("http", Protocol.TCP));
        assertEquals(Optional.of(80), Services.port("www", Protocol.TCP));
        assertEquals(Optional.empty(), Services.port("http", Protocol.SCTP));
        assertEquals("domain", Services.name(53, Protocol.UDP));
        assertEquals("12", Services.name(12, Protocol.UDP));
    }
}
