package packetwalk.program.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Random;
import javax.crypto.KeyAgreement;
import packetwalk.net.Bytes;
import packetwalk.net.tls.TlsAlert;
import packetwalk.net.tls.TlsFault;
import packetwalk.net.tls.TlsReason;

/**
 * One side's half of a key that two agree on: X25519, RFC 7748. A process makes one and keeps it, as OpenSSL did until 1.1:
 * to make one for each connection would cost more than all that the connection carries.
 */
final class EphemeralKey {

    private static final int BYTES = 32;
    private static final BigInteger BASE_POINT = BigInteger.valueOf(9);

    private final PrivateKey secret;
    private final Bytes publicHalf;

    EphemeralKey(Random random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        try {
            secret = KeyFactory.getInstance("X25519")
                    .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, bytes));
            publicHalf = Bytes.of(agree(BASE_POINT));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has X25519", e);
        }
    }

    /** What the other side is sent. */
    Bytes publicHalf() {
        return publicHalf;
    }

    /** The key that both sides have when each knows the other's public half. */
    Bytes agree(Bytes other) {
        if (other.length() != BYTES) {
            throw new TlsFault(TlsAlert.ILLEGAL_PARAMETER, TlsReason.WRONG_CURVE);
        }
        byte[] bytes = other.toArray();
        bytes[BYTES - 1] &= 0x7f;
        try {
            return Bytes.of(agree(new BigInteger(1, reversed(bytes))));
        } catch (GeneralSecurityException e) {
            throw new TlsFault(TlsAlert.ILLEGAL_PARAMETER, TlsReason.WRONG_CURVE);
        }
    }

    private byte[] agree(BigInteger u) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(secret);
        agreement.doPhase(
                KeyFactory.getInstance("X25519").generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, u)),
                true);
        return agreement.generateSecret();
    }

    /** The curve's numbers lie the other way round on the wire. */
    private static byte[] reversed(byte[] bytes) {
        byte[] target = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            target[i] = bytes[bytes.length - 1 - i];
        }
        return target;
    }
}
