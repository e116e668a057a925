package packetwalk.linux.xtables.match;

import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Side;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.IpAddress;

/**
 * Whether the packet comes from, or goes to, certain IPv6 addresses: Linux {@code struct ip6t_ip6}.
 *
 * @param address as far as the mask looks at it
 * @param mask the bits that count; it may have holes
 */
public record Address6Match(Side side, IpAddress address, IpAddress mask, boolean negated) implements AddressesMatch {

    public Address6Match {
        address = IpAddress.ofV6(address.high() & mask.high(), address.low() & mask.low());
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        IpAddress actual = side.address(skb.packet());
        boolean same = ((actual.high() ^ address.high()) & mask.high()) == 0
                && ((actual.low() ^ address.low()) & mask.low()) == 0;
        return same != negated;
    }

    @Override
    public boolean any() {
        return mask.isAny();
    }

    /** Whether it is about one address alone. */
    public boolean host() {
        return mask.high() == -1 && mask.low() == -1;
    }

    @Override
    public String addresses() {
        int length = Long.numberOfLeadingZeros(~mask.high());
        length += length == 64 ? Long.numberOfLeadingZeros(~mask.low()) : 0;
        boolean holes = Long.bitCount(mask.high()) + Long.bitCount(mask.low()) != length;
        return address + "/" + (holes ? mask.toString() : String.valueOf(length));
    }

    @Override
    public String toString() {
        return (negated ? "! " : "") + (side == Side.SRC ? "-s " : "-d ") + addresses();
    }
}
