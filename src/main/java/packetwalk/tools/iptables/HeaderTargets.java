package packetwalk.tools.iptables;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.target.AsideTarget;
import packetwalk.linux.xtables.target.DscpTarget;
import packetwalk.linux.xtables.target.EcnTarget;
import packetwalk.linux.xtables.target.TosTarget;
import packetwalk.linux.xtables.target.TtlTarget;

/** Targets that change, or see to, fields of the header. */
final class HeaderTargets {

    private static final Pattern CLASS = Pattern.compile("([0-9a-fA-F]{1,4}):([0-9a-fA-F]{1,4})");

    /** Names of code points: iptables' dscp_helper.c, RFC 2474, 2597 and 3246. */
    private static final Map<String, Integer> DSCP_CLASSES = Map.ofEntries(
            Map.entry("CS0", 0x00),
            Map.entry("CS1", 0x08),
            Map.entry("CS2", 0x10),
            Map.entry("CS3", 0x18),
            Map.entry("CS4", 0x20),
            Map.entry("CS5", 0x28),
            Map.entry("CS6", 0x30),
            Map.entry("CS7", 0x38),
            Map.entry("BE", 0x00),
            Map.entry("AF11", 0x0a),
            Map.entry("AF12", 0x0c),
            Map.entry("AF13", 0x0e),
            Map.entry("AF21", 0x12),
            Map.entry("AF22", 0x14),
            Map.entry("AF23", 0x16),
            Map.entry("AF31", 0x1a),
            Map.entry("AF32", 0x1c),
            Map.entry("AF33", 0x1e),
            Map.entry("AF41", 0x22),
            Map.entry("AF42", 0x24),
            Map.entry("AF43", 0x26),
            Map.entry("EF", 0x2e));

    static final Map<String, Syntax<? extends Target>> ALL = Map.of(
            "TTL", Syntax.of("ttl-set 1 ttl-dec 1 ttl-inc 1", HeaderTargets::ttl),
            "TOS", Syntax.of("set-tos 1 and-tos 1 or-tos 1 xor-tos 1", HeaderTargets::tos),
            "DSCP", Syntax.of("set-dscp 1 set-dscp-class 1", HeaderTargets::dscp),
            "ECN", Syntax.of("ecn-tcp-remove 0 ecn-tcp-cwr 1 ecn-tcp-ece 1 ecn-ip-ect 1", HeaderTargets::ecn),
            "CLASSIFY", Syntax.of("set-class 1", HeaderTargets::classify),
            "CHECKSUM", Syntax.of("checksum-fill 0", HeaderTargets::checksum));

    private HeaderTargets() {}

    private static Target ttl(Options options) {
        options.requireAtMostOne("--ttl-set", "--ttl-dec", "--ttl-inc");
        TtlTarget.Mode mode = Arrays.stream(TtlTarget.Mode.values())
                .filter(each -> options.has(each.option("ttl")))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("TTL: You must specify an action; add --ttl-set 64"));
        int least = mode == TtlTarget.Mode.SET ? 0 : 1;
        return new TtlTarget(mode, options.number(mode.option("ttl"), least, 255, 0));
    }

    private static Target tos(Options options) {
        options.requireAtMostOne("--set-tos", "--and-tos", "--or-tos", "--xor-tos");
        if (options.given().isEmpty()) {
            throw new IllegalArgumentException("TOS: An action is required; add --set-tos 0x10");
        }
        Extension.Option option = options.given().get(0);
        if (option.name().equals("--set-tos")) {
            return tos(option.value());
        }
        int bits = options.number(option.name(), 0, 255, 0);
        return switch (option.name()) {
            case "--and-tos" -> new TosTarget(0, ~bits & 0xff);
            case "--or-tos" -> new TosTarget(bits, bits);
            default -> new TosTarget(bits, 0);
        };
    }

    /** A value, a value and a mask, or a name. */
    private static TosTarget tos(String text) {
        int slash = text.indexOf('/');
        Optional<Long> value = Numbers.parse(slash < 0 ? text : text.substring(0, slash), 255);
        Optional<Long> mask = slash < 0 ? Optional.of(255L) : Numbers.parse(text.substring(slash + 1), 255);
        if (value.isPresent() && mask.isPresent()) {
            return new TosTarget(value.get().intValue(), mask.get().intValue());
        }
        return TosTarget.named(text)
                .map(named -> new TosTarget(named, TosTarget.NAMED_MASK))
                .orElseThrow(() -> new IllegalArgumentException("TOS: Symbolic name \"" + text
                        + "\" is unknown; use 0x10, 0x10/0x3f or a name such as Minimize-Delay"));
    }

    private static Target dscp(Options options) {
        options.requireAtMostOne("--set-dscp", "--set-dscp-class");
        Optional<Long> number = options.number("--set-dscp", 0, 63);
        if (number.isPresent()) {
            return new DscpTarget(number.get().intValue());
        }
        String name = options.value("--set-dscp-class")
                .orElseThrow(() -> new IllegalArgumentException(
                        "DSCP target: Parameter --set-dscp is required; add it, or --set-dscp-class EF"));
        Integer named = DSCP_CLASSES.get(name.toUpperCase(Locale.ROOT));
        if (named == null) {
            throw new IllegalArgumentException(
                    "DSCP: Invalid DSCP value `" + name + "'; use a class such as EF, AF11 or CS1");
        }
        return new DscpTarget(named);
    }

    private static Target ecn(Options options) {
        if (options.given().isEmpty()) {
            throw new IllegalArgumentException("ECN target: An operation is required; add --ecn-tcp-remove");
        }
        int removed = options.has("--ecn-tcp-remove") ? 0 : -1;
        int ece = options.number("--ecn-tcp-ece", 0, 1, removed);
        int cwr = options.number("--ecn-tcp-cwr", 0, 1, removed);
        if (ece >= 0 || cwr >= 0) {
            TcpTargets.requireTcp(options);
        }
        return new EcnTarget(ece, cwr, options.number("--ecn-ip-ect", 0, 3, -1));
    }

    private static Target classify(Options options) {
        String text = options.required("--set-class").value();
        Matcher parts = CLASS.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "CLASSIFY: Bad class value \"" + text + "\"; write MAJOR:MINOR in hexadecimal, as 1:10");
        }
        int major = Integer.parseInt(parts.group(1), 16);
        int minor = Integer.parseInt(parts.group(2), 16);
        return new AsideTarget(
                "CLASSIFY",
                "--set-class %04x:%04x".formatted(major, minor),
                "CLASSIFY set %x:%x".formatted(major, minor),
                Set.of(Hook.FORWARD, Hook.OUTPUT, Hook.POSTROUTING),
                Table.ALL);
    }

    private static Target checksum(Options options) {
        options.required("--checksum-fill");
        return new AsideTarget("CHECKSUM", "--checksum-fill", "CHECKSUM fill", Hook.ALL, Set.of(Table.MANGLE));
    }
}
