package packetwalk.tools.iptables;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Range;
import packetwalk.linux.xtables.Side;
import packetwalk.linux.xtables.match.AhMatch;
import packetwalk.linux.xtables.match.EspMatch;
import packetwalk.linux.xtables.match.IpcompMatch;
import packetwalk.linux.xtables.match.PolicyMatch;
import packetwalk.net.Protocol;

/** Matches about IPsec: its three protocols, and its policies. */
final class IpsecMatches {

    private static final int MOST_ELEMENTS = 4;

    private static final String POLICY =
            "dir 1 pol 1 strict 0 !reqid* 1 !spi* 1 !tunnel-src* 1 !tunnel-dst* 1" + " !proto* 1 !mode* 1 next* 0";

    static final Map<String, Syntax<? extends Match>> ALL = Map.of(
            "esp", Syntax.of("!espspi 1", options -> new EspMatch(spis(options, Protocol.ESP, "--espspi"))),
            "ah", Syntax.of("!ahspi 1", options -> new AhMatch(spis(options, Protocol.AH, "--ahspi"))),
            "ipcomp", Syntax.of("!ipcompspi 1 compres 0", IpsecMatches::ipcomp),
            "policy", policy(IpsecMatches::host));

    private IpsecMatches() {}

    private static @Nullable Range spis(Options options, Protocol protocol, String name) {
        options.requireProtocol(protocol);
        return numbers(options, name);
    }

    /** A number of 32 bits, or a range of them; null where the option is not given. */
    static @Nullable Range numbers(Options options, String name) {
        return options.find(name)
                .map(option -> Numbers.range(options, option, Numbers.UINT32))
                .orElse(null);
    }

    private static Match ipcomp(Options options) {
        Range spis = spis(options, Protocol.IPCOMP, "--ipcompspi");
        return new IpcompMatch(spis == null ? new Range(0, 0, false) : spis, options.has("--compres"));
    }

    /** How it is typed; {@code hosts} reads a tunnel's end, and says how it is printed. */
    static Syntax<PolicyMatch> policy(UnaryOperator<String> hosts) {
        return Syntax.of(POLICY, options -> policy(options, hosts));
    }

    private static String host(String text) {
        return RuleValues.addresses(Side.SRC, text, false).addresses().replaceFirst("/32$", "");
    }

    private static PolicyMatch policy(Options options, UnaryOperator<String> hosts) {
        String direction = options.value("--dir")
                .orElseThrow(() -> new IllegalArgumentException(
                        "policy match: neither --dir in nor --dir out specified; add one"));
        boolean ipsec = choose(options.value("--pol").orElse("ipsec"), "policy", "ipsec", "none");
        boolean strict = options.has("--strict");
        if (!ipsec && strict) {
            throw new IllegalArgumentException("policy match: policy none but --strict given; leave one out");
        }
        if (options.has("--next") && !strict) {
            throw new IllegalArgumentException("policy: option \"--next\" also requires \"--strict\"; add it");
        }
        List<PolicyMatch.Element> elements = elements(options, strict, hosts);
        return new PolicyMatch(choose(direction, "dir", "in", "out"), ipsec, strict, ipsec ? elements : List.of());
    }

    /** Whether it is {@code first}; {@code second} is the only other one that may be. */
    private static boolean choose(String value, String what, String first, String second) {
        if (!value.equals(first) && !value.equals(second)) {
            throw new IllegalArgumentException(
                    "policy match: invalid " + what + " \"" + value + "\"; use " + first + " or " + second);
        }
        return value.equals(first);
    }

    private static List<PolicyMatch.Element> elements(Options options, boolean strict, UnaryOperator<String> hosts) {
        List<PolicyMatch.Element> elements = new ArrayList<>();
        List<Extension.Option> current = new ArrayList<>();
        for (Extension.Option option : options.given()) {
            if (option.name().equals("--next")) {
                elements.add(element(current, strict, elements.size(), hosts));
                current.clear();
            } else if (!option.name().matches("--(dir|pol|strict)")) {
                current.add(option);
            }
        }
        elements.add(element(current, strict, elements.size(), hosts));
        if (elements.size() > MOST_ELEMENTS) {
            throw new IllegalArgumentException(
                    "policy match: maximum policy depth reached; use up to " + MOST_ELEMENTS + " elements");
        }
        return elements.equals(List.of(new PolicyMatch.Element(List.of()))) ? List.of() : elements;
    }

    private static PolicyMatch.Element element(
            List<Extension.Option> options, boolean strict, int number, UnaryOperator<String> hosts) {
        List<PolicyMatch.Demand> demands = new ArrayList<>();
        for (String name : List.of("reqid", "spi", "proto", "mode", "tunnel-dst", "tunnel-src")) {
            List<Extension.Option> given = options.stream()
                    .filter(each -> each.name().equals("--" + name))
                    .toList();
            if (given.size() > 1) {
                throw new IllegalArgumentException("policy match: double --" + name + " option; add --next between");
            }
            given.forEach(each -> demands.add(demand(name, each, hosts)));
        }
        if (strict && demands.isEmpty()) {
            throw new IllegalArgumentException("policy match: empty policy element " + number + ". --strict is in"
                    + " effect, but at least one of reqid, spi, tunnel-src, tunnel-dst, proto or mode is required");
        }
        boolean tunnel = options.stream()
                .anyMatch(each -> each.name().equals("--mode") && each.value().equals("tunnel"));
        if (!tunnel && options.stream().anyMatch(each -> each.name().startsWith("--tunnel-"))) {
            throw new IllegalArgumentException(
                    "policy match: --tunnel-src/--tunnel-dst is only valid in tunnel mode; add --mode tunnel");
        }
        return new PolicyMatch.Element(demands);
    }

    private static PolicyMatch.Demand demand(String name, Extension.Option option, UnaryOperator<String> hosts) {
        String value = switch (name) {
            case "reqid" -> number(option).toString();
            case "spi" -> "0x" + Long.toHexString(number(option));
            case "proto" -> protocol(option).toString();
            case "mode" -> choose(option.value(), "mode", "tunnel", "transport") ? "tunnel" : "transport";
            default -> hosts.apply(option.value());
        };
        String number = name.equals("proto") ? String.valueOf(protocol(option).number()) : value;
        return new PolicyMatch.Demand(name, value, number, option.negated());
    }

    private static Long number(Extension.Option option) {
        return Numbers.parse(option.value(), Numbers.UINT32)
                .orElseThrow(() -> new IllegalArgumentException("policy: bad value \"" + option.value()
                        + "\" for option \"" + option.name() + "\", or out of range (0-4294967295)"));
    }

    private static Protocol protocol(Extension.Option option) {
        return Optional.of(RuleValues.protocol(option.value()))
                .filter(each -> each == Protocol.AH || each == Protocol.ESP || each == Protocol.IPCOMP)
                .orElseThrow(() -> new IllegalArgumentException(
                        "policy match: protocol must be ah/esp/ipcomp, not " + option.value()));
    }
}
