package packetwalk.linux.nftables;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/**
 * What stands in a register: bytes, the most significant first; Linux {@code struct nft_data}.
 *
 * <p>Ordered as unsigned numbers. A number of the host's own (a mark) is kept in the same order as one of the wire,
 * as {@code nft} makes the kernel do where order matters (net/netfilter/nft_byteorder.c).
 */
public final class Value implements Comparable<Value> {

    /** IFNAMSIZ, linux/if.h: a device's name with its end. */
    public static final int NAME_BYTES = 16;

    /** Nothing: the key of a set of no type. */
    public static final Value EMPTY = new Value(new byte[0]);

    private final byte[] bytes;

    private Value(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The bytes themselves. */
    public static Value of(byte[] bytes) {
        return new Value(bytes.clone());
    }

    /** An unsigned number in as many bytes as {@code bits} need. */
    public static Value of(long number, int bits) {
        byte[] bytes = new byte[(bits + 7) / 8];
        long rest = number;
        for (int i = bytes.length - 1; i >= 0; i--) {
            bytes[i] = (byte) rest;
            rest = bytes.length - i >= 8 ? 0 : rest >>> 8;
        }
        return new Value(bytes);
    }

    /** An address: 4 or 16 bytes. */
    public static Value of(IpAddress address) {
        if (address.family() == IpFamily.IPV4) {
            return of(address.low(), 32);
        }
        return of(address.high(), 64).then(of(address.low(), 64));
    }

    /** A name, with zeros behind it up to {@link #NAME_BYTES}. */
    public static Value ofName(String name) {
        return new Value(Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), NAME_BYTES));
    }

    /** How many bytes there are. */
    public int length() {
        return bytes.length;
    }

    /** The byte at {@code place}, 0 to 255. */
    public int at(int place) {
        return bytes[place] & 0xff;
    }

    /** The last eight bytes, or as many as there are, as a number. */
    public long number() {
        long number = 0;
        for (int i = Math.max(0, bytes.length - 8); i < bytes.length; i++) {
            number = number << 8 | (bytes[i] & 0xff);
        }
        return number;
    }

    /** The address that 4 or 16 bytes are. */
    public IpAddress address() {
        return bytes.length == 4
                ? IpAddress.ofV4((int) number())
                : IpAddress.ofV6(part(0, 8).number(), part(8, 8).number());
    }

    /** The characters before the first zero. */
    public String name() {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    /** These bytes and those of {@code next} behind them. */
    public Value then(Value next) {
        byte[] all = Arrays.copyOf(bytes, bytes.length + next.bytes.length);
        System.arraycopy(next.bytes, 0, all, bytes.length, next.bytes.length);
        return new Value(all);
    }

    /** {@code length} bytes from {@code from} on. */
    public Value part(int from, int length) {
        return new Value(Arrays.copyOfRange(bytes, from, from + length));
    }

    /** Each bit set that is set in both. */
    public Value and(Value other) {
        byte[] result = bytes.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] &= other.bytes[i];
        }
        return new Value(result);
    }

    /** Each bit set that is set in either. */
    public Value or(Value other) {
        byte[] result = bytes.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] |= other.bytes[i];
        }
        return new Value(result);
    }

    /** Each bit set that is set in one of them only. */
    public Value xor(Value other) {
        byte[] result = bytes.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= other.bytes[i];
        }
        return new Value(result);
    }

    /** The bits moved towards the first by {@code places}, or towards the last if that is negative; zeros follow. */
    public Value shifted(int places) {
        BigInteger moved = new BigInteger(1, bytes).shiftLeft(places);
        byte[] result = new byte[bytes.length];
        byte[] all = moved.toByteArray();
        for (int i = 1; i <= Math.min(result.length, all.length); i++) {
            result[result.length - i] = all[all.length - i];
        }
        return new Value(result);
    }

    /** The number one higher; all zeros behind the highest. */
    public Value next() {
        byte[] result = bytes.clone();
        for (int i = result.length - 1; i >= 0; i--) {
            result[i]++;
            if (result[i] != 0) {
                break;
            }
        }
        return new Value(result);
    }

    /** The first {@code length} bits set, of as many bits as this has. */
    public Value mask(int length) {
        byte[] mask = new byte[bytes.length];
        for (int bit = 0; bit < length; bit++) {
            mask[bit / 8] |= (byte) (0x80 >> bit % 8);
        }
        return new Value(mask);
    }

    /** The highest number that has these first {@code length} bits. */
    public Value last(int length) {
        byte[] mask = mask(length).bytes;
        byte[] result = bytes.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] |= (byte) ~mask[i];
        }
        return new Value(result);
    }

    /** Whether no bit is set. */
    public boolean isZero() {
        for (byte each : bytes) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Of how many bits a prefix is that reaches from this to {@code last}; -1 if none does.
     */
    public int prefixTo(Value last) {
        int same = 0;
        int all = bytes.length * 8;
        while (same < all && bit(same) == last.bit(same)) {
            same++;
        }
        for (int i = same; i < all; i++) {
            if (bit(i) != 0 || last.bit(i) == 0) {
                return -1;
            }
        }
        return same;
    }

    private int bit(int place) {
        return (bytes[place / 8] >> (7 - place % 8)) & 1;
    }

    @Override
    public int compareTo(Value other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    /** As a little-endian machine compares these bytes: {@code expr_msort_cmp()}, nftables' src/mergesort.c. */
    public int compareBackwards(Value other) {
        for (int i = Math.max(bytes.length, other.bytes.length) - 1; i >= 0; i--) {
            int own = i < bytes.length ? at(i) : 0;
            int theirs = i < other.bytes.length ? other.at(i) : 0;
            if (own != theirs) {
                return Integer.compare(own, theirs);
            }
        }
        return 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Value value && Arrays.equals(bytes, value.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** In hexadecimal. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("0x");
        for (byte each : bytes) {
            text.append(Character.forDigit(each >> 4 & 0xf, 16)).append(Character.forDigit(each & 0xf, 16));
        }
        return text.toString();
    }
}
