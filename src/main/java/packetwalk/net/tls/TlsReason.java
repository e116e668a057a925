package packetwalk.net.tls;

import java.util.Locale;

/** What a side finds wrong, by OpenSSL's numbers and words: include/openssl/sslerr.h. */
public enum TlsReason {
    BAD_SIGNATURE(123, "bad signature"),
    DIGEST_CHECK_FAILED(149, "digest check failed"),
    EXCESSIVE_MESSAGE_SIZE(152, "excessive message size"),
    HTTP_REQUEST(156, "http request"),
    LENGTH_TOO_SHORT(160, "length too short"),
    NO_SHARED_CIPHER(193, "no shared cipher"),
    PACKET_LENGTH_TOO_LONG(198, "packet length too long"),
    NO_APPLICATION_PROTOCOL(235, "no application protocol"),
    UNEXPECTED_MESSAGE(244, "unexpected message"),
    UNSUPPORTED_PROTOCOL(258, "unsupported protocol"),
    WRONG_CIPHER_RETURNED(261, "wrong cipher returned"),
    WRONG_VERSION_NUMBER(267, "wrong version number"),
    DECRYPTION_FAILED(281, "decryption failed or bad record mac"),
    UNEXPECTED_EOF(294, "unexpected eof while reading"),
    WRONG_CURVE(378, "wrong curve");

    private static final int LIBRARY_SSL = 20 << 23;
    private static final int ALERTS = 1000;

    private final int number;
    private final String words;

    TlsReason(int number, String words) {
        this.number = number;
        this.words = words;
    }

    /** As {@code ERR_error_string()} prints it. */
    public String text() {
        return text(number, words);
    }

    /** The same for an alert that the other side sent. */
    public static String text(TlsAlert alert) {
        boolean old = alert.code() <= TlsAlert.ILLEGAL_PARAMETER.code();
        boolean bare = alert == TlsAlert.UNSUPPORTED_EXTENSION || alert == TlsAlert.UNRECOGNIZED_NAME;
        String prefix = old ? "sslv3 alert " : bare ? "tlsv1 " : "tlsv1 alert ";
        return text(ALERTS + alert.code(), prefix + alert.words());
    }

    private static String text(int number, String words) {
        return String.format(Locale.ROOT, "error:%08X:SSL routines::%s", LIBRARY_SSL | number, words);
    }

    @Override
    public String toString() {
        return words;
    }
}
