package packetwalk.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses and prefixes as text: dotted quads, RFC 4291 in, RFC 5952 out. */
class AddressTextTest {

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.0.0.0",
        "10.100.0.2, 10.100.0.2",
        "255.255.255.255, 255.255.255.255",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "0:0:0:0:0:0:0:1, ::1",
        "2001:DB8::1, 2001:db8::1",
        "2001:0db8:0000:0000:0000:0000:0002:0001, 2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:db8::1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "fe80:0:0:0:0:0:0:0, fe80::",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::ffff:10.0.1.2, ::ffff:10.0.1.2",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    })
    @DisplayName("an address prints in its one canonical form")
    void prints_canonically(String text, String printed) {
        assertEquals(printed, IpAddress.parse(text).toString());
        assertEquals(IpAddress.parse(text), IpAddress.parse(printed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.-4",
                "1.2.3.4 ",
                " 1.2.3.4",
                "1.2.3.4/8",
                "a.b.c.d",
                "1..2.3",
                "1.2.3.٤",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "12345::",
                "g::",
                "::1%eth0",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1.2.3",
                "1.2.3.4::",
                "[::1]",
                "1:2:3:4:5:6:7:8::"
            })
    @DisplayName("what is no address is refused, with the value and what one looks like")
    void refuses(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> IpAddress.parse(text))
                .getMessage();

        assertTrue(message.contains(text) && message.contains("10.100.0.2"), message);
    }

    @Test
    @DisplayName("any address survives printing and parsing, and sorts as an unsigned number")
    void round_trip() {
        long seed = 20_261_123;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            // many zero groups, as real addresses have them
            long high = random.nextLong() & mask(random);
            long low = random.nextLong() & mask(random);
            IpAddress six = IpAddress.ofV6(high, low);
            IpAddress four = IpAddress.ofV4(random.nextInt());
            assertEquals(six, IpAddress.parse(six.toString()), () -> "seed " + seed);
            assertEquals(four, IpAddress.parse(four.toString()), () -> "seed " + seed);
            IpAddress other = IpAddress.ofV6(random.nextLong() & mask(random), low);
            int expected = Long.compareUnsigned(high, other.high());
            assertEquals(Integer.signum(expected), Integer.signum(six.compareTo(other)), six + " and " + other);
            assertTrue(four.compareTo(six) < 0, "IPv4 before IPv6");
        }
    }

    private static long mask(Random random) {
        long mask = 0;
        for (int group = 0; group < 4; group++) {
            mask |= random.nextInt(3) == 0 ? 0 : 0xffffL << (16 * group);
        }
        return mask;
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0/0, 255.255.255.255",
        "10.0.0.0/14, 10.3.255.255",
        "10.0.1.0/24, 10.0.1.255",
        "10.0.1.2/32, 10.0.1.2",
        "10.0.1.2, 10.0.1.2",
        "fd00::/64, fd00::ffff:ffff:ffff:ffff",
        "fd00::/48, fd00::ffff:ffff:ffff:ffff:ffff",
        "fd00::/120, fd00::ff",
        "::/0, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    })
    @DisplayName("a prefix knows its last address")
    void last_address(String prefix, String last) {
        assertEquals(last, Cidr.parse(prefix).last().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1/14, write 10.0.0.0/14",
        "10.0.0.0/33, use 0 to 32",
        "fd00::/129, use 0 to 128",
        "10.0.0.0/, address/length",
        "10.0.0.0/-1, address/length",
        "10.0.0.0/255.252.0.0, address/length",
        "fd00::1/64, write fd00::/64",
    })
    @DisplayName("what is no prefix is refused with the one that was meant")
    void refuses_prefix(String text, String remedy) {
        String message = assertThrows(IllegalArgumentException.class, () -> Cidr.parse(text))
                .getMessage();

        assertTrue(message.contains(remedy), message);
    }

    @Test
    @DisplayName("a prefix holds exactly the addresses from its first to its last; two overlap if they share one")
    void contains_and_overlaps() {
        long seed = 7;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            boolean six = random.nextBoolean();
            Cidr one = prefix(random, six);
            Cidr two = prefix(random, six);
            IpAddress address = address(random, six);
            boolean inside = one.network().compareTo(address) <= 0 && address.compareTo(one.last()) <= 0;
            assertEquals(inside, one.contains(address), () -> "seed " + seed + ": " + one + " " + address);
            boolean shared =
                    one.network().compareTo(two.last()) <= 0 && two.network().compareTo(one.last()) <= 0;
            assertEquals(shared, one.overlaps(two), () -> "seed " + seed + ": " + one + " " + two);
            assertEquals(shared, two.overlaps(one));
        }
    }

    /** Addresses close to each other, so that prefixes meet. */
    private static IpAddress address(Random random, boolean six) {
        int few = random.nextInt(4) << 30 | random.nextInt(16);
        return six ? IpAddress.ofV6(Integer.toUnsignedLong(few) << 32, random.nextInt(8)) : IpAddress.ofV4(few);
    }

    private static Cidr prefix(Random random, boolean six) {
        return Cidr.around(address(random, six), random.nextInt(six ? 129 : 33));
    }
}
