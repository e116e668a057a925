package packetwalk.net.x509;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.spec.ECPoint;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The curve secp256r1 as far as a signer needs it: public keys, and signatures without chance (RFC 6979), which the JDK
 * does not make. Not in constant time: its secrets are a simulation's.
 *
 * @see <a href="https://www.secg.org/sec2-v2.pdf">SEC 2, 2.4.2</a>
 */
final class P256 {

    static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    private static final BigInteger P =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
    private static final Point GENERATOR = new Point(
            new BigInteger("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296", 16),
            new BigInteger("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5", 16),
            BigInteger.ONE);
    private static final BigInteger TWO = BigInteger.TWO;
    private static final BigInteger THREE = BigInteger.valueOf(3);
    private static final int BYTES = 32;
    private static final int WINDOW = 4;

    /** Multiples of the generator: for each four bits of a factor those that they can stand for. */
    private static final Point[][] TABLE = table();

    /** A point in Jacobian coordinates (x/z², y/z³); z is 0 for the one at infinity. */
    private record Point(BigInteger x, BigInteger y, BigInteger z) {

        static final Point INFINITY = new Point(BigInteger.ONE, BigInteger.ONE, BigInteger.ZERO);

        private boolean isInfinity() {
            return z.signum() == 0;
        }

        Point twice() {
            if (isInfinity()) {
                return this;
            }
            BigInteger z2 = square(z);
            BigInteger m = times(THREE, times(x.subtract(z2), x.add(z2))); // for a = -3
            BigInteger y2 = square(y);
            BigInteger s = times(x, y2).shiftLeft(2);
            BigInteger x3 = square(m).subtract(s.shiftLeft(1)).mod(P);
            BigInteger y3 =
                    times(m, s.subtract(x3)).subtract(square(y2).shiftLeft(3)).mod(P);
            return new Point(x3, y3, times(TWO, times(y, z)));
        }

        Point plus(Point other) {
            if (isInfinity()) {
                return other;
            }
            if (other.isInfinity()) {
                return this;
            }
            BigInteger z1 = square(z);
            BigInteger z2 = square(other.z);
            BigInteger u1 = times(x, z2);
            BigInteger s1 = times(y, times(z2, other.z));
            BigInteger h = times(other.x, z1).subtract(u1).mod(P);
            BigInteger r = times(other.y, times(z1, z)).subtract(s1).mod(P);
            if (h.signum() == 0) {
                return r.signum() == 0 ? twice() : INFINITY;
            }
            BigInteger h2 = square(h);
            BigInteger h3 = times(h2, h);
            BigInteger v = times(u1, h2);
            BigInteger x3 = square(r).subtract(h3).subtract(v.shiftLeft(1)).mod(P);
            BigInteger y3 = times(r, v.subtract(x3)).subtract(times(s1, h3)).mod(P);
            return new Point(x3, y3, times(h, times(z, other.z)));
        }

        ECPoint affine() {
            BigInteger inverse = z.modInverse(P);
            BigInteger squared = square(inverse);
            return new ECPoint(times(x, squared), times(y, times(squared, inverse)));
        }
    }

    private P256() {}

    private static BigInteger times(BigInteger a, BigInteger b) {
        return a.multiply(b).mod(P);
    }

    private static BigInteger square(BigInteger a) {
        return times(a, a);
    }

    private static Point[][] table() {
        Point[][] table = new Point[BYTES * 8 / WINDOW][1 << WINDOW];
        Point base = GENERATOR;
        for (Point[] row : table) {
            row[0] = Point.INFINITY;
            for (int i = 1; i < row.length; i++) {
                row[i] = row[i - 1].plus(base);
            }
            base = row[row.length - 1].plus(base);
        }
        return table;
    }

    /** The generator times {@code factor}, 1 to the curve's order less one. */
    static ECPoint multiply(BigInteger factor) {
        Point sum = Point.INFINITY;
        for (int i = 0; i < TABLE.length; i++) {
            int digit = factor.shiftRight(i * WINDOW).intValue() & ((1 << WINDOW) - 1);
            sum = sum.plus(TABLE[i][digit]);
        }
        return sum.affine();
    }

    /** A point without compression: 4, x, y; SEC 1, 2.3.3. */
    static byte[] encode(ECPoint point) {
        return Der.join(new byte[] {4}, fixed(point.getAffineX()), fixed(point.getAffineY()));
    }

    private static byte[] fixed(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] target = new byte[BYTES];
        int length = Math.min(bytes.length, BYTES);
        System.arraycopy(bytes, bytes.length - length, target, BYTES - length, length);
        return target;
    }

    /** The ECDSA signature of {@code message} with SHA-256, in DER. */
    static byte[] sign(BigInteger key, byte[] message) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(message);
            BigInteger hash = new BigInteger(1, digest).mod(ORDER);
            Nonces nonces = new Nonces(key, hash);
            while (true) {
                BigInteger k = nonces.next();
                BigInteger r = multiply(k).getAffineX().mod(ORDER);
                BigInteger s =
                        k.modInverse(ORDER).multiply(hash.add(r.multiply(key))).mod(ORDER);
                if (r.signum() != 0 && s.signum() != 0) {
                    return Der.sequence(Der.integer(r), Der.integer(s));
                }
            }
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has SHA-256 and HMAC", e);
        }
    }

    /** Numbers that follow from key and message alone: RFC 6979 3.2. */
    private static final class Nonces {
        private final Mac mac = Mac.getInstance("HmacSHA256");
        private byte[] k = new byte[BYTES];
        private byte[] v = new byte[BYTES];

        Nonces(BigInteger key, BigInteger hash) throws GeneralSecurityException {
            Arrays.fill(v, (byte) 1);
            byte[] seed = Der.join(fixed(key), fixed(hash));
            stir((byte) 0, seed);
            stir((byte) 1, seed);
        }

        private byte[] hmac(byte[]... parts) throws GeneralSecurityException {
            mac.init(new SecretKeySpec(k, "HmacSHA256"));
            return mac.doFinal(Der.join(parts));
        }

        private void stir(byte round, byte[] seed) throws GeneralSecurityException {
            k = hmac(v, new byte[] {round}, seed);
            v = hmac(v);
        }

        BigInteger next() throws GeneralSecurityException {
            while (true) {
                v = hmac(v);
                BigInteger candidate = new BigInteger(1, v);
                if (candidate.signum() > 0 && candidate.compareTo(ORDER) < 0) {
                    return candidate;
                }
                stir((byte) 0, new byte[0]);
            }
        }
    }
}
