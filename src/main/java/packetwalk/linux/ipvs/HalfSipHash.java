package packetwalk.linux.ipvs;

/**
 * {@code hsiphash()} of one 32-bit word on a 64-bit machine, where it is SipHash-1-3: lib/siphash.c.
 *
 * @see <a href="https://131002.net/siphash/">SipHash</a>
 */
final class HalfSipHash {

    private long v0;
    private long v1;
    private long v2;
    private long v3;

    private HalfSipHash(long first, long second) {
        v0 = 0x736f_6d65_7073_6575L ^ first;
        v1 = 0x646f_7261_6e64_6f6dL ^ second;
        v2 = 0x6c79_6765_6e65_7261L ^ first;
        v3 = 0x7465_6462_7974_6573L ^ second;
    }

    /** Of {@code word} under a key whose two halves are {@code key}. */
    static int hash(long key, int word) {
        return hash(key, key, word);
    }

    /** {@code hsiphash_1u32()}. */
    static int hash(long first, long second, int word) {
        HalfSipHash hash = new HalfSipHash(first, second);
        long last = (4L << 56) | Integer.toUnsignedLong(word);
        hash.v3 ^= last;
        hash.round();
        hash.v0 ^= last;
        hash.v2 ^= 0xff;
        hash.round();
        hash.round();
        hash.round();
        return (int) (hash.v0 ^ hash.v1 ^ hash.v2 ^ hash.v3);
    }

    /** {@code SIPROUND}. */
    private void round() {
        v0 += v1;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v3;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v2 = Long.rotateLeft(v2, 32);
    }
}
