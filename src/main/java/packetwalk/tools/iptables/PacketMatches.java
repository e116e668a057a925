package packetwalk.tools.iptables;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.match.AddrtypeMatch;
import packetwalk.linux.xtables.match.CommentMatch;
import packetwalk.linux.xtables.match.MarkMatch;

/** Matches that look at the packet alone: its addresses, its mark. */
final class PacketMatches {

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

    static final Map<String, Syntax<? extends Match>> ALL = Map.of(
            "comment", Syntax.of("comment 1", PacketMatches::comment),
            "mark", Syntax.of("mark 1", PacketMatches::mark),
            "addrtype", Syntax.of("src-type 1 dst-type 1 limit-iface-in 0 limit-iface-out 0", PacketMatches::addrtype));

    private PacketMatches() {}

    private static Match comment(Options options) {
        String words = options.required("--comment").value();
        if (words.length() > 255) {
            throw new IllegalArgumentException(
                    "comment: option \"--comment\": " + words.length() + " characters are too many; use up to 255");
        }
        return new CommentMatch(words);
    }

    private static Match mark(Options options) {
        Extension.Option option = options.required("--mark");
        RuleValues.Masked masked = RuleValues.mark(option.value());
        return new MarkMatch(masked.value(), masked.mask(), option.negated());
    }

    private static Match addrtype(Options options) {
        Optional<Extension.Option> src = options.find("--src-type");
        Optional<Extension.Option> dst = options.find("--dst-type");
        if (src.isEmpty() && dst.isEmpty()) {
            throw new IllegalArgumentException(
                    "addrtype: you must specify --src-type or --dst-type; add --dst-type LOCAL");
        }
        Stream.concat(src.stream(), dst.stream()).forEach(PacketMatches::checkTypes);
        Optional<AddrtypeMatch.Type> from = src.flatMap(PacketMatches::type);
        Optional<AddrtypeMatch.Type> to = dst.flatMap(PacketMatches::type);
        long understood = Stream.concat(from.stream(), to.stream()).count();
        return understood == options.given().size() ? new AddrtypeMatch(from, to) : Extensions.unknownMatch(options);
    }

    private static void checkTypes(Extension.Option option) {
        for (String type : option.value().split(",", -1)) {
            if (!ADDRESS_TYPES.contains(type)) {
                throw new IllegalArgumentException(
                        "addrtype: bad type \"" + type + "\"; use one of " + String.join(", ", ADDRESS_TYPES));
            }
        }
    }

    private static Optional<AddrtypeMatch.Type> type(Extension.Option option) {
        return Arrays.stream(RouteType.values())
                .filter(each -> each.name().equals(option.value()))
                .findFirst()
                .map(type -> new AddrtypeMatch.Type(type, option.negated()));
    }
}
