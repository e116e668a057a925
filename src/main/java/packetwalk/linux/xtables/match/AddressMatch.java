package packetwalk.linux.xtables.match;

import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Side;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;

/**
 * Whether the packet comes from, or goes to, certain IPv4 addresses: Linux {@code struct ipt_ip}.
 *
 * @param bits the IPv4 address, as far as the mask looks at it
 * @param mask the bits that count; unlike a router's, it may have holes
 */
public record AddressMatch(Side side, int bits, int mask, boolean negated) implements AddressesMatch {

    public AddressMatch {
        bits &= mask;
    }

    /** All addresses of {@code prefix}, or all but these. */
    public static AddressMatch of(Side side, Cidr prefix, boolean negated) {
        int mask = prefix.length() == 0 ? 0 : -1 << (32 - prefix.length());
        return new AddressMatch(side, (int) prefix.network().low(), mask, negated);
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return (((int) side.address(skb.packet()).low() & mask) == bits) != negated;
    }

    @Override
    public boolean any() {
        return mask == 0;
    }

    @Override
    public String addresses() {
        int length = Integer.numberOfLeadingZeros(~mask);
        boolean holes = Integer.bitCount(mask) != length;
        return IpAddress.ofV4(bits) + "/" + (holes ? IpAddress.ofV4(mask).toString() : String.valueOf(length));
    }

    @Override
    public String toString() {
        return (negated ? "! " : "") + (side == Side.SRC ? "-s " : "-d ") + addresses();
    }
}
