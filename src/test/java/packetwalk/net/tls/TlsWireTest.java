package packetwalk.net.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import packetwalk.net.Bytes;

/** Records and messages of TLS 1.2 as values and as bytes. */
class TlsWireTest {

    private static final ClientHello HELLO = new ClientHello(
            TlsRecord.VERSION_1_2,
            Bytes.zeros(32),
            List.of(CipherSuite.ECDHE_ECDSA.code(), CipherSuite.ECDHE_RSA.code()),
            Optional.of("testhost.com"),
            List.of("http/1.1"),
            List.of(NamedGroup.X25519, NamedGroup.SECP256R1),
            true);
    private static final ServerHello ANSWER = new ServerHello(
            TlsRecord.VERSION_1_2, Bytes.zeros(32), CipherSuite.ECDHE_ECDSA, Optional.of("http/1.1"), true, true);

    private static Bytes record(Handshake message) {
        return new TlsRecord(TlsRecord.Type.HANDSHAKE, TlsRecord.VERSION_1_2, message.wire()).wire();
    }

    private static Handshake read(Bytes wire) {
        TlsRecords records = new TlsRecords();
        HandshakeMessages messages = new HandshakeMessages();
        records.add(wire);
        for (Optional<TlsRecord> next = records.next(); next.isPresent(); next = records.next()) {
            messages.add(next.get().fragment());
        }
        return messages.next().orElseThrow().message();
    }

    @Test
    void a_hello_has_the_bytes_that_RFC_5246_and_RFC_6066_give_it() {
        String wire = HexFormat.of().formatHex(record(HELLO).toArray());
        assertTrue(
                wire.startsWith("160303007801000074" + "0303" + "00".repeat(32) + "00" + "0004c02bc02f" + "0100"),
                wire);
        // server_name: a list of one host_name
        assertTrue(wire.contains("00000011" + "000f" + "00" + "000c" + "74657374686f73742e636f6d"), wire);
        assertTrue(wire.contains("0010000b" + "0009" + "08" + "687474702f312e31"), wire);
    }

    @Test
    void every_message_is_read_as_it_was_written() {
        List<Handshake> messages = List.of(
                HELLO,
                ANSWER,
                new Handshake.Certificate(List.of(Bytes.zeros(500), Bytes.zeros(3))),
                new Handshake.ServerKeyExchange(NamedGroup.X25519, Bytes.zeros(32), 0x0403, Bytes.zeros(70)),
                new Handshake.ServerHelloDone(),
                new Handshake.ClientKeyExchange(Bytes.zeros(32)),
                new Handshake.Finished(Bytes.zeros(12)));
        for (Handshake message : messages) {
            assertEquals(message, read(record(message)));
        }
    }

    @Test
    void a_message_may_come_in_several_records() {
        Bytes wire = HELLO.wire();
        Bytes split = new TlsRecord(TlsRecord.Type.HANDSHAKE, TlsRecord.VERSION_1_2, wire.slice(0, 10))
                .wire()
                .plus(new TlsRecord(TlsRecord.Type.HANDSHAKE, TlsRecord.VERSION_1_2, wire.slice(10, wire.length()))
                        .wire());
        assertEquals(HELLO, read(split));
    }

    @Test
    void what_is_no_record_is_refused() {
        TlsRecords records = new TlsRecords();
        records.add(Bytes.of("HTTP/1.1 400 Bad Request"));
        assertEquals(
                TlsReason.WRONG_VERSION_NUMBER,
                assertThrows(TlsFault.class, records::next).reason());
    }

    @Test
    void whatever_comes_is_a_message_or_refused() {
        byte[] good = record(HELLO).plus(record(ANSWER)).toArray();
        for (int seed = 0; seed < 20_000; seed++) {
            Random chance = new Random(seed);
            byte[] bytes = good.clone();
            for (int i = chance.nextInt(6); i >= 0; i--) {
                bytes[chance.nextInt(bytes.length)] = (byte) chance.nextInt(256);
            }
            try {
                TlsRecords records = new TlsRecords();
                HandshakeMessages messages = new HandshakeMessages();
                records.add(Bytes.of(bytes));
                for (Optional<TlsRecord> next = records.next(); next.isPresent(); next = records.next()) {
                    messages.add(next.get().fragment());
                }
                for (var next = messages.next(); next.isPresent(); next = messages.next()) {
                    assertTrue(next.get().wire().length() >= 4);
                }
            } catch (TlsFault refused) {
                assertTrue(refused.reason().text().startsWith("error:0A"), "seed " + seed);
            }
        }
    }
}
