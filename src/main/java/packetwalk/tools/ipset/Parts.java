package packetwalk.tools.ipset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import packetwalk.linux.ipset.Part;
import packetwalk.linux.ipset.PortNames;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.MacAddress;
import packetwalk.net.Protocol;
import packetwalk.net.Services;

/**
 * One part of an element as it is typed; a range is all parts in it.
 *
 * @param family of the set's addresses
 * @param step how far apart the addresses of a range are: each is the first of a block of as many
 * @param rangesForbidden where no range may be typed: the end of a message; empty where one may
 */
record Parts(IpFamily family, long step, Optional<String> rangesForbidden) {

    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    /** One address. */
    Stream<Part> address(String text) {
        if (text.indexOf('-') >= 0 || isPrefix(text)) {
            throw Syntax.error("plain IP address must be supplied: " + text + "; write one address");
        }
        return Stream.of(new Part.Ip(Syntax.address(withoutLength(text), family)));
    }

    /** An address, or for IPv4 also all of a prefix or from one to another. */
    Stream<Part> addresses(String text) {
        if (family == IpFamily.IPV6) {
            return address(text);
        }
        int dash = text.indexOf('-');
        if (dash >= 0) {
            require("FROM-TO IP");
            return addresses(v4(text.substring(0, dash)), v4(text.substring(dash + 1)));
        }
        if (isPrefix(text)) {
            require("IP/CIDR");
            Cidr prefix = prefix(text);
            return addresses(prefix.network().low(), prefix.last().low());
        }
        return address(text);
    }

    private Stream<Part> addresses(long one, long other) {
        long first = Math.min(one, other) / step;
        return LongStream.rangeClosed(first, Math.max(one, other) / step)
                .map(each -> each * step)
                .mapToObj(each -> new Part.Ip(IpAddress.ofV4((int) each)));
    }

    private long v4(String text) {
        return Syntax.address(text, IpFamily.IPV4).low();
    }

    private boolean isPrefix(String text) {
        int slash = text.indexOf('/');
        return slash >= 0 && length(text, slash) < family.bits();
    }

    private int length(String text, int slash) {
        return (int) Syntax.number(text.substring(slash + 1), 0, family.bits());
    }

    private static String withoutLength(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? text : text.substring(0, slash);
    }

    private Cidr prefix(String text) {
        int slash = text.indexOf('/');
        int length = slash < 0 ? family.bits() : length(text, slash);
        return Cidr.around(Syntax.address(withoutLength(text), family), length);
    }

    /** A network; a range of IPv4 is the fewest networks that make it. */
    Stream<Part> networks(String text) {
        int dash = text.indexOf('-');
        if (dash < 0 || family == IpFamily.IPV6) {
            return Stream.of(new Part.Net(prefix(text)));
        }
        require("FROM-TO IP");
        long one = v4(text.substring(0, dash));
        long other = v4(text.substring(dash + 1));
        List<Part> networks = new ArrayList<>();
        long last = Math.max(one, other);
        for (long next = Math.min(one, other); next <= last; ) {
            // as long a step as the address is aligned to and the range has room for
            int bits = next == 0 ? 32 : Long.numberOfTrailingZeros(next);
            while (next + (1L << bits) - 1 > last) {
                bits--;
            }
            networks.add(new Part.Net(new Cidr(IpAddress.ofV4((int) next), 32 - bits)));
            next += 1L << bits;
        }
        if (networks.get(0).equals(new Part.Net(Cidr.ALL_V4))) {
            throw new IllegalArgumentException(
                    "Invalid range, covers the whole address space: " + text + "; write 0.0.0.0/1 and 128.0.0.0/1");
        }
        return networks.stream();
    }

    private void require(String what) {
        rangesForbidden.ifPresent(where -> {
            throw Syntax.error(what + " range is not allowed in command " + where + "; name one element");
        });
    }

