package packetwalk.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import packetwalk.net.ProxyHeader.Version;

/** PROXY protocol headers: those of haproxy's specification, what is cut short, and what is none. */
class ProxyHeaderTest {

    private static final ProxyHeader.Read SPEC = ProxyHeader.read(
                    Bytes.of("PROXY TCP4 255.255.255.255 255.255.255.254 65535 1\r\nGET"))
            .orElseThrow();

    private static Bytes hex(String digits) {
        return Bytes.of(HexFormat.of().parseHex(digits.replace(" ", "")));
    }

    @Test
    void the_text_form_is_read_and_what_follows_is_the_clients() {
        ProxyHeader.Connection connection = SPEC.header().connection().orElseThrow();
        assertEquals("255.255.255.255:65535 -> 255.255.255.254:1", connection.toString());
        assertEquals(52, SPEC.length());
        assertEquals(Version.V1, SPEC.header().version());
    }

    @Test
    void the_text_form_is_written_as_the_specification_has_it() {
        ProxyHeader header =
                ProxyHeader.of(Version.V1, IpAddress.parse("192.168.0.1"), 56324, IpAddress.parse("192.168.0.11"), 443);
        assertEquals(
                "PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n",
                header.bytes().text());
        assertEquals(
                "PROXY UNKNOWN\r\n",
                new ProxyHeader(Version.V1, Optional.empty()).bytes().text());
    }

    @Test
    void the_binary_form_is_written_byte_by_byte() {
        ProxyHeader header =
                ProxyHeader.of(Version.V2, IpAddress.parse("203.0.113.9"), 51072, IpAddress.parse("35.184.97.156"), 80);
        assertEquals(hex("0d0a0d0a000d0a515549540a 21 11 000c cb007109 23b8619c c780 0050"), header.bytes());
        assertEquals(hex("0d0a0d0a000d0a515549540a 20 00 0000"), new ProxyHeader(Version.V2, Optional.empty()).bytes());
    }

    @Test
    void additional_fields_of_the_binary_form_are_passed_over() {
        Bytes withTlv = hex("0d0a0d0a000d0a515549540a 21 11 0011 cb007109 23b8619c c780 0050 04 0002 abcd 474554");
        ProxyHeader.Read read = ProxyHeader.read(withTlv).orElseThrow();
        assertEquals(33, read.length());
        assertEquals(80, read.header().connection().orElseThrow().dstPort());
    }

    @Test
    void a_local_command_and_unknown_families_speak_of_nobody() {
        for (String rest : new String[] {
            "20 11 000c cb007109 23b8619c c780 0050", "21 00 0000", "21 12 000c cb007109 23b8619c c780 0050"
        }) {
            assertTrue(ProxyHeader.read(hex("0d0a0d0a000d0a515549540a" + rest))
                    .orElseThrow()
                    .header()
                    .connection()
                    .isEmpty());
        }
        assertTrue(ProxyHeader.read(Bytes.of("PROXY UNKNOWN ffff:f...f:ffff 65535 65535\r\n"))
                .orElseThrow()
                .header()
                .connection()
                .isEmpty());
    }

    @Test
    void every_header_is_read_back_and_every_beginning_of_it_asks_for_more() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            boolean v4 = random.nextBoolean();
            Version version = random.nextBoolean() ? Version.V1 : Version.V2;
            ProxyHeader header = ProxyHeader.of(
                    version, address(random, v4), random.nextInt(65536), address(random, v4), random.nextInt(65536));
            Bytes bytes = header.bytes();
            assertEquals(
                    new ProxyHeader.Read(header, bytes.length()),
                    ProxyHeader.read(bytes.plus(Bytes.of("rest"))).orElseThrow());
            for (int length = 0; length < bytes.length(); length++) {
                assertFalse(ProxyHeader.read(bytes.slice(0, length)).isPresent(), header::toString);
            }
        }
    }

    private static IpAddress address(Random random, boolean v4) {
        return v4 ? IpAddress.ofV4(random.nextInt()) : IpAddress.ofV6(random.nextLong(), random.nextLong());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.5 1\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.5 1 2 3\r\n",
                "PROXY TCP4 1.2.3.4  1.2.3.5 1 2\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.256 1 2\r\n",
                "PROXY TCP4 01.2.3.4 1.2.3.5 1 2\r\n",
                "PROXY TCP4 ::1 ::2 1 2\r\n",
                "PROXY TCP6 1.2.3.4 1.2.3.5 1 2\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.5 01 2\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.5 1 65536\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.5 -1 2\r\n",
                "PROXY UDP4 1.2.3.4 1.2.3.5 1 2\r\n",
                "PROXY \r\n",
                "proxy TCP4 1.2.3.4 1.2.3.5 1 2\r\n",
                "PROXY UNKNOWN .............................................................................................................\r\n"
            })
    void what_is_no_header_is_refused(String text) {
        IllegalArgumentException fault =
                assertThrows(IllegalArgumentException.class, () -> ProxyHeader.read(Bytes.of(text)));
        assertTrue(String.valueOf(fault.getMessage()).startsWith("malformed PROXY header: "), fault::getMessage);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "11 11 000c cb007109 23b8619c c780 0050",
                "22 11 0000",
                "21 11 000b cb007109 23b8619c c780 00",
                "21 21 000c cb007109 23b8619c c780 0050"
            })
    void a_binary_header_of_another_version_command_or_length_is_refused(String rest) {
        assertThrows(IllegalArgumentException.class, () -> ProxyHeader.read(hex("0d0a0d0a000d0a515549540a" + rest)));
    }

    @Test
    void any_bytes_are_a_header_or_ask_for_more_or_are_refused() {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            byte[] junk = new byte[random.nextInt(60)];
            random.nextBytes(junk);
            Bytes prefix = switch (random.nextInt(3)) {
                case 0 -> Bytes.of("PROXY ");
                case 1 -> hex("0d0a0d0a000d0a515549540a21");
                default -> Bytes.EMPTY;
            };
            try {
                ProxyHeader.read(prefix.plus(Bytes.of(junk)));
            } catch (IllegalArgumentException refused) {
                assertTrue(String.valueOf(refused.getMessage()).contains("malformed PROXY header"), refused::toString);
            }
        }
    }
}
