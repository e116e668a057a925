package packetwalk.tools.iptables;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Side;
import packetwalk.linux.xtables.match.Addrtype6Match;
import packetwalk.linux.xtables.match.Ah6Match;
import packetwalk.linux.xtables.match.HlMatch;
import packetwalk.linux.xtables.match.Icmp6Match;
import packetwalk.linux.xtables.match.Icmp6Types;
import packetwalk.linux.xtables.match.IprangeMatch;
import packetwalk.linux.xtables.match.Rpfilter6Match;
import packetwalk.linux.xtables.match.TtlMatch;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.Protocol;

/** Matches that ip6tables alone has. Those that ask for extension headers, which nothing here sends, are kept as typed. */
final class Inet6Matches {

    static final Map<String, Syntax<? extends Match>> ALL = Map.of(
            "icmp6", Syntax.of("!icmpv6-type 1", Inet6Matches::icmp6),
            "addrtype",
                    new Syntax<>(
                            HostMatches.ADDRTYPE_SYNTAX.options(),
                            options -> new Addrtype6Match(
                                    HostMatches.ADDRTYPE_SYNTAX.read().apply(options))),
            "rpfilter",
                    new Syntax<>(
                            HostMatches.RPFILTER_SYNTAX.options(),
                            options -> new Rpfilter6Match(
                                    HostMatches.RPFILTER_SYNTAX.read().apply(options))),
            "ah", Syntax.of("!ahspi 1 !ahlen 1 ahres 0", Inet6Matches::ah),
            "policy", IpsecMatches.policy(Inet6Matches::host),
            "recent", RecentSyntax.of(IpFamily.IPV6),
            "hl", Syntax.of("!hl-eq|hl 1 hl-lt 1 hl-gt 1", Inet6Matches::hl),
            "iprange", Syntax.of("!src-range 1 !dst-range 1", Inet6Matches::iprange));

    /** Other names of the same. */
    static final Map<String, String> ALIASES = Map.of("icmpv6", "icmp6", "ipv6-icmp", "icmp6");

    /** Kept as they come. */
    static final Set<String> UNMODELLED = Set.of("frag rt hbh dst mh ipv6header eui64 rateest srh ipvs".split(" "));

    private Inet6Matches() {}

    private static Match icmp6(Options options) {
        options.requireProtocol(Protocol.ICMPV6);
        Extension.Option option = options.required("--icmpv6-type");
        String text = option.value();
        Icmp6Match match = Icmp6Types.named(text).orElseGet(() -> numbered(text));
        return match.negated(option.negated());
    }

    /** {@code 1} or {@code 1/3}. */
    private static Icmp6Match numbered(String text) {
        String[] parts = text.split("/", 2);
        int type = number(parts[0], text);
        return new Icmp6Match(type, parts.length == 1 ? -1 : number(parts[1], text), false);
    }

    private static int number(String part, String whole) {
        return Numbers.parse(part, 255)
                .orElseThrow(() -> new IllegalArgumentException("Unknown ICMPv6 type `" + whole
                        + "'; write a name such as echo-request, a number, or TYPE/CODE"))
                .intValue();
    }

    private static Match ah(Options options) {
        return new Ah6Match(
                IpsecMatches.numbers(options, "--ahspi"),
                IpsecMatches.numbers(options, "--ahlen"),
                options.has("--ahres"));
    }

    /** A host or a network of them. */
    private static String host(String text) {
        return Inet6Values.addresses(Side.SRC, text, false).addresses().replaceFirst("/128$", "");
    }

    private static Match hl(Options options) {
        options.requireAtMostOne("--hl-eq", "--hl-lt", "--hl-gt");
        Extension.Option option = options.find("--hl-eq", "--hl-lt", "--hl-gt")
                .orElseThrow(() ->
                        new IllegalArgumentException("hl: one of --hl-eq, --hl-lt and --hl-gt must be specified"));
        TtlMatch.Comparison comparison = switch (option.name()) {
            case "--hl-lt" -> TtlMatch.Comparison.LESS;
            case "--hl-gt" -> TtlMatch.Comparison.GREATER;
            default -> option.negated() ? TtlMatch.Comparison.UNEQUAL : TtlMatch.Comparison.EQUAL;
        };
        return new HlMatch(comparison, options.number(option.name(), 0, 255, 0));
    }

    private static Match iprange(Options options) {
        if (!options.has("--src-range") && !options.has("--dst-range")) {
            throw new IllegalArgumentException("iprange match: You must specify `--src-range' or `--dst-range'");
        }
        return new IprangeMatch(range(options, "--src-range"), range(options, "--dst-range"));
    }

    private static IprangeMatch.@Nullable Addresses range(Options options, String name) {
        Extension.Option option = options.find(name).orElse(null);
        if (option == null) {
            return null;
        }
        String[] ends = option.value().split("-", 2);
        IpAddress from = Inet6Values.address(ends[0]);
        return new IprangeMatch.Addresses(
                from, ends.length == 1 ? from : Inet6Values.address(ends[1]), option.negated());
    }
}
