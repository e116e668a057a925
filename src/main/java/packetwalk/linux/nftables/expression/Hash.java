package packetwalk.linux.nftables.expression;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.DataTypes;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.Value;

/**
 * A number from what a packet has: {@code jhash ip saddr mod 4 seed 0x1}; net/netfilter/nft_hash.c.
 *
 * <p>Without a seed the kernel takes one by lot when the rule is loaded, so that the answer is UNKNOWN.
 */
public record Hash(Expression key, long modulus, Optional<Long> seed, long offset) implements Expression {

    /** JHASH_INITVAL, linux/jhash.h. */
    private static final int INITIAL = 0xdead_beef;

    @Override
    public List<DataType> types() {
        return List.of(DataTypes.HOST_INTEGER);
    }

    @Override
    public OptionalLong most() {
        return OptionalLong.of(modulus + offset - 1);
    }

    @Override
    public List<Expression> operands() {
        return List.of(key);
    }

    @Override
    public Optional<String> unknown() {
        return seed.isEmpty() ? Optional.of(toString() + " without a seed") : key.unknown();
    }

    @Override
    public @Nullable Value evaluate(Evaluation at) {
        Value value = key.evaluate(at);
        if (value == null) {
            return null;
        }
        long hash = jhash(registers(value), (int) (long) seed.orElseThrow()) & 0xffff_ffffL;
        return Value.of(offset + ((hash * modulus) >>> 32), 32);
    }

    /** Each part fills up registers of 32 bits. */
    private byte[] registers(Value value) {
        Value all = Value.EMPTY;
        int from = 0;
        for (DataType type : key.types()) {
            int length = (type.bits() + 7) / 8;
            all = all.then(value.part(from, length));
            boolean last = from + length == value.length();
            all = last ? all : all.then(Value.of(0, (4 - length % 4) % 4 * 8));
            from += length;
        }
        byte[] bytes = new byte[all.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) all.at(i);
        }
        return bytes;
    }

    /** {@code jhash()}, linux/jhash.h. */
    private static int jhash(byte[] bytes, int seed) {
        int a = INITIAL + bytes.length + seed;
        int b = a;
        int c = a;
        int at = 0;
        int left = bytes.length;
        for (; left > 12; left -= 12, at += 12) {
            a += word(bytes, at);
            b += word(bytes, at + 4);
            c += word(bytes, at + 8);
            a = (a - c) ^ Integer.rotateLeft(c, 4);
            c += b;
            b = (b - a) ^ Integer.rotateLeft(a, 6);
            a += c;
            c = (c - b) ^ Integer.rotateLeft(b, 8);
            b += a;
            a = (a - c) ^ Integer.rotateLeft(c, 16);
            c += b;
            b = (b - a) ^ Integer.rotateLeft(a, 19);
            a += c;
            c = (c - b) ^ Integer.rotateLeft(b, 4);
            b += a;
        }
        if (left == 0) {
            return c;
        }
        return last(a + word(bytes, at), b + word(bytes, at + 4), c + word(bytes, at + 8));
    }

    /** {@code __jhash_final}. */
    private static int last(int first, int second, int third) {
        int a = first;
        int b = second;
        int c = third;
        c = (c ^ b) - Integer.rotateLeft(b, 14);
        a = (a ^ c) - Integer.rotateLeft(c, 11);
        b = (b ^ a) - Integer.rotateLeft(a, 25);
        c = (c ^ b) - Integer.rotateLeft(b, 16);
        a = (a ^ c) - Integer.rotateLeft(c, 4);
        b = (b ^ a) - Integer.rotateLeft(a, 14);
        return (c ^ b) - Integer.rotateLeft(b, 24);
    }

    /** Four bytes as a little-endian machine reads them; zeros behind the end. */
    private static int word(byte[] bytes, int from) {
        int word = 0;
        for (int i = 3; i >= 0; i--) {
            word = word << 8 | (from + i < bytes.length ? bytes[from + i] & 0xff : 0);
        }
        return word;
    }

    @Override
    public String toString() {
        return "jhash " + key + " mod " + modulus
                + seed.map(each -> " seed 0x" + Long.toHexString(each)).orElse("")
                + (offset == 0 ? "" : " offset " + offset);
    }
}
