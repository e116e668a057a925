package packetwalk.tools.iptables;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.NatRange;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.target.NetmapTarget;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.Protocol;

/** Targets that rewrite addresses and ports of IPv4: extensions/libxt_NAT.c. */
final class NatTargets {

    /** Those that a port may be given for; of ICMP it is the identifier. */
    private static final Set<Protocol> WITH_PORTS =
            Set.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP, Protocol.DCCP, Protocol.ICMP);

    private static final NatWords NAT = new NatWords(WITH_PORTS) {
        @Override
        NatRange range(Options options, String option) {
            return NatTargets.range(this, options, option);
        }
    };

    static final Map<String, Syntax<? extends Target>> ALL = Map.of(
            "SNAT", NAT.snat(),
            "DNAT", NAT.dnat(),
            "MASQUERADE", NAT.masquerade(),
            "REDIRECT", NAT.redirect(),
            "NETMAP", Syntax.of("to 1", NatTargets::netmap));

    private NatTargets() {}

    /** A mask with holes counts as none: {@code xtopt_parse_hostmask()}. */
    private static Target netmap(Options options) {
        String[] parts = options.required("--to").value().split("/", 2);
        IpAddress address = RuleValues.address(parts[0]);
        int mask = parts.length == 1 ? -1 : RuleValues.mask(parts[1]);
        int length = Integer.numberOfLeadingZeros(~mask);
        return new NetmapTarget(Cidr.around(address, Integer.bitCount(mask) == length ? length : 32));
    }

    /** {@code 1.2.3.4}, {@code 1.2.3.4-1.2.3.9}, each perhaps with {@code :80} or {@code :80-90} behind, or that alone. */
    private static NatRange range(NatWords words, Options options, String option) {
        String text = options.required(option).value();
        int colon = text.indexOf(':');
        NatRange.Addresses addresses = addresses(colon < 0 ? text : text.substring(0, colon), text);
        NatRange.Ports ports = colon < 0 ? null : words.ports(text.substring(colon + 1), options);
        return new NatRange(addresses, ports, words.choice(options));
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
}
