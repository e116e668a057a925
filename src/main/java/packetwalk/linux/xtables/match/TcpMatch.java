package packetwalk.linux.xtables.match;

import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Range;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.Bytes;
import packetwalk.net.Protocol;
import packetwalk.net.Tcp;
import packetwalk.net.Wire;

/**
 * Ports, flags and an option of a TCP segment: {@code -m tcp}, net/netfilter/xt_tcpudp.c {@code tcp_mt()}.
 *
 * @param sport source ports; null for any
 * @param dport destination ports; null for any
 * @param option number of an option that must be there, or must not; null if that does not matter
 * @param flags null if they do not matter
 */
public record TcpMatch(
        @Nullable Range sport,
        @Nullable Range dport,
        @Nullable Range option,
        @Nullable Flags flags) implements Match {

    /** Where the flags stand in the header. */
    private static final int FLAGS = 13;

    /** Which flags are set among those looked at: {@code --tcp-flags SYN,ACK SYN}. */
    public record Flags(Set<Tcp.Flag> mask, Set<Tcp.Flag> set, boolean negated) {

        boolean fit(Tcp segment) {
            boolean same =
                    mask.containsAll(set) && mask.stream().allMatch(flag -> segment.has(flag) == set.contains(flag));
            return same != negated;
        }

        boolean fit(int octet) {
            return ((octet & bits(mask)) == bits(set)) != negated;
        }

        String listed(boolean numeric) {
            return " flags:" + (negated ? "!" : "")
                    + (numeric ? "0x%02X/0x%02X".formatted(bits(mask), bits(set)) : names(mask) + "/" + names(set));
        }

        private static int bits(Set<Tcp.Flag> flags) {
            return flags.stream().mapToInt(Tcp.Flag::bit).sum();
        }

        private static String names(Set<Tcp.Flag> flags) {
            return flags.isEmpty()
                    ? "NONE"
                    : flags.stream().sorted().map(Enum::name).collect(Collectors.joining(","));
        }

        @Override
        public String toString() {
            return (negated ? "! " : "") + "--tcp-flags " + names(mask) + " " + names(set);
        }
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return skb.packet().transport() instanceof Tcp segment
                ? fits(segment)
                : fitsElse(Wire.transportOf(skb.packet()));
    }

    private boolean fits(Tcp segment) {
        return Range.allows(sport, segment.srcPort())
                && Range.allows(dport, segment.dstPort())
                && (option == null || segment.options().has((int) option.from()) != option.negated())
                && (flags == null || flags.fit(segment));
    }

    /** Behind {@code ! -p tcp}, which iptables-nft lets pass, it looks into other headers as if they were TCP's. */
    private boolean fitsElse(Bytes header) {
        return option == null
                && Ports.allowed(sport, header, 0)
                && Ports.allowed(dport, header, 2)
                && (flags == null || (FLAGS < header.length() && flags.fit(header.uint8(FLAGS))));
    }

    @Override
    public String listed(boolean numeric) {
        String options = option == null ? "" : " option=" + (option.negated() ? "!" : "") + option;
        return " tcp" + Ports.listed(sport, dport, numeric, Protocol.TCP) + options
                + (flags == null ? "" : flags.listed(numeric));
    }

    @Override
    public String toString() {
        String options = option == null ? "" : " " + option.not() + "--tcp-option " + option;
        return "-m tcp" + Ports.options(sport, dport) + options + (flags == null ? "" : " " + flags);
    }
}
