package packetwalk.linux.ipset;

import org.jspecify.annotations.Nullable;

/**
 * What an entry is added with: {@code struct ip_set_ext}, and the flags of the element.
 *
 * @param timeout seconds, 0 for never; null for the set's own
 * @param packets counters to begin with; null to keep those it has, for {@code bytes} too
 * @param comment empty for none
 * @param nomatch the entry is an exception: what is in it is not in the set
 * @param wildcard every device whose name begins so is meant
 */
public record EntryValues(
        @Nullable Integer timeout,
        @Nullable Long packets,
        @Nullable Long bytes,
        String comment,
        SkbInfo skbinfo,
        boolean nomatch,
        boolean wildcard) {

    public static final EntryValues NONE = new EntryValues(null, null, null, "", SkbInfo.NONE, false, false);

    /** UINT_MAX / MSEC_PER_SEC: net/netfilter/xt_set.c. */
    private static final long LONGEST = 4_294_967;

    /** What a packet of {@code length} bytes is added with: itself is counted. */
    static EntryValues ofPacket(@Nullable Integer timeout, int length) {
        Integer seconds = timeout == null ? null : (int) Math.min(LONGEST, Integer.toUnsignedLong(timeout));
        return new EntryValues(seconds, 1L, (long) length, "", SkbInfo.NONE, false, false);
    }
}
