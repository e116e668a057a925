package packetwalk.net;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Immutable payload bytes. */
public final class Bytes {

    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** A copy of {@code content}. */
    public static Bytes of(byte[] content) {
        return content.length == 0 ? EMPTY : new Bytes(content.clone());
    }

    /** The UTF-8 form of {@code text}. */
    public static Bytes of(String text) {
        return text.isEmpty() ? EMPTY : new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code count} zero bytes: ballast where only the length matters, as in ping. */
    public static Bytes zeros(int count) {
        return count == 0 ? EMPTY : new Bytes(new byte[count]);
    }

    public int length() {
        return content.length;
    }

    /** The byte at {@code index}, 0 to 255. */
    public int uint8(int index) {
        return content[index] & 0xff;
    }

    /** The two bytes from {@code index} on, in the order of the network. */
    public int uint16(int index) {
        return uint8(index) << 8 | uint8(index + 1);
    }

    /** The four bytes from {@code index} on, in the order of the network. */
    public long uint32(int index) {
        return (long) uint8(index) << 24 | uint8(index + 1) << 16 | uint8(index + 2) << 8 | uint8(index + 3);
    }

    public boolean isEmpty() {
        return content.length == 0;
    }

    /** Bytes {@code from} (inclusive) to {@code to} (exclusive). */
    public Bytes slice(int from, int to) {
        return from == 0 && to == content.length ? this : of(Arrays.copyOfRange(content, from, to));
    }

    public Bytes plus(Bytes more) {
        if (more.isEmpty()) {
            return this;
        }
        byte[] joined = Arrays.copyOf(content, content.length + more.content.length);
        System.arraycopy(more.content, 0, joined, content.length, more.content.length);
        return new Bytes(joined);
    }

    /** Writes all of them into {@code target}, from index {@code at} on. */
    void copyTo(byte[] target, int at) {
        System.arraycopy(content, 0, target, at, content.length);
    }

    /** The bytes read as UTF-8. */
    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    /** A copy of the bytes. */
    public byte[] toArray() {
        return content.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes b && Arrays.equals(b.content, content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return content.length + " bytes";
    }
}
