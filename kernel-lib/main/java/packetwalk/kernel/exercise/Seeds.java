package packetwalk.kernel.exercise;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Where the numbers come from that situations are drawn from. */
public final class Seeds {

    private Seeds() {}

    /** One situation's own: neither the order of checks nor other exercises have a say in it. */
    static long of(long seed, String exercise, String check, int number) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
            String words = exercise + "/" + check + "/" + number;
            return ByteBuffer.wrap(digest.digest(words.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (GeneralSecurityException missing) {
            throw new AssertionError("every JDK has SHA-256", missing);
        }
    }

    /**
     * Whose turn it is in one of a check's {@code times} situations: each has another, in an order that the seed chooses, so that nobody knows by counting
     * what is asked.
     */
    static int turn(long seed, String exercise, String check, int number, int times) {
        List<Integer> turns = new ArrayList<>(IntStream.range(0, times).boxed().toList());
        Collections.shuffle(turns, new Random(of(seed, exercise, check, -1)));
        return turns.get(number);
    }

    /**
     * A learner's own variant: who does not know the course's key cannot tell another's.
     *
     * @param courseKey kept by the instructor, in no notebook
     * @param learner whatever the course calls them
     */
    public static long ofLearner(String courseKey, String learner) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(courseKey.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return ByteBuffer.wrap(mac.doFinal(learner.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (GeneralSecurityException missing) {
            throw new AssertionError("every JDK has HmacSHA256", missing);
        }
    }
}