    /** {@code 80}, {@code tcp:80-90}, {@code icmp:echo-request}, {@code vrrp:0}. */
    Stream<Part> protocolPorts(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? "tcp" : text.substring(0, colon);
        Protocol protocol = Protocol.named(name)
                .or(() -> name.equals("icmpv6") ? Optional.of(Protocol.ICMPV6) : Optional.empty())
                .orElseThrow(() -> Syntax.error("cannot parse '" + name + "' as a protocol; use tcp, udp, sctp, icmp"));
        String port = text.substring(colon + 1);
        int number = protocol.number();
        if (protocol == Protocol.ICMP || protocol == Protocol.ICMPV6) {
            return Stream.of(new Part.ProtoPort(number, icmp(port, protocol)));
        }
        if (List.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP, Protocol.UDPLITE).contains(protocol)) {
            return ports(port, protocol, each -> new Part.ProtoPort(number, each));
        }
        if (!port.equals("0")) {
            throw Syntax.error(
                    "Protocol " + protocol + " can be used with pseudo port value 0 only; write " + protocol + ":0");
        }
        return Stream.of(new Part.ProtoPort(number, 0));
    }

    private int icmp(String text, Protocol protocol) {
        boolean v6 = protocol == Protocol.ICMPV6;
        if (v6 != (family == IpFamily.IPV6)) {
            throw Syntax.error("Protocol " + (v6 ? "ICMPv6" : "ICMP") + " can be used with family "
                    + (v6 ? "inet6" : "inet") + " only; use " + (v6 ? "icmp" : "icmpv6"));
        }
        Optional<Integer> named = v6 ? PortNames.icmpv6(text) : PortNames.icmp(text);
        if (named.isPresent()) {
            return named.get();
        }
        String[] numbers = text.split("/", -1);
        if (numbers.length != 2) {
            throw new IllegalArgumentException("Cannot parse " + text + " as an " + (v6 ? "ICMPv6" : "ICMP")
                    + " type/code; write 3/4, or a name such as echo-request");
        }
        return (int) (Syntax.number(numbers[0], 0, 255) << 8 | Syntax.number(numbers[1], 0, 255));
    }

    /** Ports without their protocol, which may be typed all the same: {@code bitmap:port}. */
    Stream<Part> barePorts(String text) {
        return ports(text.replaceFirst("^(tcp|udp):", ""), Protocol.TCP, Part.Port::new);
    }

    private Stream<Part> ports(String text, Protocol protocol, IntFunction<Part> part) {
        int dash = Services.port(text, protocol).isPresent() ? -1 : text.indexOf('-');
        if (dash < 0) {
            return Stream.of(part.apply(port(text, protocol)));
        }
        require("FROM-TO port");
        int one = port(text.substring(0, dash), protocol);
        int other = port(text.substring(dash + 1), protocol);
        return IntStream.rangeClosed(Math.min(one, other), Math.max(one, other)).mapToObj(part);
    }

    static int port(String text, Protocol protocol) {
        Optional<Integer> service = Services.port(text, protocol);
        if (service.isPresent()) {
            return service.get();
        }
        if (!PORT.matcher(text).matches() || Integer.parseInt(text) > 65535) {
            throw Syntax.error("cannot parse '" + text + "' as a " + protocol + " port; write 0 to 65535");
        }
        return Integer.parseInt(text);
    }

    static Stream<Part> station(String text) {
        if (!text.matches("[0-9a-fA-F]{1,2}(:[0-9a-fA-F]{1,2}){5}")) {
            throw Syntax.error("cannot parse '" + text + "' as ethernet address; write 02:42:ac:11:00:02");
        }
        long bits = 0;
        for (String octet : text.split(":")) {
            bits = bits << 8 | Integer.parseInt(octet, 16);
        }
        return Stream.of(new Part.Mac(new MacAddress(bits)));
    }

    static Stream<Part> mark(String text) {
        return Stream.of(new Part.Mark((int) Syntax.number(text, 0, 0xffff_ffffL)));
    }

    static Stream<Part> device(String text) {
        boolean physdev = text.startsWith("physdev:");
        String name = physdev ? text.substring("physdev:".length()) : text;
        if (name.isEmpty() || name.length() > 15) {
            throw Syntax.error("interface name '" + name + "' is longer than 15 characters, or empty; shorten it");
        }
        return Stream.of(new Part.Iface(name, physdev));
    }
}
