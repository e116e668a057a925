package packetwalk.net.x509;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/** Writes certificates of version 3: RFC 5280 section 4. */
final class CertificateWriter {

    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
    private static final String COMMON_NAME = "2.5.4.3";
    private static final String SUBJECT_KEY_ID = "2.5.29.14";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String SUBJECT_ALT_NAME = "2.5.29.17";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String AUTHORITY_KEY_ID = "2.5.29.35";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

    private final CertificateSpec spec;
    private final SigningKey key;
    private final BigInteger serial;

    CertificateWriter(CertificateSpec spec, SigningKey key, Random random) {
        this.spec = spec;
        this.key = key;
        this.serial = new BigInteger(120, random).setBit(120);
    }

    /** One that signs others, and itself. */
    X509Certificate root() {
        List<byte[]> extensions = new ArrayList<>();
        extensions.add(extension(BASIC_CONSTRAINTS, true, Der.sequence(Der.bool(true))));
        extensions.add(extension(KEY_USAGE, true, Der.bits(1, new byte[] {0x06}))); // keyCertSign, cRLSign
        extensions.add(extension(SUBJECT_KEY_ID, false, Der.octets(keyId(key))));
        return write(name(spec.subject()), key, extensions);
    }

    /** A server's that nobody vouches for: what {@code openssl req -x509} makes. */
    X509Certificate selfSigned() {
        List<byte[]> extensions = new ArrayList<>();
        extensions.add(extension(BASIC_CONSTRAINTS, true, Der.sequence(Der.bool(true))));
        extensions.add(extension(SUBJECT_KEY_ID, false, Der.octets(keyId(key))));
        extensions.add(extension(AUTHORITY_KEY_ID, false, Der.sequence(Der.value(0x80, keyId(key)))));
        alternativeNames(extensions);
        return write(name(spec.subject()), key, extensions);
    }

    /** A server's that {@code issuer} vouches for. */
    X509Certificate signedBy(KeyedCertificate issuer) {
        List<byte[]> extensions = new ArrayList<>();
        extensions.add(extension(BASIC_CONSTRAINTS, true, Der.sequence()));
        extensions.add(extension(KEY_USAGE, true, Der.bits(7, new byte[] {(byte) 0x80}))); // digitalSignature
        extensions.add(extension(EXTENDED_KEY_USAGE, false, Der.sequence(Der.oid(SERVER_AUTH))));
        extensions.add(extension(SUBJECT_KEY_ID, false, Der.octets(keyId(key))));
        extensions.add(extension(AUTHORITY_KEY_ID, false, Der.sequence(Der.value(0x80, keyId(issuer.key())))));
        alternativeNames(extensions);
        return write(issuer.certificate().getSubjectX500Principal().getEncoded(), issuer.key(), extensions);
    }

    private void alternativeNames(List<byte[]> extensions) {
        if (spec.names().isEmpty()) {
            return;
        }
        byte[][] names = spec.names().stream()
                .map(name -> IpAddress.isAddress(name)
                        ? Der.value(0x87, bytes(IpAddress.parse(name)))
                        : Der.value(0x82, name.getBytes(StandardCharsets.US_ASCII)))
                .toArray(byte[][]::new);
        extensions.add(extension(SUBJECT_ALT_NAME, false, Der.sequence(names)));
    }

    private static byte[] bytes(IpAddress address) {
        ByteBuffer buffer = ByteBuffer.allocate(address.family() == IpFamily.IPV4 ? 4 : 16);
        if (address.family() == IpFamily.IPV4) {
            return buffer.putInt((int) address.low()).array();
        }
        return buffer.putLong(address.high()).putLong(address.low()).array();
    }

    private X509Certificate write(byte[] issuer, SigningKey signer, List<byte[]> extensions) {
        byte[] signed = Der.sequence(
                Der.tagged(0, Der.integer(2)),
                Der.integer(serial),
                ECDSA_WITH_SHA256,
                issuer,
                Der.sequence(Der.time(spec.from()), Der.time(spec.until())),
                name(spec.subject()),
                key.publicInfo(),
                Der.tagged(3, Der.sequence(extensions.toArray(byte[][]::new))));
        byte[] signature = signer.sign(Bytes.of(signed)).toArray();
        return Certificates.read(Der.sequence(signed, ECDSA_WITH_SHA256, Der.bits(0, signature)));
    }

    private static byte[] name(String commonName) {
        return Der.sequence(Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.utf8(commonName))));
    }

    private static byte[] extension(String oid, boolean critical, byte[] value) {
        return critical
                ? Der.sequence(Der.oid(oid), Der.bool(true), Der.octets(value))
                : Der.sequence(Der.oid(oid), Der.octets(value));
    }

    /** The SHA-1 of the public key: RFC 5280 4.2.1.2 (1). */
    private static byte[] keyId(SigningKey key) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(key.publicInfo());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has SHA-1", e);
        }
    }
}
