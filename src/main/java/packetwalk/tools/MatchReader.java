package packetwalk.tools;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import packetwalk.linux.netfilter.Match;
import packetwalk.linux.route.RouteType;
import packetwalk.net.Protocol;
import packetwalk.net.Tcp;

/** Makes conditions of {@code -m NAME} and its options. What the engine does not model is kept word by word. */
final class MatchReader {

    /** The order in which iptables prints them: libxt_conntrack.c {@code print_state()}. */
    private static final List<String> STATES =
            List.of("INVALID", "NEW", "RELATED", "ESTABLISHED", "UNTRACKED", "SNAT", "DNAT");

    private static final List<String> ADDRESS_TYPES = List.of(
            "UNSPEC",
            "UNICAST",
            "LOCAL",
            "BROADCAST",
            "ANYCAST",
            "MULTICAST",
            "BLACKHOLE",
            "UNREACHABLE",
            "PROHIBIT",
            "THROW",
            "NAT",
            "XRESOLVE");

    private final Extension extension;
    private final Optional<Protocol> protocol;

    private MatchReader(Extension extension, Optional<Protocol> protocol) {
        this.extension = extension;
        this.protocol = protocol;
    }

    /**
     * The conditions of one extension.
     *
     * @param protocol what {@code -p} demands, which ports depend on
     * @throws IllegalArgumentException if iptables would refuse it
     */
    static List<Match> read(Extension extension, Optional<Protocol> protocol) {
        return new MatchReader(extension, protocol).read();
    }

    private List<Match> read() {
        return switch (extension.name()) {
            case "tcp" -> transport(Protocol.TCP);
            case "udp" -> transport(Protocol.UDP);
            case "icmp" -> {
                requireProtocol(Protocol.ICMP);
                yield List.of(IcmpTypes.read(required("--icmp-type")));
            }
            case "comment" -> List.of(new Match.Comment(comment()));
            case "mark" -> List.of(mark());
            case "state" -> List.of(new Match.State(states(required("--state"), "state")));
            case "conntrack" -> List.of(conntrack());
            case "addrtype" -> addressTypes();
            default -> List.of(unknown());
        };
    }

    private Match unknown() {
        return new Match.Unknown(extension.name(), "-m " + extension.words());
    }

    private Extension.Option required(String option) {
        return find(option)
                .orElseThrow(() -> new IllegalArgumentException(
                        extension.name() + ": option \"" + option + "\" must be specified; add it"));
    }

    private Optional<Extension.Option> find(String... names) {
        return extension.options().stream()
                .filter(each -> List.of(names).contains(each.name()))
                .findFirst();
    }

    private void requireProtocol(Protocol wanted) {
        if (protocol.filter(wanted::equals).isEmpty()) {
            throw new IllegalArgumentException(
                    extension.name() + " match requires '-p " + wanted + "'; add it before -m " + wanted);
        }
    }

    private List<Match> transport(Protocol own) {
        requireProtocol(own);
        List<Match> matches = new ArrayList<>();
        find("--sport", "--source-port")
                .flatMap(each -> port(own, Match.Side.SRC, each))
                .ifPresent(matches::add);
        find("--dport", "--destination-port")
                .flatMap(each -> port(own, Match.Side.DST, each))
                .ifPresent(matches::add);
        find("--tcp-flags", "--syn").map(MatchReader::flags).ifPresent(matches::add);
        if (find("--tcp-option").isPresent()) {
            return List.of(unknown());
        }
        return matches.isEmpty() ? List.of(new Match.Extension(own.toString())) : matches;
    }

    private static Match flags(Extension.Option option) {
        boolean syn = option.name().equals("--syn");
        Set<Tcp.Flag> mask = flags(syn ? "FIN,SYN,RST,ACK" : option.value());
        Set<Tcp.Flag> set = flags(syn ? "SYN" : option.values().get(1).text());
        return new Match.TcpFlags(mask, set, option.negated());
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

    private static Optional<Match> port(Protocol own, Match.Side side, Extension.Option option) {
        RuleValues.Range range = RuleValues.ports(option.value());
        int from = range.from();
        int to = range.to();
        if (!option.negated()) {
            boolean any = from == 0 && to == 65535;
            return any ? Optional.empty() : Optional.of(new Match.Port(own, side, from, to, false));
        }
        // iptables-nft prints "not up to 80" as "from 81"
        return from == 0 && to < 65535
                ? Optional.of(new Match.Port(own, side, to + 1, 65535, false))
                : Optional.of(new Match.Port(own, side, from, to, true));
    }

    private String comment() {
        String words = required("--comment").value();
        if (words.length() > 255) {
            throw new IllegalArgumentException(
                    "comment: option \"--comment\": " + words.length() + " characters are too many; use up to 255");
        }
        return words;
    }

    private Match mark() {
        Extension.Option option = required("--mark");
        RuleValues.Masked masked = RuleValues.mark(option.value());
        return new Match.Mark(masked.value(), masked.mask(), option.negated());
    }

    private Match conntrack() {
        if (extension.options().isEmpty()) {
            throw new IllegalArgumentException("conntrack: At least one option is required; add --ctstate NEW");
        }
        Optional<Extension.Option> state = find("--ctstate");
        boolean alone = state.isPresent() && extension.options().size() == 1;
        state.ifPresent(each -> states(each, "ctstate"));
        return alone ? states(state.get(), "ctstate") : unknown();
    }

    private static Match.ConnectionState states(Extension.Option option, String what) {
        Set<String> given = new LinkedHashSet<>();
        for (String each : option.value().split(",", -1)) {
            Optional<String> state =
                    STATES.stream().filter(each::equalsIgnoreCase).findFirst();
            if (state.isEmpty()) {
                throw new IllegalArgumentException(
                        "Bad " + what + " \"" + each + "\"; use one of " + String.join(", ", STATES));
            }
            given.add(state.get());
        }
        Set<String> inOrder = new LinkedHashSet<>(STATES);
        inOrder.retainAll(given);
        return new Match.ConnectionState(Collections.unmodifiableSet(inOrder), option.negated());
    }

    private List<Match> addressTypes() {
        Optional<Extension.Option> src = find("--src-type");
        Optional<Extension.Option> dst = find("--dst-type");
        if (src.isEmpty() && dst.isEmpty()) {
            throw new IllegalArgumentException(
                    "addrtype: you must specify --src-type or --dst-type; add --dst-type LOCAL");
        }
        Stream.concat(src.stream(), dst.stream()).forEach(MatchReader::checkTypes);
        List<Match> matches = new ArrayList<>();
        src.flatMap(each -> addressType(Match.Side.SRC, each)).ifPresent(matches::add);
        dst.flatMap(each -> addressType(Match.Side.DST, each)).ifPresent(matches::add);
        return matches.size() == extension.options().size() ? matches : List.of(unknown());
    }

    private static void checkTypes(Extension.Option option) {
        for (String type : option.value().split(",", -1)) {
            if (!ADDRESS_TYPES.contains(type)) {
                throw new IllegalArgumentException(
                        "addrtype: bad type \"" + type + "\"; use one of " + String.join(", ", ADDRESS_TYPES));
            }
        }
    }

    private static Optional<Match> addressType(Match.Side side, Extension.Option option) {
        return Arrays.stream(RouteType.values())
                .filter(each -> each.name().equals(option.value()))
                .findFirst()
                .map(type -> new Match.AddressType(side, type, option.negated()));
    }
}
