package packetwalk.tools.iptables;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import packetwalk.linux.conntrack.NatRange;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.target.HlTarget;
import packetwalk.linux.xtables.target.NetmapTarget;
import packetwalk.linux.xtables.target.Reject6Target;
import packetwalk.linux.xtables.target.TtlTarget;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.Protocol;

/** Targets that ip6tables has a form of its own of: extensions/libip6t_REJECT.c, libxt_NAT.c, libxt_TTL.c. */
final class Inet6Targets {

    private static final Set<Protocol> WITH_PORTS =
            Set.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP, Protocol.DCCP, Protocol.ICMPV6);

    private static final NatWords NAT = new NatWords(WITH_PORTS) {
        @Override
        NatRange range(Options options, String option) {
            return Inet6Targets.range(this, options, option);
        }
    };

    static final Map<String, Syntax<? extends Target>> ALL = Map.of(
            "REJECT", Syntax.of("reject-with 1", Inet6Targets::reject),
            "HL", Syntax.of("hl-set 1 hl-dec 1 hl-inc 1", Inet6Targets::hl),
            "SNAT", NAT.snat(),
            "DNAT", NAT.dnat(),
            "MASQUERADE", NAT.masquerade(),
            "REDIRECT", NAT.redirect(),
            "NETMAP", Syntax.of("to 1", Inet6Targets::netmap));

    /** Kept as they come. */
    static final Set<String> UNMODELLED = Set.of("DNPT SNPT".split(" "));

    private Inet6Targets() {}

    private static Target reject(Options options) {
        String kind = options.value("--reject-with").orElse("icmp6-port-unreachable");
        Reject6Target.With with = Arrays.stream(Reject6Target.With.values())
                .filter(each -> each.begins(kind.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown reject type \"" + kind
                        + "\"; use tcp-reset, icmp6-port-unreachable or another of iptables-extensions(8)"));
        if (with == Reject6Target.With.TCP_RESET
                && options.protocol().filter(Protocol.TCP::equals).isEmpty()) {
            throw new IllegalArgumentException("--reject-with tcp-reset answers TCP only; add -p tcp");
        }
        return new Reject6Target(with);
    }

    private static Target hl(Options options) {
        options.requireAtMostOne("--hl-set", "--hl-dec", "--hl-inc");
        for (TtlTarget.Mode mode : TtlTarget.Mode.values()) {
            String option = mode.option("hl");
            if (options.has(option)) {
                return new HlTarget(mode, options.number(option, mode == TtlTarget.Mode.SET ? 0 : 1, 255, 0));
            }
        }
        throw new IllegalArgumentException("HL: You must specify an action; add --hl-set, --hl-dec or --hl-inc");
    }

    /** A mask with holes counts as none: {@code xtopt_parse_hostmask()}. */
    private static Target netmap(Options options) {
        String[] parts = options.required("--to").value().split("/", 2);
        IpAddress address = Inet6Values.address(parts[0]);
        IpAddress mask = Inet6Values.mask(parts.length == 1 ? "128" : parts[1]);
        int length = Long.bitCount(mask.high()) + Long.bitCount(mask.low());
        boolean holes = !Inet6Values.mask(String.valueOf(length)).equals(mask);
        return new NetmapTarget(Cidr.around(address, holes ? 128 : length));
    }

    /** {@code fd00::1}, {@code fd00::1-fd00::9}, with ports {@code [fd00::1]:80} or {@code [fd00::1-fd00::9]:80-90}. */
    private static NatRange range(NatWords words, Options options, String option) {
        String text = options.required(option).value();
        if (!text.startsWith("[")) {
            return new NatRange(addresses(text), null, words.choice(options));
        }
        int end = text.indexOf(']');
        boolean ported = end > 0 && (text.length() == end + 1 || text.charAt(end + 1) == ':');
        if (!ported) {
            throw new IllegalArgumentException(
                    "Invalid address format \"" + text + "\"; write [fd00::1]:80, or fd00::1 without a port");
        }
        NatRange.Ports ports = text.length() == end + 1 ? null : words.ports(text.substring(end + 2), options);
        return new NatRange(addresses(text.substring(1, end)), ports, words.choice(options));
    }

    private static NatRange.Addresses addresses(String text) {
        int dash = text.indexOf('-');
        IpAddress from = Inet6Values.address(dash < 0 ? text : text.substring(0, dash));
        return new NatRange.Addresses(from, dash < 0 ? from : Inet6Values.address(text.substring(dash + 1)));
    }
}
