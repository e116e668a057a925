package packetwalk.net.tls;

import java.util.Optional;
import packetwalk.net.Bytes;

/** What one side tells the other when it ends a connection: RFC 5246 7.2, RFC 6066 9, RFC 7301 3.2. */
public enum TlsAlert {
    CLOSE_NOTIFY(0, "close notify"),
    UNEXPECTED_MESSAGE(10, "unexpected message"),
    BAD_RECORD_MAC(20, "bad record mac"),
    RECORD_OVERFLOW(22, "record overflow"),
    HANDSHAKE_FAILURE(40, "handshake failure"),
    BAD_CERTIFICATE(42, "bad certificate"),
    UNSUPPORTED_CERTIFICATE(43, "unsupported certificate"),
    CERTIFICATE_REVOKED(44, "certificate revoked"),
    CERTIFICATE_EXPIRED(45, "certificate expired"),
    CERTIFICATE_UNKNOWN(46, "certificate unknown"),
    ILLEGAL_PARAMETER(47, "illegal parameter"),
    UNKNOWN_CA(48, "unknown ca"),
    ACCESS_DENIED(49, "access denied"),
    DECODE_ERROR(50, "decode error"),
    DECRYPT_ERROR(51, "decrypt error"),
    PROTOCOL_VERSION(70, "protocol version"),
    INSUFFICIENT_SECURITY(71, "insufficient security"),
    INTERNAL_ERROR(80, "internal error"),
    USER_CANCELED(90, "user cancelled"),
    NO_RENEGOTIATION(100, "no renegotiation"),
    UNSUPPORTED_EXTENSION(110, "unsupported extension"),
    UNRECOGNIZED_NAME(112, "unrecognized name"),
    NO_APPLICATION_PROTOCOL(120, "no application protocol");

    private static final int LEVEL_WARNING = 1;
    private static final int LEVEL_FATAL = 2;

    private final int code;
    private final String words;

    TlsAlert(int code, String words) {
        this.code = code;
        this.words = words;
    }

    /** Its number on the wire. */
    public int code() {
        return code;
    }

    /** In lower case, as OpenSSL says it. */
    public String words() {
        return words;
    }

    /** Level and description: {@code close_notify} is a warning, all others here are fatal. */
    public Bytes wire() {
        int level = this == CLOSE_NOTIFY ? LEVEL_WARNING : LEVEL_FATAL;
        return Bytes.of(new byte[] {(byte) level, (byte) code});
    }

    /** The alert in a record's fragment; empty if it is none that is known. */
    public static Optional<TlsAlert> read(Bytes fragment) {
        if (fragment.length() == 2) {
            for (TlsAlert each : values()) {
                if (each.code == fragment.uint8(1)) {
                    return Optional.of(each);
                }
            }
        }
        return Optional.empty();
    }
}
