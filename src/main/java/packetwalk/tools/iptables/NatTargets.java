package packetwalk.tools.iptables;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.NatKind;
import packetwalk.linux.conntrack.NatRange;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.match.ProtocolMatch;
import packetwalk.linux.xtables.target.MasqueradeTarget;
import packetwalk.linux.xtables.target.NatTarget;
import packetwalk.linux.xtables.target.NetmapTarget;
import packetwalk.linux.xtables.target.RedirectTarget;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.Protocol;

/** Targets that rewrite addresses and ports: extensions/libxt_NAT.c. */
final class NatTargets {

    private static final String RANDOM = " random 0";
    private static final String FULLY = " random-fully 0";
    private static final String PERSISTENT = " persistent 0";

    /** Those that a port may be given for; of ICMP it is the identifier. */
    private static final Set<Protocol> WITH_PORTS =
            Set.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP, Protocol.DCCP, Protocol.ICMP);

    static final Map<String, Syntax<? extends Target>> ALL = Map.of(
            "SNAT", Syntax.of("to-source 1" + RANDOM + FULLY + PERSISTENT, NatTargets::snat),
            "DNAT", Syntax.of("to-destination 1" + RANDOM + PERSISTENT, NatTargets::dnat),
            "MASQUERADE", Syntax.of("to-ports 1" + RANDOM + FULLY, NatTargets::masquerade),
            "REDIRECT", Syntax.of("to-ports 1" + RANDOM, NatTargets::redirect),
            "NETMAP", Syntax.of("to 1", NatTargets::netmap));

    private NatTargets() {}

    private static Target snat(Options options) {
        return new NatTarget(NatKind.SNAT, range(options, "--to-source"));
    }

    private static Target dnat(Options options) {
        return new NatTarget(NatKind.DNAT, range(options, "--to-destination"));
    }

    private static Target masquerade(Options options) {
        return new MasqueradeTarget(onlyPorts(options));
    }

    private static Target redirect(Options options) {
        return new RedirectTarget(onlyPorts(options));
    }

    /** A mask with holes counts as none: {@code xtopt_parse_hostmask()}. */
    private static Target netmap(Options options) {
        String[] parts = options.required("--to").value().split("/", 2);
        IpAddress address = RuleValues.address(parts[0]);
        int mask = parts.length == 1 ? -1 : RuleValues.mask(parts[1]);
        int length = Integer.numberOfLeadingZeros(~mask);
        return new NetmapTarget(Cidr.around(address, Integer.bitCount(mask) == length ? length : 32));
    }

    private static NatRange.Choice choice(Options options) {
        return new NatRange.Choice(options.has("--random"), options.has("--random-fully"), options.has("--persistent"));
    }

    private static NatRange onlyPorts(Options options) {
        Optional<String> text = options.value("--to-ports");
        if (text.filter(each -> each.indexOf(':') >= 0).isPresent()) {
            throw new IllegalArgumentException("Invalid port:port syntax - use dash: \"" + text.get() + "\"");
        }
        NatRange.Ports ports = text.isEmpty() ? null : ports(text.get(), options);
        return new NatRange(null, ports, choice(options));
    }

    /** {@code 1.2.3.4}, {@code 1.2.3.4-1.2.3.9}, each perhaps with {@code :80} or {@code :80-90} behind, or that alone. */
    private static NatRange range(Options options, String option) {
        String text = options.required(option).value();
        int colon = text.indexOf(':');
        NatRange.Addresses addresses = addresses(colon < 0 ? text : text.substring(0, colon), text);
        NatRange.Ports ports = colon < 0 ? null : ports(text.substring(colon + 1), options);
        return new NatRange(addresses, ports, choice(options));
    }

    private static NatRange.@Nullable Addresses addresses(String text, String whole) {
        if (text.isEmpty() && !whole.isEmpty()) {
            return null;
        }
        int dash = text.indexOf('-');
        IpAddress from = address(dash < 0 ? text : text.substring(0, dash), whole);
        return new NatRange.Addresses(from, dash < 0 ? from : address(text.substring(dash + 1), whole));
    }

    private static IpAddress address(String text, String whole) {
        if (!IpAddress.isAddress(text)) {
            throw new IllegalArgumentException(
                    "Bad IP address \"" + whole + "\"; write 10.0.1.2, 10.0.1.2:8080 or a range of either");
        }
        return IpAddress.parse(text);
    }

    /** {@code 80}, {@code 80-90}, {@code 80-90/8080}: {@code parse_ports()}. */
    private static NatRange.Ports ports(String text, Options options) {
        Optional<Protocol> protocol = options.only().map(ProtocolMatch::protocol);
        if (protocol.filter(WITH_PORTS::contains).isEmpty()) {
            throw new IllegalArgumentException(
                    "Need TCP, UDP, SCTP or DCCP with port specification; add -p tcp before \"" + text + "\"");
        }
        int slash = text.indexOf('/');
        String span = slash < 0 ? text : text.substring(0, slash);
        int dash = span.indexOf('-');
        int from = RuleValues.port(dash < 0 ? span : span.substring(0, dash), Protocol.TCP);
        if (dash < 0 && slash < 0) {
            return new NatRange.Ports(from, from);
        }
        if (dash < 0) {
            throw new IllegalArgumentException("Garbage after port value: `" + text.substring(slash)
                    + "'; a shift needs a range, such as 80-90/8080");
        }
        int to = RuleValues.port(span.substring(dash + 1), Protocol.TCP);
        if (to < from) {
            throw new IllegalArgumentException(
                    "Port range `" + span.substring(dash + 1) + "' funky; write the lower port first");
        }
        return slash < 0
                ? new NatRange.Ports(from, to)
                : new NatRange.Ports(from, to, base(text.substring(slash + 1), options));
    }

    /** Where the shift begins; SNAT reads it, and its kernel module has no place for it. */
    private static int base(String text, Options options) {
        int base = RuleValues.port(text, Protocol.TCP);
        if (base == 0) {
            throw new IllegalArgumentException("Port `" + text + "' not valid; use 1 to 65535");
        }
        return options.name().equals("SNAT") ? 0 : base;
    }
}
