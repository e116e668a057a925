package packetwalk.proxy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash in kube-proxy's names of chains: the beginning of the base 32 form of SHA-256. */
public final class ShortHash {

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private ShortHash() {}

    /** The first {@code length} characters, five bits each; 50 at most. */
    public static String of(String text, int length) {
        byte[] digest = sha256(text);
        StringBuilder hash = new StringBuilder();
        for (int bit = 0; bit < length * 5; bit += 5) {
            int twoBytes = (digest[bit / 8] & 0xff) << 8 | (digest[bit / 8 + 1] & 0xff);
            hash.append(BASE32.charAt(twoBytes >>> (11 - bit % 8) & 31));
        }
        return hash.toString();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
