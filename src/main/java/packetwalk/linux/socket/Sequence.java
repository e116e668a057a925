package packetwalk.linux.socket;

import packetwalk.net.Tcp;

/** The circle of TCP's sequence numbers, RFC 9293 3.4. */
final class Sequence {

    private Sequence() {}

    /** The number after {@code segment}. */
    static long end(Tcp segment) {
        return next(segment.seq(), segment.span());
    }

    static long next(long sequence, int by) {
        return sequence + by & 0xffff_ffffL;
    }

    /** How far {@code to} lies after {@code from}; negative if before. */
    static int distance(long from, long to) {
        return (int) (to - from);
    }
}
