package packetwalk.tools.ipset;

import org.jspecify.annotations.Nullable;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/** Values as ipset reads them: lib/parse.c. */
final class Syntax {

    private Syntax() {}

    static IllegalArgumentException error(String what) {
        return new IllegalArgumentException("Syntax error: " + what);
    }

    /** A number, decimal, hexadecimal with {@code 0x} or octal with {@code 0}, as strtoull(3) reads it. */
    static long number(String text, long min, long max) {
        long number;
        try {
            boolean octal = text.matches("0[0-7]+");
            number = Long.decode(octal || text.matches("0[xX][0-9a-fA-F]+|0|-?[1-9][0-9]*") ? text : "no number");
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "Syntax error: '" + text + "' is invalid as number; write one from " + min + " to " + max, e);
        }
        if (number < min || number > max) {
            throw error("'" + text + "' is out of range " + min + "-" + max + "; choose one in it");
        }
        return number;
    }

    /** A counter, 64 bits without sign. */
    static long counter(String text) {
        if (!text.matches("[0-9]{1,20}")) {
            return number(text, 0, Long.MAX_VALUE);
        }
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "Syntax error: '" + text + "' is out of range 0-18446744073709551615; choose one in it", e);
        }
    }

    /** An address; IPv4 with fewer than four parts too, as inet_aton(3) reads it. */
    static IpAddress address(String text, IpFamily family) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        if (bare.equals("localhost")) {
            return IpAddress.parse(family == IpFamily.IPV4 ? "127.0.0.1" : "::1");
        }
        boolean short4 = bare.indexOf(':') < 0
                && bare.chars().filter(each -> each == '.').count() < 3;
        if (family == IpFamily.IPV4 && short4 && bare.matches("[0-9]+(\\.[0-9]+)*")) {
            return shortened(bare);
        }
        try {
            IpAddress address = IpAddress.parse(bare);
            if (address.family() == family) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw notResolved(text, family, e);
        }
        throw notResolved(text, family, null);
    }

    private static IllegalArgumentException notResolved(String text, IpFamily family, @Nullable Exception cause) {
        boolean four = family == IpFamily.IPV4;
        return new IllegalArgumentException(
                "Syntax error: cannot parse " + text + ": resolving to " + (four ? "IPv4" : "IPv6")
                        + " address failed; write one such as " + (four ? "10.0.0.1" : "2001:db8::1"),
                cause);
    }

    /** {@code 10.1} is 10.0.0.1: the last part fills what is left. */
    private static IpAddress shortened(String text) {
        String[] parts = text.split("\\.");
        long bits = 0;
        for (int i = 0; i < parts.length - 1; i++) {
            bits |= number(parts[i], 0, 255) << (24 - 8 * i);
        }
        long room = 0xffff_ffffL >>> (8 * (parts.length - 1));
        return IpAddress.ofV4((int) (bits | number(parts[parts.length - 1], 0, room)));
    }
}
