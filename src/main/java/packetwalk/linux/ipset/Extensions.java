package packetwalk.linux.ipset;

import org.jspecify.annotations.Nullable;

/**
 * What a set can keep with each entry besides the element: {@code IPSET_EXT_*} of linux/netfilter/ipset/ip_set.h.
 *
 * @param timeout seconds after which an entry goes by default, 0 for never; null if entries do not expire at all
 * @param forceadd whether a full set gives up an entry for a new one
 */
public record Extensions(
        @Nullable Integer timeout, boolean counters, boolean comment, boolean skbinfo, boolean forceadd) {

    public static final Extensions NONE = new Extensions(null, false, false, false, false);

    /** As {@code ipset save} writes it, with a blank before each; ipset 7.17 does not write {@code forceadd}. */
    @Override
    public String toString() {
        return (timeout == null ? "" : " timeout " + timeout)
                + (counters ? " counters" : "")
                + (comment ? " comment" : "")
                + (skbinfo ? " skbinfo" : "");
    }
}
