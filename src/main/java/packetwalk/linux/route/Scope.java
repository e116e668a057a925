package packetwalk.linux.route;

import java.util.Locale;

/** How far a destination is away: linux/rtnetlink.h {@code RT_SCOPE_*}, nearest last. */
public enum Scope {
    /** Beyond a gateway. */
    GLOBAL,
    /** Within the routing domain; the kernel only compares it. */
    SITE,
    /** On a directly attached link. */
    LINK,
    /** In this host. */
    HOST,
    /** Nowhere: nearer than everything. */
    NOWHERE;

    /** Whether a gateway of a route of this scope may be reached by a route of scope {@code other}: it must be nearer. */
    boolean isBeyond(Scope other) {
        return compareTo(other) < 0;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
