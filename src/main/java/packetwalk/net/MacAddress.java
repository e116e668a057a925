package packetwalk.net;

import java.util.Random;

/**
 * A 48-bit Ethernet address.
 *
 * @param bits the address in the low 48 bits
 */
public record MacAddress(long bits) implements Comparable<MacAddress> {

    /** {@code ff:ff:ff:ff:ff:ff}: every station on the segment. */
    public static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);

    /** {@code 00:00:00:00:00:00}: what loopback has, and an ARP request's unknown target. */
    public static final MacAddress ZERO = new MacAddress(0);

    public MacAddress {
        if (bits >>> 48 != 0) {
            throw new IllegalArgumentException(Long.toHexString(bits) + " has more than 48 bits");
        }
    }

    /**
     * Reads six hexadecimal octets divided by colons.
     *
     * @throws IllegalArgumentException naming the value and the form
     */
    public static MacAddress parse(String text) {
        if (!text.matches("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}")) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not an Ethernet address; write six octets such as 02:42:ac:11:00:02");
        }
        return new MacAddress(Long.parseLong(text.replace(":", ""), 16));
    }

    /**
     * A locally administered address made of the 32 bits of an IPv4 address, as Docker makes them: 02:42:ac:11:00:02
     * for 172.17.0.2. Of an IPv6 address it takes the last 32.
     */
    public static MacAddress of(IpAddress address) {
        return of(0x0242, address);
    }

    /** The same with other first 16 bits: 0x0a58 is how kubenet and the plugin bridge begin theirs. */
    public static MacAddress of(int first, IpAddress address) {
        return new MacAddress((long) first << 32 | (address.low() & 0xffff_ffffL));
    }

    /** The group address that packets for an IPv6 group are sent to: {@code 33:33} and its last 32 bits, RFC 2464 7. */
    public static MacAddress ofGroup(IpAddress group) {
        return new MacAddress(0x3333_0000_0000L | (group.low() & 0xffff_ffffL));
    }

    /** A locally administered address of 46 random bits, as the kernel gives a veth: {@code eth_hw_addr_random()}. */
    public static MacAddress fromRandom(Random random) {
        return new MacAddress((random.nextLong() & 0xfcff_ffff_ffffL) | 0x0200_0000_0000L);
    }

    /** Whether the group bit is set: broadcast or multicast. */
    public boolean isMulticast() {
        return (bits >>> 40 & 1) == 1;
    }

    @Override
    public int compareTo(MacAddress other) {
        return Long.compare(bits, other.bits);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(17);
        for (int shift = 40; shift >= 0; shift -= 8) {
            long octet = bits >>> shift & 0xff;
            text.append(Character.forDigit((int) octet >> 4, 16)).append(Character.forDigit((int) octet & 15, 16));
            if (shift > 0) {
                text.append(':');
            }
        }
        return text.toString();
    }
}
