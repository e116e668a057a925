package packetwalk.tools.iptables;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Range;
import packetwalk.linux.xtables.match.IcmpMatch;
import packetwalk.linux.xtables.match.IcmpTypes;
import packetwalk.linux.xtables.match.TcpMatch;
import packetwalk.linux.xtables.match.UdpMatch;
import packetwalk.net.Protocol;
import packetwalk.net.Tcp;

/** Matches that look into the transport header. */
final class TransportMatches {

    private static final String PORTS = "sport 1 source-port 1 dport 1 destination-port 1";

    static final Map<String, Syntax<? extends Match>> ALL = Map.of(
            "tcp", Syntax.of(PORTS + " tcp-flags 2 syn 0 tcp-option 1", TransportMatches::tcp),
            "udp", Syntax.of(PORTS, TransportMatches::udp),
            "icmp", Syntax.of("icmp-type 1", TransportMatches::icmp));

    private TransportMatches() {}

    private static Match tcp(Options options) {
        options.requireProtocol(Protocol.TCP);
        if (options.has("--tcp-option")) {
            return Extensions.unknownMatch(options);
        }
        Optional<TcpMatch.Flags> flags = options.find("--tcp-flags", "--syn").map(TransportMatches::flags);
        return new TcpMatch(sport(options), dport(options), flags.orElse(null));
    }

    private static Match udp(Options options) {
        options.requireProtocol(Protocol.UDP);
        return new UdpMatch(sport(options), dport(options));
    }

    static @Nullable Range sport(Options options) {
        return options.find("--sport", "--source-port")
                .flatMap(TransportMatches::ports)
                .orElse(null);
    }

    static @Nullable Range dport(Options options) {
        return options.find("--dport", "--destination-port")
                .flatMap(TransportMatches::ports)
                .orElse(null);
    }

    /** Empty where every port is meant. */
    private static Optional<Range> ports(Extension.Option option) {
        RuleValues.Span span = RuleValues.ports(option.value());
        boolean all = span.from() == 0 && span.to() == 65535;
        if (!option.negated()) {
            return all ? Optional.empty() : Optional.of(new Range(span.from(), span.to(), false));
        }
        // iptables-nft prints "not up to 80" as "from 81"
        boolean upTo = span.from() == 0 && span.to() < 65535;
        return Optional.of(upTo ? new Range(span.to() + 1, 65535, false) : new Range(span.from(), span.to(), true));
    }

    private static TcpMatch.Flags flags(Extension.Option option) {
        boolean syn = option.name().equals("--syn");
        Set<Tcp.Flag> mask = flags(syn ? "FIN,SYN,RST,ACK" : option.value());
        Set<Tcp.Flag> set = flags(syn ? "SYN" : option.values().get(1).text());
        return new TcpMatch.Flags(mask, set, option.negated());
    }

    private static Set<Tcp.Flag> flags(String names) {
        Set<Tcp.Flag> flags = EnumSet.noneOf(Tcp.Flag.class);
        for (String name : names.split(",", -1)) {
            List<Tcp.Flag> named = Arrays.stream(Tcp.Flag.values())
                    .filter(each -> name.equals("ALL") || each.name().equalsIgnoreCase(name))
                    .toList();
            if (named.isEmpty() && !name.equals("NONE")) {
                throw new IllegalArgumentException(
                        "Unknown TCP flag `" + name + "'; use " + Arrays.toString(Tcp.Flag.values()) + ", ALL or NONE");
            }
            flags.addAll(named);
        }
        return flags;
    }

    private static Match icmp(Options options) {
        options.requireProtocol(Protocol.ICMP);
        Extension.Option option = options.required("--icmp-type");
        String text = IcmpTypes.number(option.value()).orElse(option.value());
        if (!text.matches("[0-9]{1,3}(/[0-9]{1,3})?")) {
            throw new IllegalArgumentException("Unknown ICMP type `" + option.value()
                    + "'; write a number such as 8, 3/4, or a name such as echo-request");
        }
        String[] parts = text.split("/");
        int type = Integer.parseInt(parts[0]);
        int code = parts.length > 1 ? Integer.parseInt(parts[1]) : -1;
        if (type > 255 || code > 255) {
            throw new IllegalArgumentException(
                    "Invalid ICMP type `" + option.value() + "'; types and codes are 0 to 255");
        }
        return new IcmpMatch(type, code, option.negated());
    }
}
