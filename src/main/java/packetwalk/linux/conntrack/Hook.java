package packetwalk.linux.conntrack;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The five places where the stack asks netfilter: linux/netfilter.h {@code enum nf_inet_hooks}. */
public enum Hook {
    PREROUTING,
    INPUT,
    FORWARD,
    OUTPUT,
    POSTROUTING;

    /** All five. */
    public static final Set<Hook> ALL = Collections.unmodifiableSet(EnumSet.allOf(Hook.class));
}
