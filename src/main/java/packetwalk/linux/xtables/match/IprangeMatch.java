package packetwalk.linux.xtables.match;

import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.IpAddress;

/**
 * Addresses from one to another: {@code -m iprange}, net/netfilter/xt_iprange.c.
 *
 * @param src where the packet may come from; null for anywhere
 * @param dst where it may go; null for anywhere
 */
public record IprangeMatch(
        @Nullable Addresses src, @Nullable Addresses dst) implements Match {

    /** First and last address, or all but these; a first one above the last holds no address. */
    public record Addresses(IpAddress from, IpAddress to, boolean negated) {

        boolean hold(IpAddress address) {
            return (from.compareTo(address) <= 0 && address.compareTo(to) <= 0) != negated;
        }

        String option(String name) {
            return (negated ? " ! " : " ") + name + " " + from + "-" + to;
        }

        String listed(String name) {
            return name + (negated ? " ! " : " ") + from + "-" + to;
        }
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return (src == null || src.hold(skb.packet().src()))
                && (dst == null || dst.hold(skb.packet().dst()));
    }

    @Override
    public String listed(boolean numeric) {
        return (src == null ? "" : src.listed(" source IP range"))
                + (dst == null ? "" : dst.listed(" destination IP range"));
    }

    @Override
    public String toString() {
        return "-m iprange" + (src == null ? "" : src.option("--src-range"))
                + (dst == null ? "" : dst.option("--dst-range"));
    }
}
