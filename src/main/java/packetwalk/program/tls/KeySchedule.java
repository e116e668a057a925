package packetwalk.program.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import packetwalk.net.Bytes;

/** What both sides make of the key that they agreed on: RFC 5246 sections 5, 6.3 and 8.1, RFC 7627. */
final class KeySchedule {

    private static final int MASTER_SECRET = 48;
    private static final int VERIFY_DATA = 12;

    private final Bytes master;
    private final Bytes clientRandom;
    private final Bytes serverRandom;

    private KeySchedule(Bytes master, Bytes clientRandom, Bytes serverRandom) {
        this.master = master;
        this.clientRandom = clientRandom;
        this.serverRandom = serverRandom;
    }

    /** From the random numbers of both. */
    static KeySchedule of(Bytes agreed, Bytes clientRandom, Bytes serverRandom) {
        Bytes master = prf(agreed, "master secret", clientRandom.plus(serverRandom), MASTER_SECRET);
        return new KeySchedule(master, clientRandom, serverRandom);
    }

    /** From all that was said so far: extended master secret. */
    static KeySchedule extended(Bytes agreed, Bytes transcript, Bytes clientRandom, Bytes serverRandom) {
        Bytes master = prf(agreed, "extended master secret", sha256(transcript), MASTER_SECRET);
        return new KeySchedule(master, clientRandom, serverRandom);
    }

    /** The cipher for what the client sends. */
    RecordCipher clientWrites() {
        Bytes block = block();
        return new RecordCipher(block.slice(0, 16), block.slice(32, 36));
    }

    /** The cipher for what the server sends. */
    RecordCipher serverWrites() {
        Bytes block = block();
        return new RecordCipher(block.slice(16, 32), block.slice(36, 40));
    }

    private Bytes block() {
        return prf(master, "key expansion", serverRandom.plus(clientRandom), 40);
    }

    /** What a program writes where {@code SSLKEYLOGFILE} says, so that Wireshark can read along: draft-ietf-tls-keylogfile. */
    String keyLog() {
        HexFormat hex = HexFormat.of();
        return "CLIENT_RANDOM " + hex.formatHex(clientRandom.toArray()) + " " + hex.formatHex(master.toArray());
    }

    /** What a Finished message proves, by who sends it: {@code client} or {@code server}. */
    Bytes verifyData(String side, Bytes transcript) {
        return prf(master, side + " finished", sha256(transcript), VERIFY_DATA);
    }

    private static Bytes sha256(Bytes data) {
        try {
            return Bytes.of(MessageDigest.getInstance("SHA-256").digest(data.toArray()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** {@code P_SHA256}. */
    static Bytes prf(Bytes secret, String label, Bytes seed, int length) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.toArray(), "HmacSHA256"));
            byte[] labelled = Bytes.of(label.getBytes(StandardCharsets.US_ASCII))
                    .plus(seed)
                    .toArray();
            byte[] a = labelled;
            Bytes out = Bytes.EMPTY;
            while (out.length() < length) {
                a = mac.doFinal(a);
                mac.update(a);
                out = out.plus(Bytes.of(mac.doFinal(labelled)));
            }
            return Bytes.of(Arrays.copyOf(out.toArray(), length));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HMAC-SHA256", e);
        }
    }
}
