package packetwalk.tools.iptables;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import packetwalk.linux.conntrack.Zone;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.target.ConnmarkTarget;
import packetwalk.linux.xtables.target.CtTarget;
import packetwalk.linux.xtables.target.NotrackTarget;

/** Targets that say how a packet is tracked, or mark its connection: extensions/libxt_CT.c, libxt_CONNMARK.c. */
final class ConnectionTargets {

    private static final List<String> EVENTS = List.of(
            "new", "related", "destroy", "reply", "assured", "protoinfo", "helper", "mark", "natseqinfo", "secmark");

    private static final String CT =
            "notrack 0 helper 1 timeout 1 ctevents 1 expevents 1 zone 1 zone-orig 1 zone-reply 1";

    private static final String CONNMARK =
            "set-mark 1 set-xmark 1 and-mark 1 or-mark 1 xor-mark 1 save-mark 0 restore-mark 0 mask 1 nfmask 1"
                    + " ctmask 1 left-shift-mark 1 right-shift-mark 1";

    static final Map<String, Syntax<? extends Target>> ALL = Map.of(
            "CT", Syntax.of(CT, ConnectionTargets::ct),
            "NOTRACK", Syntax.of("", options -> new NotrackTarget()),
            "CONNMARK", Syntax.of(CONNMARK, ConnectionTargets::connmark));

    private ConnectionTargets() {}

    private static Target ct(Options options) {
        boolean original = options.has("--zone-orig");
        boolean reply = options.has("--zone-reply");
        // there is one number only: the last one given, for both directions if both are named
        Optional<String> zone = last(options, "--zone", "--zone-orig", "--zone-reply");
        boolean ofMark = zone.filter("mark"::equals).isPresent();
        int id = ofMark ? 0 : zone.map(ConnectionTargets::zone).orElse(0);
        return new CtTarget(
                options.has("--notrack"),
                new Zone(id, original || !reply, reply || !original),
                ofMark,
                options.value("--helper").orElse(""),
                options.value("--timeout").orElse(""),
                events(options.value("--ctevents")),
                events(options.value("--expevents")));
    }

    private static Optional<String> last(Options options, String... names) {
        Optional<String> last = Optional.empty();
        for (Extension.Option each : options.given()) {
            if (List.of(names).contains(each.name())) {
                last = Optional.of(each.value());
            }
        }
        return last;
    }

    private static int zone(String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException("Cannot parse " + text + " as a zone ID; use 0 to 65535, or mark");
        }
        return Integer.parseInt(text);
    }

    private static List<String> events(Optional<String> text) {
        List<String> given = text.map(each -> List.of(each.split(",", -1))).orElse(List.of());
        for (String each : given) {
            if (!EVENTS.contains(each)) {
                throw new IllegalArgumentException(
                        "Unknown event type \"" + each + "\"; use some of " + String.join(",", EVENTS));
            }
        }
        List<String> inOrder = new ArrayList<>(EVENTS);
        inOrder.retainAll(given);
        return inOrder;
    }

    private static Target connmark(Options options) {
        List<Extension.Option> operations = options.given().stream()
                .filter(each -> each.name().endsWith("mark") && !each.name().endsWith("shift-mark"))
                .toList();
        if (operations.isEmpty()) {
            throw new IllegalArgumentException(
                    "CONNMARK target: No operation specified; add --set-mark, --save-mark" + " or --restore-mark");
        }
        if (operations.size() > 1) {
            throw new IllegalArgumentException(
                    "CONNMARK: option \"" + operations.get(0).name() + "\" cannot be used together with \""
                            + operations.get(1).name() + "\"; leave one out");
        }
        Extension.Option operation = operations.get(0);
        return switch (operation.name()) {
            case "--save-mark" -> moved(options, ConnmarkTarget.Mode.SAVE);
            case "--restore-mark" -> moved(options, ConnmarkTarget.Mode.RESTORE);
            default -> set(options, operation);
        };
    }

    private static Target moved(Options options, ConnmarkTarget.Mode mode) {
        for (String part : List.of("--nfmask", "--ctmask")) {
            if (options.has("--mask") && options.has(part)) {
                throw new IllegalArgumentException(
                        "CONNMARK: option \"" + part + "\" cannot be used together with \"--mask\"; leave one out");
            }
        }
        int ctMask = mask(options, options.has("--mask") ? "--mask" : "--ctmask");
        int nfMask = mask(options, options.has("--mask") ? "--mask" : "--nfmask");
        return new ConnmarkTarget(mode, 0, ctMask, nfMask, shift(options));
    }

    private static int mask(Options options, String name) {
        return options.find(name)
                .map(each -> (int) RuleValues.number("CONNMARK", each, each.value(), 0xffff_ffffL))
                .orElse(-1);
    }

    private static Target set(Options options, Extension.Option option) {
        RuleValues.Masked given = RuleValues.mark(option.value());
        int value = given.value();
        boolean both = options.has("--mask") || options.has("--ctmask");
        int masked = both ? mask(options, options.has("--mask") ? "--mask" : "--ctmask") : given.mask();
        return switch (option.name()) {
            // --set-mark sets the bits of its value as well as those of its mask
            case "--set-mark" -> setTo(value, both ? masked : masked | value, options);
            case "--and-mark" -> setTo(0, ~value, options);
            case "--or-mark" -> setTo(value, value, options);
            case "--xor-mark" -> setTo(value, 0, options);
            default -> setTo(value, masked, options);
        };
    }

    private static Target setTo(int mark, int mask, Options options) {
        return new ConnmarkTarget(ConnmarkTarget.Mode.SET, mark, mask, -1, shift(options));
    }

    /** To the left, or negative to the right; the last one counts. */
    private static int shift(Options options) {
        int shift = 0;
        for (Extension.Option each : options.given()) {
            if (each.name().endsWith("shift-mark")) {
                int bits = (int) RuleValues.number("CONNMARK", each, each.value(), 32);
                shift = each.name().startsWith("--left") ? bits : -bits;
            }
        }
        return shift;
    }
}
