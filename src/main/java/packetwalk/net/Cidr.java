package packetwalk.net;

import java.util.Objects;

/**
 * A prefix: all addresses that share its first {@code length} bits, as {@code 10.0.1.0/24}.
 *
 * @param network the lowest address; bits after {@code length} are zero
 * @param length prefix length, 0 to the family's number of bits
 */
public record Cidr(IpAddress network, int length) implements Comparable<Cidr>, OfFamily {

    /** {@code 0.0.0.0/0}: every IPv4 address, what {@code ip route} calls "default". */
    public static final Cidr ALL_V4 = new Cidr(IpAddress.ANY_V4, 0);

    /** {@code ::/0}: every IPv6 address. */
    public static final Cidr ALL_V6 = new Cidr(IpAddress.ANY_V6, 0);

    public Cidr {
        Objects.requireNonNull(network, "network");
        if (length < 0 || length > network.family().bits()) {
            throw new IllegalArgumentException(network + "/" + length + " has no such prefix length; use 0 to "
                    + network.family().bits());
        }
        if (!network.masked(length).equals(network)) {
            throw new IllegalArgumentException(network + "/" + length + " has bits set after its prefix; write "
                    + network.masked(length) + "/" + length);
        }
    }

    /**
     * Reads {@code address/length}; a bare address is a prefix of its full length.
     *
     * @throws IllegalArgumentException naming the value, and the prefix that was probably meant
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return of(IpAddress.parse(text));
        }
        return new Cidr(IpAddress.parse(text.substring(0, slash)), parseLength(text, slash));
    }

    private static int parseLength(String text, int slash) {
        String digits = text.substring(slash + 1);
        if (!digits.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a prefix; write address/length such as 10.0.1.0/24");
        }
        return Integer.parseInt(digits);
    }

    /** The prefix that holds {@code address} alone: a /32 or a /128. */
    public static Cidr of(IpAddress address) {
        return new Cidr(address, address.family().bits());
    }

    /** The prefix of {@code length} bits that {@code address} lies in. */
    public static Cidr around(IpAddress address, int length) {
        return new Cidr(address.masked(length), length);
    }

    @Override
    public IpFamily family() {
        return network.family();
    }

    public boolean contains(IpAddress address) {
        return address.family() == family() && address.masked(length).equals(network);
    }

    /** Whether every address of {@code other} lies in this prefix. */
    public boolean contains(Cidr other) {
        return other.length >= length && contains(other.network);
    }

    /** Whether the two share an address; of two prefixes that do, one contains the other. */
    public boolean overlaps(Cidr other) {
        return contains(other) || other.contains(this);
    }

    /** The address {@code index} places after the network's own: {@code host(1)} of 10.0.1.0/24 is 10.0.1.1. */
    public IpAddress host(long index) {
        return network.plus(index);
    }

    /** The block of {@code blockLength} bits with number {@code index} inside this prefix. */
    public Cidr block(int blockLength, long index) {
        int shift = family().bits() - blockLength;
        if (shift >= Long.SIZE) {
            return new Cidr(IpAddress.ofV6(network.high() + (index << (shift - Long.SIZE)), 0), blockLength);
        }
        return new Cidr(network.plus(index << shift), blockLength);
    }

    /** The last address: the directed broadcast of an IPv4 network (RFC 919). */
    public IpAddress last() {
        int hostBits = family().bits() - length;
        if (hostBits >= 64) {
            long highMask = hostBits == 64 ? 0 : (1L << (hostBits - 64)) - 1;
            return IpAddress.ofV6(network.high() | (hostBits == 128 ? -1L : highMask), -1L);
        }
        return network.plus((1L << hostBits) - 1);
    }

    /** Whether it holds one address only. */
    public boolean isHost() {
        return length == family().bits();
    }

    @Override
    public int compareTo(Cidr other) {
        int byNetwork = network.compareTo(other.network);
        return byNetwork != 0 ? byNetwork : Integer.compare(length, other.length);
    }

    @Override
    public String toString() {
        return network + "/" + length;
    }
}
