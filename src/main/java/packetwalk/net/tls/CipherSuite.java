package packetwalk.net.tls;

import java.util.Optional;

/** What both sides can speak here: the keys are agreed on by ECDHE, everything is encrypted by AES-128-GCM. */
public enum CipherSuite {
    ECDHE_ECDSA(0xc02b, "ECDHE-ECDSA-AES128-GCM-SHA256"),
    ECDHE_RSA(0xc02f, "ECDHE-RSA-AES128-GCM-SHA256");

    private final int code;
    private final String openssl;

    CipherSuite(int code, String openssl) {
        this.code = code;
        this.openssl = openssl;
    }

    public int code() {
        return code;
    }

    static Optional<CipherSuite> of(int code) {
        for (CipherSuite each : values()) {
            if (each.code == code) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** As OpenSSL calls it. */
    @Override
    public String toString() {
        return openssl;
    }
}
