package packetwalk.linux.route;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** SipHash-2-4 of Aumasson and Bernstein, as lib/siphash.c has it: a keyed hash of few bytes. */
public final class SipHash {

    private long v0;
    private long v1;
    private long v2;
    private long v3;

    private SipHash(long key0, long key1) {
        v0 = key0 ^ 0x736f_6d65_7073_6575L;
        v1 = key1 ^ 0x646f_7261_6e64_6f6dL;
        v2 = key0 ^ 0x6c79_6765_6e65_7261L;
        v3 = key1 ^ 0x7465_6462_7974_6573L;
    }

    /** The hash of {@code data}, whose length must be a multiple of eight, under a key of 128 bits. */
    public static long of(byte[] data, long key0, long key1) {
        SipHash hash = new SipHash(key0, key1);
        ByteBuffer words = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        while (words.hasRemaining()) {
            hash.take(words.getLong());
        }
        hash.take((long) data.length << 56);
        hash.v2 ^= 0xff;
        for (int i = 0; i < 4; i++) {
            hash.round();
        }
        return hash.v0 ^ hash.v1 ^ hash.v2 ^ hash.v3;
    }

    private void take(long word) {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }

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
