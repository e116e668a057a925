package packetwalk.linux.xtables.match;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/**
 * The group of the packet's devices: {@code -m devgroup}, net/netfilter/xt_devgroup.c. Every device here is of group 0.
 *
 * @param src of the device that it came in by; null if that does not matter
 * @param dst of the device that it leaves by; null if that does not matter
 */
public record DevgroupMatch(@Nullable Group src, @Nullable Group dst) implements Match {

    private static final Set<Hook> WITH_IN = Set.of(Hook.PREROUTING, Hook.INPUT, Hook.FORWARD);
    private static final Set<Hook> WITH_OUT = Set.of(Hook.FORWARD, Hook.OUTPUT, Hook.POSTROUTING);

    /** A group's number as far as the mask looks at it. */
    public record Group(int value, int mask, boolean negated) {

        boolean holds() {
            return ((value & mask) == 0) != negated;
        }

        /** The only name that {@code /etc/iproute2/group} has as it is installed is that of 0. */
        private String words(boolean numeric) {
            String number = "0x" + Integer.toHexString(value);
            return mask != -1
                    ? number + "/0x" + Integer.toHexString(mask)
                    : value == 0 && !numeric ? "default" : number;
        }

        private String words(String name, boolean numeric) {
            return (negated ? " ! " : " ") + name + " " + words(numeric);
        }
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return (src == null || src.holds()) && (dst == null || dst.holds());
    }

    @Override
    public Set<Hook> baseChains() {
        if (src != null && dst != null) {
            return Set.of(Hook.FORWARD);
        }
        return src != null ? WITH_IN : WITH_OUT;
    }

    @Override
    public String listed(boolean numeric) {
        return (src == null ? "" : src.words("src-group", numeric))
                + (dst == null ? "" : dst.words("dst-group", numeric));
    }

    @Override
    public String toString() {
        return "-m devgroup" + (src == null ? "" : src.words("--src-group", false))
                + (dst == null ? "" : dst.words("--dst-group", false));
    }
}
