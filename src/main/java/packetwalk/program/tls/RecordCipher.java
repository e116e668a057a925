package packetwalk.program.tls;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import packetwalk.net.Bytes;
import packetwalk.net.tls.TlsAlert;
import packetwalk.net.tls.TlsFault;
import packetwalk.net.tls.TlsReason;
import packetwalk.net.tls.TlsRecord;
import packetwalk.net.tls.WireWriter;

/** One direction's encryption, record by record: AES-128-GCM, RFC 5288. */
final class RecordCipher {

    private static final int NONCE = 8;
    private static final int TAG = 16;

    private final SecretKeySpec key;
    private final Bytes salt;
    private long sequence;

    RecordCipher(Bytes key, Bytes salt) {
        this.key = new SecretKeySpec(key.toArray(), "AES");
        this.salt = salt;
    }

    /** The record that carries {@code plain}. */
    TlsRecord seal(TlsRecord.Type type, Bytes plain) {
        Bytes nonce = new WireWriter().uint64(sequence).bytes();
        Bytes hidden = run(Cipher.ENCRYPT_MODE, nonce, type, plain.length(), plain);
        return new TlsRecord(type, TlsRecord.VERSION_1_2, nonce.plus(hidden));
    }

    /** What a record carries; throws {@link TlsFault} if anybody has changed it. */
    Bytes open(TlsRecord record) {
        int plain = record.fragment().length() - NONCE - TAG;
        if (plain < 0) {
            throw new TlsFault(TlsAlert.BAD_RECORD_MAC, TlsReason.DECRYPTION_FAILED);
        }
        Bytes nonce = record.fragment().slice(0, NONCE);
        Bytes hidden = record.fragment().slice(NONCE, record.fragment().length());
        return run(Cipher.DECRYPT_MODE, nonce, record.type(), plain, hidden);
    }

    private Bytes run(int mode, Bytes nonce, TlsRecord.Type type, int plain, Bytes data) {
        Bytes header = new WireWriter()
                .uint64(sequence++)
                .uint8(type.code())
                .uint16(TlsRecord.VERSION_1_2)
                .uint16(plain)
                .bytes();
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    mode, key, new GCMParameterSpec(TAG * 8, salt.plus(nonce).toArray()));
            cipher.updateAAD(header.toArray());
            return Bytes.of(cipher.doFinal(data.toArray()));
        } catch (GeneralSecurityException e) {
            throw new TlsFault(TlsAlert.BAD_RECORD_MAC, TlsReason.DECRYPTION_FAILED);
        }
    }
}
