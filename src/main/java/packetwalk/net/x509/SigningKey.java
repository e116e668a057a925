package packetwalk.net.x509;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import packetwalk.net.Bytes;

/** A private key that signs without chance: of curve P-256, as they are made here, or of RSA, as others make them. */
public final class SigningKey {

    static final String EC_PUBLIC_KEY = "1.2.840.10045.2.1";
    static final String PRIME256V1 = "1.2.840.10045.3.1.7";
    static final String RSA_ENCRYPTION = "1.2.840.113549.1.1.1";
    private static final int P256_BITS = 256;

    private final PrivateKey key;

    private SigningKey(PrivateKey key) {
        this.key = key;
    }

    /** A new key of curve P-256. */
    static SigningKey generate(Random random) {
        byte[] bits = new byte[40];
        random.nextBytes(bits);
        BigInteger secret =
                new BigInteger(1, bits).mod(P256.ORDER.subtract(BigInteger.ONE)).add(BigInteger.ONE);
        return of(secret);
    }

    static SigningKey of(BigInteger secret) {
        byte[] number = secret.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(number.length, 32);
        System.arraycopy(number, number.length - length, fixed, 32 - length, length);
        byte[] sec1 = Der.sequence(
                Der.integer(1), Der.octets(fixed), Der.tagged(1, Der.bits(0, P256.encode(P256.multiply(secret)))));
        return read(pkcs8(EC_PUBLIC_KEY, sec1));
    }

    /** What openssl wrote as {@code EC PRIVATE KEY} or {@code RSA PRIVATE KEY}, as PKCS #8 has it. */
    static byte[] pkcs8(String algorithm, byte[] inner) {
        byte[] parameters = algorithm.equals(EC_PUBLIC_KEY) ? Der.oid(PRIME256V1) : Der.nothing();
        return Der.sequence(Der.integer(0), Der.sequence(Der.oid(algorithm), parameters), Der.octets(inner));
    }

    /**
     * Reads a key of PKCS #8.
     *
     * @throws IllegalArgumentException if it is none of P-256 or RSA
     */
    static SigningKey read(byte[] pkcs8) {
        for (String algorithm : List.of("EC", "RSA")) {
            Optional<PrivateKey> key = readAs(algorithm, pkcs8);
            if (key.isPresent() && isUsable(key.get())) {
                return new SigningKey(key.get());
            }
        }
        throw new IllegalArgumentException("the private key is neither of curve P-256 nor of RSA; use one of those");
    }

    private static Optional<PrivateKey> readAs(String algorithm, byte[] pkcs8) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (GeneralSecurityException another) {
            return Optional.empty();
        }
    }

    private static boolean isUsable(PrivateKey key) {
        return key instanceof RSAPrivateKey
                || (key instanceof ECPrivateKey ec
                        && ec.getParams().getCurve().getField().getFieldSize() == P256_BITS);
    }

    /** Whether signatures are ECDSA; else they are RSA's. */
    public boolean isElliptic() {
        return key instanceof ECPrivateKey;
    }

    /** The signature of {@code message} with SHA-256: ECDSA in DER, or RSA by PKCS #1. */
    public Bytes sign(Bytes message) {
        if (key instanceof ECPrivateKey ec) {
            return Bytes.of(P256.sign(ec.getS(), message.toArray()));
        }
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(message.toArray());
            return Bytes.of(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("a key that cannot sign", e);
        }
    }

    /** Its public half, as a certificate has it (SubjectPublicKeyInfo); only of those that are made here. */
    byte[] publicInfo() {
        BigInteger secret = ((ECPrivateKey) key).getS();
        return Der.sequence(
                Der.sequence(Der.oid(EC_PUBLIC_KEY), Der.oid(PRIME256V1)),
                Der.bits(0, P256.encode(P256.multiply(secret))));
    }

    /** Whether it is the private half of {@code certificate}'s key. */
    boolean fits(X509Certificate certificate) {
        if (key instanceof RSAPrivateKey rsa) {
            return certificate.getPublicKey() instanceof RSAPublicKey other
                    && other.getModulus().equals(rsa.getModulus());
        }
        return certificate.getPublicKey() instanceof ECPublicKey other
                && other.getW().equals(P256.multiply(((ECPrivateKey) key).getS()));
    }

    byte[] encoded() {
        return key.getEncoded();
    }
}
