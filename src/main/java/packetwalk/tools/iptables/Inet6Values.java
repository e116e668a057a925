package packetwalk.tools.iptables;

import packetwalk.linux.xtables.Side;
import packetwalk.linux.xtables.match.Address6Match;
import packetwalk.net.IpAddress;

/** Addresses, masks and ranges of IPv6 as ip6tables reads them: libxtables/xtables.c {@code xtables_ip6parse_any()}. */
final class Inet6Values {

    private static final IpAddress ALL_ONES = IpAddress.ofV6(-1, -1);

    private Inet6Values() {}

    /** {@code fd00::1}, {@code fd00::/64}, {@code fd00::1/ffff::ffff}. */
    static Address6Match addresses(Side side, String text, boolean negated) {
        int slash = text.indexOf('/');
        IpAddress address = address(slash < 0 ? text : text.substring(0, slash));
        IpAddress mask = slash < 0 ? ALL_ONES : mask(text.substring(slash + 1));
        return new Address6Match(side, address, mask, negated);
    }

    /** {@code 64} or {@code ffff:ffff:ffff:ffff::}. */
    static IpAddress mask(String text) {
        if (text.indexOf(':') >= 0 && IpAddress.isAddress(text)) {
            return IpAddress.parse(text);
        }
        int length = Numbers.parse(text, 128)
                .orElseThrow(() -> new IllegalArgumentException(
                        "invalid mask `" + text + "' specified; use 0 to 128, or ffff:ffff::"))
                .intValue();
        return ALL_ONES.masked(length);
    }

    static IpAddress address(String text) {
        if (text.equals("localhost")) {
            return IpAddress.LOOPBACK_V6;
        }
        if (text.indexOf(':') < 0 || !IpAddress.isAddress(text)) {
            throw new IllegalArgumentException(
                    "host/network `" + text + "' not found; write an IPv6 address or prefix such as fd00::/64");
        }
        return IpAddress.parse(text);
    }
}
