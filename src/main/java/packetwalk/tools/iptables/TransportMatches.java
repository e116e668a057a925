package packetwalk.tools.iptables;

import java.util.ArrayList;
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
import packetwalk.linux.xtables.match.MultiportMatch;
import packetwalk.linux.xtables.match.TcpMatch;
import packetwalk.linux.xtables.match.UdpMatch;
import packetwalk.net.Protocol;
import packetwalk.net.Tcp;

/** Matches that look into the header of TCP, UDP or ICMP. */
final class TransportMatches {

    static final String PORTS = "!source-port|sport 1 !destination-port|dport 1";

    private static final int MOST_PORTS = 15;

    static final Map<String, Syntax<? extends Match>> ALL = Map.of(
            "tcp", Syntax.of(PORTS + " !tcp-flags 2 !syn 0 !tcp-option 1", TransportMatches::tcp),
            "udp", Syntax.of(PORTS, TransportMatches::udp),
            "icmp", Syntax.of("!icmp-type 1", TransportMatches::icmp),
            "multiport",
                    Syntax.of(
                            "!source-ports|sports 1 !destination-ports|dports 1 !ports 1",
                            TransportMatches::multiport));

    private TransportMatches() {}

    private static Match tcp(Options options) {
        requireProtocol(options, Protocol.TCP);
        if (options.has("--syn") && options.has("--tcp-flags")) {
            throw new IllegalArgumentException("Only one of `--syn' or `--tcp-flags' allowed; leave one out");
        }
        Optional<TcpMatch.Flags> flags = options.find("--tcp-flags", "--syn").map(TransportMatches::flags);
        return new TcpMatch(
                ports(options, "--source-port", Protocol.TCP),
                ports(options, "--destination-port", Protocol.TCP),
                options.find("--tcp-option").map(TransportMatches::option).orElse(null),
                flags.orElse(null));
    }

    /** Nftables' own expressions, unlike the kernel's xt_tcp, do not mind that the protocol is negated. */
    private static void requireProtocol(Options options, Protocol protocol) {
        boolean named =
                options.only().filter(each -> each.protocol() == protocol).isPresent();
        if (!named || options.given().isEmpty() || options.has("--tcp-option")) {
            options.requireProtocol(protocol);
        }
    }

    private static Range option(Extension.Option option) {
        long kind = Numbers.parse(option.value(), 255)
                .filter(each -> each > 0)
                .orElseThrow(
                        () -> new IllegalArgumentException("Bad TCP option \"" + option.value() + "\"; use 1 to 255"));
        return new Range(kind, kind, option.negated());
    }

    private static Match udp(Options options) {
        requireProtocol(options, Protocol.UDP);
        return new UdpMatch(
                ports(options, "--source-port", Protocol.UDP), ports(options, "--destination-port", Protocol.UDP));
    }

    /** The ports of an option; null where it was not given, or every port is meant. */
    private static @Nullable Range ports(Options options, String name, Protocol protocol) {
        Optional<Extension.Option> option = options.find(name);
        if (option.isEmpty()) {
            return null;
        }
        RuleValues.Span span = RuleValues.ports(option.get().value(), protocol);
        boolean all = span.from() == 0 && span.to() == 65535 && !option.get().negated();
        return all ? null : new Range(span.from(), span.to(), option.get().negated());
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
                    .filter(each -> name.equalsIgnoreCase("ALL") || each.name().equalsIgnoreCase(name))
                    .toList();
            if (named.isEmpty() && !name.equalsIgnoreCase("NONE")) {
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
        return IcmpTypes.named(option.value())
                .orElseGet(() -> icmpNumbers(option.value()))
                .negated(option.negated());
    }

    private static IcmpMatch icmpNumbers(String text) {
        String[] parts = text.split("/", 2);
        Optional<Long> type = Numbers.parse(parts[0], 255);
        Optional<Long> code = parts.length > 1 ? Numbers.parse(parts[1], 255) : Optional.of(-1L);
        if (type.isEmpty() || code.isEmpty()) {
            throw new IllegalArgumentException("Unknown ICMP " + (type.isEmpty() ? "type" : "code") + " `" + text
                    + "'; write a number such as 8 or 3/4, or a name such as echo-request");
        }
        return new IcmpMatch(type.get().intValue(), code.get().intValue(), false);
    }

    private static Match multiport(Options options) {
        Protocol protocol = options.protocol()
                .filter(each -> each == Protocol.TCP
                        || each == Protocol.UDP
                        || each == Protocol.UDPLITE
                        || each == Protocol.SCTP
                        || each == Protocol.DCCP)
                .orElseThrow(() -> new IllegalArgumentException("multiport only works with TCP, UDP, UDPLITE, SCTP and"
                        + " DCCP; add -p tcp before -m multiport"));
        options.requireAtMostOne("--source-ports", "--destination-ports", "--ports");
        Extension.Option option = options.find("--source-ports", "--destination-ports", "--ports")
                .orElseThrow(() -> new IllegalArgumentException("multiport expection an option; add --dports 80,443"));
        MultiportMatch.Which which = switch (option.name()) {
            case "--source-ports" -> MultiportMatch.Which.SPORTS;
            case "--destination-ports" -> MultiportMatch.Which.DPORTS;
            default -> MultiportMatch.Which.PORTS;
        };
        return new MultiportMatch(which, manyPorts(option.value(), protocol), option.negated(), protocol);
    }

    private static List<Range> manyPorts(String text, Protocol protocol) {
        List<Range> ports = new ArrayList<>();
        int places = 0;
        for (String each : text.split(",", -1)) {
            String[] ends = each.split(":", 2);
            int from = RuleValues.port(ends[0], protocol);
            int to = ends.length > 1 ? RuleValues.port(ends[1], protocol) : from;
            if (ends.length > 1 && from >= to) {
                throw new IllegalArgumentException(
                        "invalid portrange specified: " + each + "; write the lower one first");
            }
            places += ends.length;
            ports.add(new Range(from, to, false));
        }
        if (places > MOST_PORTS) {
            throw new IllegalArgumentException(
                    "too many ports specified: " + text + "; use up to " + MOST_PORTS + ", a range counting twice");
        }
        return ports;
    }
}
