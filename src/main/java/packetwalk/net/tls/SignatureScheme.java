package packetwalk.net.tls;

/** Numbers of ways to sign: RFC 5246 7.4.1.4.1, hash and signature. */
public final class SignatureScheme {

    public static final int RSA_PKCS1_SHA256 = 0x0401;
    public static final int ECDSA_SECP256R1_SHA256 = 0x0403;

    private SignatureScheme() {}
}
