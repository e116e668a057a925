package packetwalk.tools.iptables;

import java.util.Optional;
import packetwalk.linux.xtables.Side;
import packetwalk.linux.xtables.match.AddressMatch;
import packetwalk.net.IpAddress;
import packetwalk.net.Protocol;
import packetwalk.net.Services;

/** Values of a rule's options: prefixes, ports, marks, ranges. */
final class RuleValues {

    private RuleValues() {}

    /** First and last of a range, both in it. */
    record Span(int from, int to) {}

    /** Value and mask of a mark. */
    record Masked(int value, int mask) {}

    /**
     * An address and the bits of it that count: {@code 10.0.1.2}, {@code 10/8}, {@code 10.0.0.5/255.0.0.255}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static AddressMatch addresses(Side side, String text, boolean negated) {
        int slash = text.indexOf('/');
        IpAddress address = address(slash < 0 ? text : text.substring(0, slash));
        int mask = slash < 0 ? -1 : mask(text.substring(slash + 1));
        return new AddressMatch(side, (int) address.low(), mask, negated);
    }

    /** {@code 24} or {@code 255.255.255.0}: libxtables {@code parse_ipmask()}. */
    static int mask(String text) {
        if (text.indexOf('.') >= 0 && IpAddress.isAddress(text)) {
            return (int) IpAddress.parse(text).low();
        }
        int length = Numbers.parse(text, 32)
                .orElseThrow(() -> new IllegalArgumentException(
                        "invalid mask `" + text + "' specified; use 0 to 32, or 255.255.255.0"))
                .intValue();
        return length == 0 ? 0 : -1 << (32 - length);
    }

    /** A protocol's name or number; {@code all} is number 0. */
    static Protocol protocol(String name) {
        return Protocol.named(name.equals("all") ? "ip" : name)
                .or(() -> Numbers.parse(name, 255).map(each -> Protocol.of(each.intValue())))
                .orElseThrow(() -> new IllegalArgumentException("unknown protocol \"" + name
                        + "\" specified; use tcp, udp, icmp, another of /etc/protocols, or a number from 0 to 255"));
    }

    static IpAddress address(String text) {
        if (text.equals("localhost")) {
            return IpAddress.parse("127.0.0.1");
        }
        return dotted(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "host/network `" + text + "' not found; write an IPv4 address or prefix such as 10.0.1.0/24"));
    }

    /** An IPv4 address, of which trailing octets may be left out: 10.1 is 10.1.0.0; empty if it is none. */
    static Optional<IpAddress> dotted(String text) {
        int dots = 0;
        for (int i = 0; i < text.length(); i++) {
            dots += text.charAt(i) == '.' ? 1 : 0;
        }
        String whole = dots > 2 ? text : text + ".0".repeat(3 - dots);
        return whole.indexOf(':') < 0 && IpAddress.isAddress(whole)
                ? Optional.of(IpAddress.parse(whole))
                : Optional.empty();
    }

    /** {@code 80}, {@code 80:90}, {@code :90}, {@code 80:} or a service's name. */
    static Span ports(String text, Protocol protocol) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            int port = port(text, protocol);
            return new Span(port, port);
        }
        String first = text.substring(0, colon);
        String last = text.substring(colon + 1);
        Span range =
                new Span(first.isEmpty() ? 0 : port(first, protocol), last.isEmpty() ? 65535 : port(last, protocol));
        if (range.from() > range.to()) {
            throw new IllegalArgumentException(
                    "invalid portrange (min > max): " + text + "; write the lower one first");
        }
        return range;
    }

    /** A port's number, or the name of a service of {@code protocol}. */
    static int port(String text, Protocol protocol) {
        return Numbers.parse(text, 65535)
                .map(Long::intValue)
                .or(() -> Services.port(text, protocol))
                .orElseThrow(() ->
                        new IllegalArgumentException("invalid port/service `" + text + "' specified; use 0 to 65535"));
    }

    /** {@code 0x4000/0xff00}; without a mask all bits count. */
    static Masked mark(String text) {
        return masked(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "mark: bad value \"" + text + "\"; write 0x4000 or 0x4000/0xff00"));
    }

    /** A number and a mask of 32 bits, as {@link #mark}; empty if it is none. */
    static Optional<Masked> masked(String text) {
        int slash = text.indexOf('/');
        Optional<Long> value = Numbers.parse(slash < 0 ? text : text.substring(0, slash), Numbers.UINT32);
        Optional<Long> mask =
                slash < 0 ? Optional.of(Numbers.UINT32) : Numbers.parse(text.substring(slash + 1), Numbers.UINT32);
        return value.isPresent() && mask.isPresent()
                ? Optional.of(new Masked(value.get().intValue(), mask.get().intValue()))
                : Optional.empty();
    }

    /**
     * A whole number from 0 to {@code most}, which is one part of an option's value.
     *
     * @throws IllegalArgumentException in libxtables' words if it is none
     */
    static long number(String extension, Extension.Option option, String text, long most) {
        return Numbers.parse(text, most)
                .orElseThrow(() -> new IllegalArgumentException(extension + ": bad value for option \"" + option.name()
                        + "\" near \"" + text + "\", or out of range (0-" + Long.toUnsignedString(most) + ")"));
    }
}
