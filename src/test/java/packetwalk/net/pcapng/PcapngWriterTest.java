package packetwalk.net.pcapng;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import packetwalk.net.Bytes;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;
import packetwalk.net.pcapng.EnhancedPacket.Reception;

/** Each kind of block, byte by byte, as draft-ietf-opsawg-pcapng draws it. */
class PcapngWriterTest {

    private static final Interface CARD = new Interface("n/eth0", "", Optional.empty(), List.of());

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PcapngWriter writer = new PcapngWriter(out, new Section("", "", "", ""));

    PcapngWriterTest() throws IOException {}

    /** What was written since the last time, in hexadecimal. */
    private String written() {
        String hex = HexFormat.of().formatHex(out.toByteArray());
        out.reset();
        return hex;
    }

    private static EnhancedPacket packet(int device, List<String> comments) {
        return new EnhancedPacket(
                device,
                Instant.ofEpochSecond(1_767_225_600L, 5),
                Bytes.of("abcde"),
                7,
                false,
                Reception.BROADCAST,
                9,
                comments);
    }

    @Test
    void a_section_begins_with_the_magic_number_of_its_byte_order_and_an_unknown_length() {
        assertEquals("0a0d0d0a" + "1c000000" + "4d3c2b1a" + "01000000" + "ffffffffffffffff" + "1c000000", written());
    }

    @Test
    void what_a_section_says_of_itself_are_options() throws IOException {
        written();
        new PcapngWriter(out, new Section("hw", "os", "app", "why"));
        assertEquals(
                "0a0d0d0a" + "40000000" + "4d3c2b1a" + "01000000" + "ffffffffffffffff"
                        + "01000300" + "77687900" + "02000200" + "68770000" + "03000200" + "6f730000" + "04000300"
                        + "61707000" + "00000000" + "40000000",
                written());
    }

    @Test
    void an_interface_has_a_name_addresses_and_a_clock_of_nanoseconds() throws IOException {
        written();
        Interface card = new Interface(
                "n/eth0",
                "nic",
                Optional.of(MacAddress.parse("02:42:0a:64:00:02")),
                List.of(InterfaceAddress.parse("10.100.0.2/24"), InterfaceAddress.parse("fd00::2/64")));
        assertEquals(0, writer.add(card));
        assertEquals(
                "01000000" + "64000000" + "01000000" + "00000400"
                        + "02000600" + "6e2f657468300000" + "03000300" + "6e696300"
                        + "04000800" + "0a640002" + "ffffff00"
                        + "05001100" + "fd000000000000000000000000000002" + "40000000"
                        + "06000600" + "02420a6400020000"
                        + "09000100" + "09000000" + "00000000" + "64000000",
                written());
        assertEquals(1, writer.add(card));
    }

    @Test
    void a_packet_says_where_when_how_much_of_it_and_which_way() throws IOException {
        writer.add(CARD);
        written();
        writer.write(packet(0, List.of("one", "two")));
        assertEquals(
                "06000000" + "50000000" + "00000000"
                        + nanos(1_767_225_600_000_000_005L)
                        + "05000000" + "07000000" + "6162636465000000"
                        + "01000300" + "6f6e6500" + "01000300" + "74776f00"
                        + "02000400" + "0d000000" + "05000800" + "0900000000000000" + "00000000" + "50000000",
                written());
    }

    /** The upper half first, each little-endian. */
    private static String nanos(long value) {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(Integer.reverseBytes((int) (value >>> 32)))
                + hex.toHexDigits(Integer.reverseBytes((int) value));
    }

    @Test
    void names_are_records_of_their_family_ended_by_zeros() throws IOException {
        written();
        writer.names(Map.of(IpAddress.parse("10.0.1.2"), "web"));
        assertEquals(
                "04000000" + "1c000000" + "01000800" + "0a000102" + "77656200" + "00000000" + "1c000000", written());
        writer.names(Map.of());
        assertEquals("", written());
    }

    @Test
    void keys_are_the_text_of_a_key_log() throws IOException {
        written();
        writer.keys("CLIENT_RANDOM 00 11\n");
        assertEquals(
                "0a000000" + "28000000" + "4b534c54" + "14000000"
                        + HexFormat.of().formatHex("CLIENT_RANDOM 00 11\n".getBytes(StandardCharsets.US_ASCII))
                        + "28000000",
                written());
        writer.keys("");
        assertEquals("", written());
    }

    @Test
    void a_comment_that_does_not_fit_is_cut_between_characters() throws IOException {
        writer.add(CARD);
        written();
        writer.write(packet(0, List.of("\u00e9".repeat(40_000))));
        String hex = written();
        assertTrue(hex.contains("0100feff" + "c3a9c3a9"), hex.substring(0, 120));
    }

    @Test
    void an_interface_that_nobody_described_is_refused() {
        Throwable refused = assertThrows(IllegalArgumentException.class, () -> writer.write(packet(0, List.of())));
        assertEquals("interface 0 was not described; there are 0", refused.getMessage());
    }

    @Test
    void more_than_there_is_cannot_have_been_captured() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new EnhancedPacket(0, Instant.EPOCH, Bytes.zeros(3), 2, true, Reception.UNKNOWN, 0, List.of()));
    }
}
