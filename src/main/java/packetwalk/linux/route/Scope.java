package packetwalk.linux.route;

import java.util.Locale;

/** How far a destination is away: linux/rtnetlink.h {@code RT_SCOPE_*}, nearest last. */
public enum Scope {
    /** Beyond a gateway. */
    GLOBAL,
    /** On a directly attached link. */
    LINK,
    /** In this host. */
    HOST;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
