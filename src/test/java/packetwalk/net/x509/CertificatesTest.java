package packetwalk.net.x509;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import packetwalk.net.Bytes;

/** Certificates that are made here, read by the JDK; and those that openssl made, read here. */
class CertificatesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Random random = new Random(1);

    private static String file(String name) throws IOException {
        try (InputStream file = CertificatesTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sample, efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716,"
                + " f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
        "test, f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367,"
                + " 019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083",
    })
    void a_signature_is_that_of_RFC_6979_A_2_5(String message, String r, String s) {
        BigInteger key = new BigInteger("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721", 16);
        byte[] expected = Der.sequence(Der.integer(new BigInteger(r, 16)), Der.integer(new BigInteger(s, 16)));
        byte[] signature = P256.sign(key, message.getBytes(StandardCharsets.US_ASCII));
        assertEquals(HexFormat.of().formatHex(expected), HexFormat.of().formatHex(signature));
    }

    @Test
    void the_JDK_verifies_what_is_signed_here() throws Exception {
        for (int i = 0; i < 10; i++) {
            KeyedCertificate own = KeyedCertificate.selfSigned(CertificateSpec.of("a.b", NOW), random);
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(own.certificate().getPublicKey());
            verifier.update(new byte[] {1, 2, (byte) i});
            assertTrue(verifier.verify(
                    own.key().sign(Bytes.of(new byte[] {1, 2, (byte) i})).toArray()));
        }
    }

    @Test
    void a_certificate_says_for_whom_how_long_and_who_signed_it() throws Exception {
        CertificateAuthority authority = CertificateAuthority.create("Lab Root", NOW, random);
        Instant late = Instant.parse("2051-02-03T04:05:06Z");
        KeyedCertificate issued = authority.issue(
                new CertificateSpec("testhost.com", List.of("testhost.com", "*.foo.com", "192.0.2.7"), NOW, late));
        X509Certificate certificate = issued.certificate();
        assertDoesNotThrow(() -> certificate.verify(authority.certificate().getPublicKey()));
        assertEquals("CN=testhost.com", certificate.getSubjectX500Principal().getName());
        assertEquals("CN=Lab Root", certificate.getIssuerX500Principal().getName());
        assertEquals(Date.from(NOW), certificate.getNotBefore());
        assertEquals(Date.from(late), certificate.getNotAfter());
        assertEquals(List.of("testhost.com", "*.foo.com", "192.0.2.7"), Certificates.names(certificate));
        assertEquals(-1, certificate.getBasicConstraints());
        assertEquals(Integer.MAX_VALUE, authority.certificate().getBasicConstraints());
        assertEquals(List.of("1.3.6.1.5.5.7.3.1"), certificate.getExtendedKeyUsage());
    }

    @Test
    void a_pair_is_written_as_PEM_and_read_again() {
        KeyedCertificate own = KeyedCertificate.selfSigned(CertificateSpec.of("a.b", NOW), random);
        KeyedCertificate read = KeyedCertificate.read(own.certificatePem(), own.keyPem());
        assertEquals(own.chain(), read.chain());
        assertEquals(own.keyPem(), read.keyPem());
    }

    @Test
    void what_openssl_wrote_is_read_in_each_of_its_forms() throws IOException {
        KeyedCertificate ec = KeyedCertificate.read(file("ec.crt"), file("ec.key"));
        assertEquals(List.of("ec.test", "*.ec.test"), Certificates.names(ec.certificate()));
        assertEquals("ec.test", Certificates.commonName(ec.certificate().getSubjectX500Principal()));
        KeyedCertificate rsa = KeyedCertificate.read(file("rsa.crt"), file("rsa.key"));
        assertEquals(List.of("rsa.test"), Certificates.names(rsa.certificate()));
        assertEquals(
                rsa.keyPem(),
                KeyedCertificate.read(file("rsa.crt"), file("rsa.pkcs8.key")).keyPem());
    }

    @Test
    void what_does_not_belong_together_or_is_no_PEM_is_refused() throws IOException {
        String certificate = file("ec.crt");
        String other = file("rsa.key");
        assertThrows(IllegalArgumentException.class, () -> KeyedCertificate.read(certificate, other));
        assertThrows(IllegalArgumentException.class, () -> KeyedCertificate.read("hello", other));
        assertThrows(IllegalArgumentException.class, () -> KeyedCertificate.read(certificate, certificate));
        assertThrows(
                IllegalArgumentException.class, () -> KeyedCertificate.read(certificate.replace("MII", "AAA"), other));
        assertThrows(
                IllegalArgumentException.class,
                () -> new CertificateSpec("a", List.of(), NOW, NOW.minus(Duration.ofDays(1))));
    }

    @ParameterizedTest
    @CsvSource({
        "foo.com, foo.com, true",
        "FOO.com, foo.COM, true",
        "foo.com, bar.foo.com, false",
        "*.foo.com, bar.foo.com, true",
        "*.foo.com, foo.com, false",
        "*.foo.com, a.bar.foo.com, false",
        "*.com, foo.com, false",
        "f*.com, foo.com, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.70, false",
        "foo.com, foo.com., true",
    })
    void a_name_stands_for_a_host(String name, String host, boolean stands) {
        assertEquals(stands, Certificates.matches(name, host));
    }
}
