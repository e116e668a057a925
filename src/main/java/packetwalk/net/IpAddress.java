package packetwalk.net;

import java.util.Objects;

/**
 * An IPv4 or IPv6 address: 128 bits and a family, so that nothing above it may assume 32.
 *
 * <p>Ordered by family, then as an unsigned number. Printed in dotted quads, or as RFC 5952 prints IPv6.
 */
public final class IpAddress implements Comparable<IpAddress>, OfFamily {

    /** {@code 0.0.0.0}: "no address yet", or "all of mine" where a socket binds. */
    public static final IpAddress ANY_V4 = ofV4(0);

    /** {@code 255.255.255.255}: everybody on this link, RFC 919. */
    public static final IpAddress BROADCAST_V4 = ofV4(0xffff_ffff);

    /** {@code ::}: "no address yet", or "all of mine" where a socket binds. */
    public static final IpAddress ANY_V6 = ofV6(0, 0);

    /** {@code ::1}: this host itself, RFC 4291 2.5.3. */
    public static final IpAddress LOOPBACK_V6 = ofV6(0, 1);

    /** {@code ff02::1}: all nodes on this link, RFC 4291 2.7.1. */
    public static final IpAddress ALL_NODES = ofV6(0xff02_0000_0000_0000L, 1);

    private final IpFamily family;
    private final long high;
    private final long low;

    private IpAddress(IpFamily family, long high, long low) {
        this.family = family;
        this.high = high;
        this.low = low;
    }

    /** The IPv4 address whose 32 bits are {@code bits}, first octet in the highest byte. */
    public static IpAddress ofV4(int bits) {
        return new IpAddress(IpFamily.IPV4, 0, Integer.toUnsignedLong(bits));
    }

    /** The IPv6 address whose first 64 bits are {@code high} and last 64 bits {@code low}. */
    public static IpAddress ofV6(long high, long low) {
        return new IpAddress(IpFamily.IPV6, high, low);
    }

    /**
     * Reads an address; never resolves a name.
     *
     * @param text four decimal octets without leading zeros, or any form of RFC 4291 section 2.2
     * @throws IllegalArgumentException naming the value and what an address looks like
     */
    public static IpAddress parse(String text) {
        Objects.requireNonNull(text, "text");
        return text.indexOf(':') >= 0 ? AddressText.parseV6(text) : AddressText.parseV4(text);
    }

    /** Whether {@link #parse} would accept {@code text}. */
    public static boolean isAddress(String text) {
        try {
            parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public IpFamily family() {
        return family;
    }

    /** Bits 127 to 64; 0 for IPv4. */
    public long high() {
        return high;
    }

    /** Bits 63 to 0; for IPv4 the 32 bits of the address, zero-extended. */
    public long low() {
        return low;
    }

    /** This address with every bit after the first {@code length} cleared. */
    public IpAddress masked(int length) {
        if (family == IpFamily.IPV4) {
            long mask = length == 0 ? 0 : 0xffff_ffffL << (32 - length) & 0xffff_ffffL;
            return new IpAddress(family, 0, low & mask);
        }
        long highMask = length == 0 ? 0 : -1L << (64 - Math.min(64, length));
        long lowMask = length <= 64 ? 0 : -1L << (128 - length);
        return new IpAddress(family, high & highMask, low & lowMask);
    }

    /** This address with its first {@code length} bits cleared. */
    public IpAddress hostPart(int length) {
        IpAddress network = masked(length);
        return new IpAddress(family, high ^ network.high, low ^ network.low);
    }

    /** The bits that both have, which are of one family. */
    public IpAddress and(IpAddress other) {
        return new IpAddress(family, high & other.high, low & other.low);
    }

    /** The bits of both, which are of one family. */
    public IpAddress or(IpAddress other) {
        return new IpAddress(family, high | other.high, low | other.low);
    }

    /** The address {@code offset} further on; wraps around as the number does. */
    public IpAddress plus(long offset) {
        if (family == IpFamily.IPV4) {
            return ofV4((int) (low + offset));
        }
        long sum = low + offset;
        long carry = offset >= 0 && Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        long borrow = offset < 0 && Long.compareUnsigned(sum, low) > 0 ? 1 : 0;
        return ofV6(high + carry - borrow, sum);
    }

    /** 127.0.0.0/8 or ::1, RFC 1122 3.2.1.3 and RFC 4291 2.5.3. */
    public boolean isLoopback() {
        return family == IpFamily.IPV4 ? low >>> 24 == 127 : high == 0 && low == 1;
    }

    /** 224.0.0.0/4 or ff00::/8. */
    public boolean isMulticast() {
        return family == IpFamily.IPV4 ? low >>> 28 == 14 : high >>> 56 == 0xff;
    }

    /** 169.254.0.0/16 or fe80::/10: good for one link only, RFC 3927 and RFC 4291 2.5.6. */
    public boolean isLinkLocal() {
        return family == IpFamily.IPV4 ? low >>> 16 == 0xa9fe : high >>> 54 == 0x3fa;
    }

    /** The link-local address that a device with {@code mac} makes itself: EUI-64, RFC 4291 appendix A. */
    public static IpAddress linkLocal(MacAddress mac) {
        long bits = mac.bits();
        long eui = (bits >>> 24 & 0xff_ffff) << 40 | 0xfffeL << 24 | (bits & 0xff_ffff);
        return ofV6(0xfe80_0000_0000_0000L, eui ^ 0x0200_0000_0000_0000L);
    }

    /** The group in which this IPv6 address is asked for: {@code ff02::1:ff00:0/104}, RFC 4291 2.7.1. */
    public IpAddress solicitedNode() {
        return ofV6(0xff02_0000_0000_0000L, 0x1_ff00_0000L | (low & 0xff_ffff));
    }

    /** The unspecified address: 0.0.0.0 or ::. */
    public boolean isAny() {
        return high == 0 && low == 0;
    }

    @Override
    public int compareTo(IpAddress other) {
        int byFamily = family.compareTo(other.family);
        if (byFamily != 0) {
            return byFamily;
        }
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpAddress a && a.family == family && a.high == high && a.low == low;
    }

    @Override
    public int hashCode() {
        long mixed = (high * 31 + low) * 0x9e37_79b9_7f4a_7c15L;
        return (int) (mixed >>> 32) + family.bits();
    }

    @Override
    public String toString() {
        return family == IpFamily.IPV4 ? AddressText.printV4((int) low) : AddressText.printV6(high, low);
    }
}
