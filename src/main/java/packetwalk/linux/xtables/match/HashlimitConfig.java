package packetwalk.linux.xtables.match;

import java.util.ArrayList;
import java.util.List;
import packetwalk.linux.xtables.Jiffies;

/**
 * What {@code -m hashlimit} was told: {@code struct hashlimit_cfg3}. The first rule that names a table decides for all
 * rules that share it, but for whether it asks for more or for less.
 *
 * @param average of packets, millionths of a second between two of them; of bytes, a cost as the kernel counts it;
 *     of rates that are compared, {@code --hashlimit-rate-match}, parts as if the interval were a second
 * @param burst packets that may come at once; of bytes, how often the bucket may be filled up, 0 for once
 * @param bytes whether bytes count, not packets
 * @param rateMatch whether whole intervals are compared
 * @param interval seconds that are compared
 * @param keys what divides packets from each other
 * @param size buckets of the table; 0 for the kernel's choice
 * @param max entries that it has room for; 0 for the kernel's choice
 * @param gcInterval milliseconds between two clearances
 * @param expire milliseconds for which an entry is kept
 */
public record HashlimitConfig(
        long average,
        long burst,
        boolean bytes,
        boolean rateMatch,
        long interval,
        Keys keys,
        long size,
        long max,
        long gcInterval,
        long expire) {

    /** What stands without {@code --hashlimit-burst}. */
    public static final long BURST = 5;

    /** What stands without {@code --hashlimit-htable-gcinterval}. */
    public static final long GC_INTERVAL = 1_000;

    /** {@code XT_HASHLIMIT_SCALE_v2}: parts of a second. */
    public static final long SCALE = 1_000_000;

    /** Seconds for which an entry that counts bytes is kept, without and with a burst. */
    public static final long BYTE_EXPIRE = 15;

    public static final long BYTE_EXPIRE_BURST = 60;

    private static final long UINT32 = 0xffff_ffffL;

    /** {@code XT_HASHLIMIT_BYTE_SHIFT}: bytes are counted in pieces of 16. */
    private static final int BYTE_SHIFT = 4;

    /** Credits of a tick: the power of two below what a day's ticks leave of 64 bits. */
    static final long CREDITS_PER_JIFFY = Long.highestOneBit(Long.divideUnsigned(-1, Jiffies.HZ * 86_400L));

    /** The same for bytes, where a bucket lasts a second: of 32 bits. */
    static final long BYTE_CREDITS_PER_JIFFY = Long.highestOneBit(UINT32 / Jiffies.HZ);

    /** {@code HASHLIMIT_MAX_SIZE}. */
    private static final long LARGEST = 1_048_576;

    /** {@code htable_create()} on a machine with more than a gigabyte. */
    private static final long BUCKETS = 8_192;

    /** What divides packets: {@code --hashlimit-mode}, and how much of an address counts. */
    public record Keys(boolean srcIp, boolean srcPort, boolean dstIp, boolean dstPort, int srcMask, int dstMask) {

        /** The words of the mode, in the order of print. */
        List<String> words() {
            List<String> words = new ArrayList<>();
            add(words, srcIp, "srcip");
            add(words, srcPort, "srcport");
            add(words, dstIp, "dstip");
            add(words, dstPort, "dstport");
            return words;
        }

        private static void add(List<String> words, boolean wanted, String word) {
            if (wanted) {
                words.add(word);
            }
        }
    }

    /** What {@code bytes} in a second cost: libxt_hashlimit.c {@code bytes_to_cost()}. */
    public static long costOf(long bytes) {
        return UINT32 / ((bytes >> BYTE_SHIFT) + 1);
    }

    /** The bytes in a second that a cost stands for: {@code cost_to_bytes()}. */
    public static long bytesOf(long cost) {
        return (UINT32 / cost - 1) << BYTE_SHIFT;
    }

    /** Pieces that {@code length} bytes are: {@code xt_hashlimit_len_to_chunks()}. */
    static long pieces(int length) {
        return (length >> BYTE_SHIFT) + 1L;
    }

    /** Entries that the table has room for. */
    long room() {
        long buckets = size == 0 ? BUCKETS : Math.min(size, LARGEST);
        return max == 0 ? 8 * buckets : Math.max(buckets, Math.min(max, LARGEST));
    }

    /** Credits that one packet costs, or one piece of its bytes. */
    long cost() {
        return bytes ? (average * Jiffies.HZ * BYTE_CREDITS_PER_JIFFY) >>> 32 : credits(average);
    }

    /** What a bucket holds at most; of bytes, how often it may be filled up. */
    long cap() {
        return bytes ? burst : credits(average * burst);
    }

    /** {@code user2credits()}: wraps around at 64 bits, as the kernel's does. */
    private static long credits(long user) {
        return user * (Jiffies.HZ * CREDITS_PER_JIFFY / SCALE);
    }

    /** Packets or bytes in a second that are compared: {@code user2rate()}, {@code user2rate_bytes()}. */
    long rate() {
        return bytes ? bytesOf(average) : SCALE / average;
    }

    /** What may come in an interval that follows a quiet one. */
    long allowance() {
        if (bytes) {
            return burst == 0 ? rate() : burst * rate();
        }
        return burst + rate();
    }

    /** Whether the kernel can count so: {@code hashlimit_mt_check_common()}. */
    public boolean fits() {
        if (rateMatch) {
            return average > 0 && average <= UINT32;
        }
        return bytes ? cost() != 0 : burst != 0 && Long.compareUnsigned(cap(), cost()) >= 0;
    }
}
