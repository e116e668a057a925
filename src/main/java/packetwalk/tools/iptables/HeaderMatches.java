package packetwalk.tools.iptables;

import java.util.Map;
import java.util.Optional;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Range;
import packetwalk.linux.xtables.match.DscpMatch;
import packetwalk.linux.xtables.match.EcnMatch;
import packetwalk.linux.xtables.match.LengthMatch;
import packetwalk.linux.xtables.match.PkttypeMatch;
import packetwalk.linux.xtables.match.TcpmssMatch;
import packetwalk.linux.xtables.match.TosMatch;
import packetwalk.linux.xtables.match.TtlMatch;
import packetwalk.net.Protocol;

/** Matches that look at one number of a header. */
final class HeaderMatches {

    static final Map<String, Syntax<? extends Match>> ALL = Map.of(
            "length", Syntax.of("!length 1", HeaderMatches::length),
            "ttl", Syntax.of("!ttl-eq|ttl 1 ttl-lt 1 ttl-gt 1", HeaderMatches::ttl),
            "tos", Syntax.of("!tos 1", HeaderMatches::tos),
            "dscp", Syntax.of("!dscp 1 !dscp-class 1", HeaderMatches::dscp),
            "ecn", Syntax.of("!ecn-tcp-cwr 0 !ecn-tcp-ece 0 !ecn-ip-ect 1", HeaderMatches::ecn),
            "tcpmss", Syntax.of("!mss 1", HeaderMatches::tcpmss),
            "pkttype", Syntax.of("!pkt-type 1", HeaderMatches::pkttype));

    private HeaderMatches() {}

    private static Match length(Options options) {
        return new LengthMatch(Numbers.range(options, options.required("--length"), 65_535));
    }

    private static Match tcpmss(Options options) {
        options.requireProtocol(Protocol.TCP);
        Range mss = Numbers.range(options, options.required("--mss"), 65_535);
        if (mss.from() > mss.to()) {
            throw new IllegalArgumentException("tcpmss: invalid range given: " + mss + "; write the lower one first");
        }
        return new TcpmssMatch(mss);
    }

    private static Match ttl(Options options) {
        options.requireAtMostOne("--ttl-eq", "--ttl-lt", "--ttl-gt");
        Extension.Option option = options.find("--ttl-eq", "--ttl-lt", "--ttl-gt")
                .orElseThrow(() -> new IllegalArgumentException(
                        "TTL match: You must specify one of `--ttl-eq', `--ttl-lt', `--ttl-gt'"));
        TtlMatch.Comparison comparison = switch (option.name()) {
            case "--ttl-lt" -> TtlMatch.Comparison.LESS;
            case "--ttl-gt" -> TtlMatch.Comparison.GREATER;
            default -> option.negated() ? TtlMatch.Comparison.UNEQUAL : TtlMatch.Comparison.EQUAL;
        };
        int ttl = options.number(option.name(), 0, 255).orElseThrow().intValue();
        return new TtlMatch(comparison, ttl);
    }

    private static Match tos(Options options) {
        Extension.Option option = options.required("--tos");
        String[] parts = option.value().split("/", 2);
        Optional<Long> value = Numbers.parse(parts[0], 255);
        Optional<Long> mask = parts.length > 1 ? Numbers.parse(parts[1], 255) : Optional.of(255L);
        if (value.isPresent() && mask.isPresent()) {
            return new TosMatch(value.get().intValue(), mask.get().intValue(), option.negated());
        }
        return TosMatch.named(option.value(), option.negated())
                .orElseThrow(() -> new IllegalArgumentException("Symbolic name \"" + option.value()
                        + "\" is unknown; write 0x10, 0x10/0x3f, or a name such as Minimize-Delay"));
    }

    private static Match dscp(Options options) {
        options.requireAtMostOne("--dscp", "--dscp-class");
        Extension.Option option = options.find("--dscp", "--dscp-class")
                .orElseThrow(() -> new IllegalArgumentException("DSCP match: Parameter --dscp is required; add it"));
        if (option.name().equals("--dscp")) {
            int value = options.number("--dscp", 0, 63).orElseThrow().intValue();
            return new DscpMatch(value, option.negated());
        }
        return DscpMatch.ofClass(option.value())
                .map(value -> new DscpMatch(value, option.negated()))
                .orElseThrow(() -> new IllegalArgumentException(
                        "Invalid DSCP value `" + option.value() + "'; use a class such as EF, AF11 or CS1"));
    }

    private static Match ecn(Options options) {
        if (options.given().isEmpty()) {
            throw new IllegalArgumentException("ECN match: some option required; add --ecn-ip-ect 0");
        }
        if (options.has("--ecn-tcp-cwr") || options.has("--ecn-tcp-ece")) {
            options.requireProtocol(Protocol.TCP);
        }
        Range ect = options.number("--ecn-ip-ect", 0, 3)
                .map(bits ->
                        new Range(bits, bits, options.required("--ecn-ip-ect").negated()))
                .orElse(null);
        return new EcnMatch(flag(options, "--ecn-tcp-ece"), flag(options, "--ecn-tcp-cwr"), ect);
    }

    private static Optional<Boolean> flag(Options options, String name) {
        return options.find(name).map(each -> !each.negated());
    }

    private static Match pkttype(Options options) {
        Extension.Option option = options.required("--pkt-type");
        return PkttypeMatch.Type.named(option.value())
                .map(type -> new PkttypeMatch(type, option.negated()))
                .orElseThrow(() -> new IllegalArgumentException(
                        "Bad packet type '" + option.value() + "'; use unicast, broadcast, multicast or otherhost"));
    }
}
