package packetwalk.linux.conntrack;

import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/**
 * Which address of several a connection gets: {@code find_best_ips_proto()} of net/netfilter/nf_nat_core.c. It follows from
 * the connection's two ends by a hash, so that one source keeps one address towards one destination.
 */
final class AddressChoice {

    private AddressChoice() {}

    /**
     * One of {@code range} for the side that {@code kind} rewrites.
     *
     * @param persistent whether the destination does not matter
     */
    static IpAddress choose(NatRange.Addresses range, Tuple tuple, NatKind kind, Zone zone, boolean persistent) {
        int[] src = words(tuple.src());
        int[] dst = words(tuple.dst());
        int[] from = words(range.from());
        int[] to = words(range.to());
        int last = dst.length - 1;
        int hash = hash(src, persistent ? 0 : Integer.reverseBytes(dst[last]) ^ zone.id());
        boolean full = false;
        int[] chosen = new int[from.length];
        for (int i = 0; i <= last; i++) {
            // a word above the last one that is not the range's greatest leaves those behind it free
            int least = full ? 0 : from[i];
            int count = full ? -1 : to[i] - from[i] + 1;
            chosen[i] = least + (int) (((hash & 0xffff_ffffL) * (count & 0xffff_ffffL)) >>> 32);
            full |= chosen[i] != to[i];
            // a destination is rewritten in place, and so its new word counts
            hash ^= persistent ? 0 : Integer.reverseBytes(kind == NatKind.DNAT ? chosen[i] : dst[i]);
        }
        return address(chosen);
    }

    /** {@code jhash2()} of the source: in both families all 128 bits of {@code union nf_inet_addr}. */
    private static int hash(int[] src, int seed) {
        int[] all = new int[4];
        for (int i = 0; i < src.length; i++) {
            all[i] = Integer.reverseBytes(src[i]); // as a little-endian machine reads them from memory
        }
        return JenkinsHash.hash(seed, all[0], all[1], all[2], all[3]);
    }

    /** Its one word or four, the first bits first. */
    private static int[] words(IpAddress address) {
        if (address.family() == IpFamily.IPV4) {
            return new int[] {(int) address.low()};
        }
        return new int[] {
            (int) (address.high() >>> 32), (int) address.high(), (int) (address.low() >>> 32), (int) address.low()
        };
    }

    private static IpAddress address(int[] words) {
        return words.length == 1
                ? IpAddress.ofV4(words[0])
                : IpAddress.ofV6(join(words[0], words[1]), join(words[2], words[3]));
    }

    private static long join(int high, int low) {
        return (long) high << 32 | (low & 0xffff_ffffL);
    }
}
