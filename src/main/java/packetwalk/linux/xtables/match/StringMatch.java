package packetwalk.linux.xtables.match;

import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.Bytes;
import packetwalk.net.Wire;

/**
 * Bytes somewhere in the packet, its headers included: {@code -m string}, net/netfilter/xt_string.c.
 *
 * @param algorithm {@code bm} or {@code kmp}; they find the same
 * @param from the first place where it may begin, counted from the IP header
 * @param to the place behind which it must not reach
 * @param ignoreCase whether capital and small letters of ASCII are the same
 */
public record StringMatch(Bytes pattern, String algorithm, int from, int to, boolean ignoreCase, boolean negated)
        implements Match {

    /** As far as any packet reaches: what {@code --to} is unless it is given. */
    public static final int END = 65535;

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return isIn(Wire.of(skb.packet())) != negated;
    }

    /** net/core/skbuff.c {@code skb_find_text()}. */
    private boolean isIn(Bytes packet) {
        int last = Math.min(packet.length(), to) - pattern.length();
        for (int place = from; place <= last; place++) {
            if (standsAt(packet, place)) {
                return true;
            }
        }
        return false;
    }

    private boolean standsAt(Bytes packet, int place) {
        for (int i = 0; i < pattern.length(); i++) {
            if (folded(packet.uint8(place + i)) != folded(pattern.uint8(i))) {
                return false;
            }
        }
        return true;
    }

    private int folded(int octet) {
        return ignoreCase && octet >= 'a' && octet <= 'z' ? octet - 'a' + 'A' : octet;
    }

    /** In quotes where all of it can be printed, in hexadecimal otherwise: libxt_string.c {@code is_hex_string()}. */
    private boolean printable() {
        for (int i = 0; i < pattern.length(); i++) {
            int octet = pattern.uint8(i);
            if (octet < ' ' || octet > '~') {
                return false;
            }
        }
        return pattern.uint8(pattern.length() - 1) != '\\';
    }

    private String quoted() {
        StringBuilder text = new StringBuilder();
        boolean printable = printable();
        for (int i = 0; i < pattern.length(); i++) {
            int octet = pattern.uint8(i);
            if (!printable) {
                text.append("%02x".formatted(octet));
            } else {
                text.append(octet == '"' || octet == '\\' ? "\\" : "").append((char) octet);
            }
        }
        return printable ? "\"" + text + "\"" : "\"|" + text + "|\"";
    }

    @Override
    public String listed(boolean numeric) {
        return " STRING match " + (negated ? "!" : "") + " " + quoted() + " ALGO name " + algorithm
                + (from == 0 ? "" : " FROM " + from)
                + (to == END ? "" : " TO " + to)
                + (ignoreCase ? " ICASE" : "");
    }

    @Override
    public String toString() {
        return "-m string " + (negated ? "! " : "") + (printable() ? "--string " : "--hex-string ") + quoted()
                + " --algo " + algorithm
                + (from == 0 ? "" : " --from " + from)
                + (to == END ? "" : " --to " + to)
                + (ignoreCase ? " --icase" : "");
    }
}
