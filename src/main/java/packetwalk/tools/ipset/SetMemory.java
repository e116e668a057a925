package packetwalk.tools.ipset;

import java.util.List;
import packetwalk.linux.ipset.Extensions;
import packetwalk.linux.ipset.IpSet;
import packetwalk.linux.ipset.SetEntry;
import packetwalk.linux.ipset.SetHeader;
import packetwalk.linux.ipset.SetType;
import packetwalk.net.IpFamily;

/**
 * What a set takes of a 64-bit kernel's memory, as {@code ipset list} prints it: exact where no two entries share a
 * bucket, as in most hashes that are not full.
 */
final class SetMemory {

    private static final int BUCKET = 32;

    private SetMemory() {}

    static long bytes(IpSet set, List<SetEntry> entries) {
        if (set.header() instanceof SetHeader.Bitmap bitmap) {
            long bits = (bitmap.elements() + 63) / 64 * 8;
            int element = set.type() == SetType.BITMAP_IP_MAC ? 8 : 0;
            int head = set.type() == SetType.BITMAP_PORT ? 72 : set.type() == SetType.BITMAP_IP ? 88 : 80;
            return head + bits + bitmap.elements() * (element + extensions(set.extensions()));
        }
        if (!set.type().hash()) {
            return 80 + entries.size() * (48L + extensions(set.extensions()));
        }
        int element = align(elementBytes(set), set.extensions());
        long each = BUCKET + 2L * (element + extensions(set.extensions()));
        long comments = entries.stream()
                .map(SetEntry::comment)
                .filter(comment -> !comment.isEmpty())
                .mapToLong(comment -> comment.length() + 17L)
                .sum();
        return head(set.type()) + entries.size() * each + comments;
    }

    private static int align(int bytes, Extensions extensions) {
        return extensions(extensions) == 0 ? bytes : (bytes + 7) / 8 * 8;
    }

    private static int extensions(Extensions extensions) {
        return (extensions.timeout() == null ? 0 : 8)
                + (extensions.counters() ? 16 : 0)
                + (extensions.comment() ? 8 : 0)
                + (extensions.skbinfo() ? 16 : 0);
    }

    /** {@code struct htype}, and counts of prefix lengths. */
    private static int head(SetType type) {
        return switch (type) {
            case HASH_IP, HASH_IP_PORT, HASH_NET_NET -> 216;
            case HASH_IP_PORT_NET -> 464;
            case HASH_NET, HASH_NET_PORT, HASH_NET_PORT_NET -> 456;
            case HASH_NET_IFACE -> 488;
            default -> 208;
        };
    }

    private static int elementBytes(IpSet set) {
        int address = set.family().filter(IpFamily.IPV6::equals).isPresent() ? 16 : 4;
        return switch (set.type()) {
            case HASH_IP -> address;
            case HASH_MAC -> 8;
            case HASH_IP_PORT_IP, HASH_IP_PORT_NET, HASH_NET_NET, HASH_NET_PORT_NET -> 2 * address + 4;
            case HASH_NET_IFACE -> address + 20;
            case HASH_IP_MAC -> address + 8;
            default -> address + 4;
        };
    }
}
