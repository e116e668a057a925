package packetwalk.linux.conntrack;

/** Bob Jenkins' hash over 32-bit words: {@code jhash2()} of linux/jhash.h. */
final class JenkinsHash {

    private static final int INITIAL = 0xdead_beef;

    private JenkinsHash() {}

    /** Of four words. */
    static int hash(int seed, int first, int second, int third, int fourth) {
        int start = INITIAL + (4 << 2) + seed;
        int a = start + first;
        int b = start + second;
        int c = start + third;
        // __jhash_mix
        a -= c;
        a ^= Integer.rotateLeft(c, 4);
        c += b;
        b -= a;
        b ^= Integer.rotateLeft(a, 6);
        a += c;
        c -= b;
        c ^= Integer.rotateLeft(b, 8);
        b += a;
        a -= c;
        a ^= Integer.rotateLeft(c, 16);
        c += b;
        b -= a;
        b ^= Integer.rotateLeft(a, 19);
        a += c;
        c -= b;
        c ^= Integer.rotateLeft(b, 4);
        b += a;
        a += fourth;
        return last(a, b, c);
    }

    /** {@code __jhash_final}. */
    private static int last(int first, int second, int third) {
        int a = first;
        int b = second;
        int c = third;
        c ^= b;
        c -= Integer.rotateLeft(b, 14);
        a ^= c;
        a -= Integer.rotateLeft(c, 11);
        b ^= a;
        b -= Integer.rotateLeft(a, 25);
        c ^= b;
        c -= Integer.rotateLeft(b, 16);
        a ^= c;
        a -= Integer.rotateLeft(c, 4);
        b ^= a;
        b -= Integer.rotateLeft(a, 14);
        c ^= b;
        c -= Integer.rotateLeft(b, 24);
        return c;
    }
}
