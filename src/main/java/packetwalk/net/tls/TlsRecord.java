package packetwalk.net.tls;

import java.util.Objects;
import java.util.Optional;
import packetwalk.net.Bytes;

/**
 * One record: RFC 5246 6.2.1.
 *
 * @param version as in its header: 0x0301 in a first ClientHello, 0x0303 elsewhere
 * @param fragment at most 2^14 bytes, and 2048 more when it is encrypted
 */
public record TlsRecord(Type type, int version, Bytes fragment) {

    public static final int VERSION_1_0 = 0x0301;
    public static final int VERSION_1_2 = 0x0303;

    /** Bytes that one record carries at most. */
    public static final int MOST_PLAIN = 1 << 14;

    static final int HEADER = 5;
    static final int MOST_ENCRYPTED = MOST_PLAIN + 2048;

    /** What is in it. */
    public enum Type {
        CHANGE_CIPHER_SPEC(20),
        ALERT(21),
        HANDSHAKE(22),
        APPLICATION_DATA(23);

        private final int code;

        Type(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }

        static Optional<Type> of(int code) {
            for (Type each : values()) {
                if (each.code == code) {
                    return Optional.of(each);
                }
            }
            return Optional.empty();
        }
    }

    public TlsRecord {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(fragment, "fragment");
    }

    /** As it lies on the wire. */
    public Bytes wire() {
        return new WireWriter()
                .uint8(type.code())
                .uint16(version)
                .vector16(fragment)
                .bytes();
    }
}
