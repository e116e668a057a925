package packetwalk.net;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Bytes that came in piece by piece and wait to be read: what a reader of a stream keeps until a whole thing is there. */
public final class ByteQueue {

    private byte[] content = new byte[512];
    private int from;
    private int to;
    private int scanned;

    /** Puts {@code more} behind what waits. */
    public void add(Bytes more) {
        if (to + more.length() > content.length) {
            int waiting = to - from;
            byte[] target = waiting + more.length() > content.length
                    ? new byte[Math.max(2 * content.length, waiting + more.length())]
                    : content;
            System.arraycopy(content, from, target, 0, waiting);
            content = target;
            scanned -= from;
            from = 0;
            to = waiting;
        }
        more.copyTo(content, to);
        to += more.length();
    }

    /** How many wait. */
    public int length() {
        return to - from;
    }

    public boolean isEmpty() {
        return from == to;
    }

    /** The byte at {@code index} of those that wait, 0 to 255. */
    public int uint8(int index) {
        if (index < 0 || index >= length()) {
            throw new IndexOutOfBoundsException("byte " + index + " of " + length() + " that wait");
        }
        return content[from + index] & 0xff;
    }

    /** Takes the first {@code count}, of which there must be so many. */
    public Bytes take(int count) {
        if (count < 0 || count > length()) {
            throw new IndexOutOfBoundsException(count + " bytes of " + length() + " that wait");
        }
        Bytes taken = Bytes.of(Arrays.copyOfRange(content, from, from + count));
        advance(count);
        return taken;
    }

    /** Takes the next line, without the line feed (and a carriage return before it); empty until it has come whole. */
    public Optional<String> takeLine() {
        for (int i = Math.max(from, scanned); i < to; i++) {
            if (content[i] == '\n') {
                int end = i > from && content[i - 1] == '\r' ? i - 1 : i;
                String line = new String(content, from, end - from, StandardCharsets.UTF_8);
                advance(i + 1 - from);
                return Optional.of(line);
            }
        }
        scanned = to;
        return Optional.empty();
    }

    private void advance(int count) {
        from += count;
        scanned = from;
        if (from == to) {
            from = 0;
            to = 0;
            scanned = 0;
        }
    }

    @Override
    public String toString() {
        return length() + " bytes waiting";
    }
}
