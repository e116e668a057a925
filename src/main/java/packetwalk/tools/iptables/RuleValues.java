package packetwalk.tools.iptables;

import java.util.Map;
import java.util.Optional;
import packetwalk.linux.conntrack.NatRange;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.Protocol;
import packetwalk.tools.line.Words;

/** Values of a rule's options: prefixes, ports, marks, ranges. */
final class RuleValues {

    /** Names of services that people type; the file {@code /etc/services} has more. */
    private static final Map<String, Integer> SERVICES = Map.ofEntries(
            Map.entry("ssh", 22),
            Map.entry("smtp", 25),
            Map.entry("domain", 53),
            Map.entry("bootps", 67),
            Map.entry("bootpc", 68),
            Map.entry("http", 80),
            Map.entry("ntp", 123),
            Map.entry("snmp", 161),
            Map.entry("https", 443),
            Map.entry("mdns", 5353),
            Map.entry("http-alt", 8080));

    private RuleValues() {}

    /** First and last of a range, both in it. */
    record Span(int from, int to) {}

    /** Value and mask of a mark. */
    record Masked(int value, int mask) {}

    /**
     * A prefix, its host bits cleared; empty for a mask with holes.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static Optional<Cidr> prefix(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Optional.of(Cidr.of(address(text)));
        }
        IpAddress address = address(Words.withAllOctets(text).split("/", 2)[0]);
        String mask = text.substring(slash + 1);
        if (IpAddress.isAddress(mask)) {
            long bits = IpAddress.parse(mask).low();
            int length = Long.numberOfLeadingZeros(~(bits << 32));
            boolean holes = Long.bitCount(bits) != length;
            return holes ? Optional.empty() : Optional.of(Cidr.around(address, length));
        }
        if (!mask.matches("[0-9]{1,2}") || Integer.parseInt(mask) > 32) {
            throw new IllegalArgumentException("invalid mask `" + mask + "' specified; use 0 to 32");
        }
        return Optional.of(Cidr.around(address, Integer.parseInt(mask)));
    }

    private static IpAddress address(String text) {
        if (text.equals("localhost")) {
            return IpAddress.parse("127.0.0.1");
        }
        if (!IpAddress.isAddress(text) || text.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "host/network `" + text + "' not found; write an IPv4 address or prefix such as 10.0.1.0/24");
        }
        return IpAddress.parse(text);
    }

    /** {@code 80}, {@code 80:90}, {@code :90}, {@code 80:} or a service's name. */
    static Span ports(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            int port = port(text);
            return new Span(port, port);
        }
        String first = text.substring(0, colon);
        String last = text.substring(colon + 1);
        Span range = new Span(first.isEmpty() ? 0 : port(first), last.isEmpty() ? 65535 : port(last));
        if (range.from() > range.to()) {
            throw new IllegalArgumentException(
                    "invalid portrange (min > max): " + text + "; write the lower one first");
        }
        return range;
    }

    private static int port(String text) {
        Integer service = SERVICES.get(text);
        if (service != null) {
            return service;
        }
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65535) {
            throw new IllegalArgumentException("invalid port/service `" + text + "' specified; use 0 to 65535");
        }
        return Integer.parseInt(text);
    }

    /** {@code 0x4000/0xff00}; without a mask all bits count. */
    static Masked mark(String text) {
        try {
            int slash = text.indexOf('/');
            long value = Words.parseNumber(slash < 0 ? text : text.substring(0, slash));
            long mask = slash < 0 ? 0xffff_ffffL : Words.parseNumber(text.substring(slash + 1));
            return new Masked((int) value, (int) mask);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("mark: bad value \"" + text + "\"; write 0x4000 or 0x4000/0xff00", e);
        }
    }

    /** {@code 1.2.3.4}, {@code 1.2.3.4-1.2.3.9}, each perhaps with {@code :80} or {@code :80-90} behind. */
    static NatRange range(String text, Optional<Protocol> protocol) {
        int colon = text.indexOf(':');
        String addresses = colon < 0 ? text : text.substring(0, colon);
        int dash = addresses.indexOf('-');
        IpAddress from = natAddress(dash < 0 ? addresses : addresses.substring(0, dash), text);
        IpAddress to = dash < 0 ? from : natAddress(addresses.substring(dash + 1), text);
        if (from.compareTo(to) > 0) {
            throw new IllegalArgumentException("bad IP address range \"" + text + "\"; write the lower one first");
        }
        if (colon < 0) {
            return new NatRange(from, to, 0, 0);
        }
        boolean ports = protocol.filter(each ->
                        each == Protocol.TCP || each == Protocol.UDP || each == Protocol.SCTP || each == Protocol.DCCP)
                .isPresent();
        if (!ports) {
            throw new IllegalArgumentException(
                    "Need TCP, UDP, SCTP or DCCP with port specification; add -p tcp before \"" + text + "\"");
        }
        Span range = ports(text.substring(colon + 1).replace('-', ':'));
        if (range.from() == 0) {
            throw new IllegalArgumentException("Port \"" + text.substring(colon + 1) + "\" not valid; use 1 to 65535");
        }
        return new NatRange(from, to, range.from(), range.to());
    }

    private static IpAddress natAddress(String address, String whole) {
        if (!IpAddress.isAddress(address)) {
            throw new IllegalArgumentException(
                    "Bad IP address \"" + whole + "\"; write 10.0.1.2, 10.0.1.2:8080 or a range of either");
        }
        return IpAddress.parse(address);
    }
}
