package packetwalk.tools.iptables;

import java.util.Map;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.target.MarkTarget;

/** Targets that mark a packet or its connection. */
final class MarkTargets {

    static final Map<String, Syntax<? extends Target>> ALL =
            Map.of("MARK", Syntax.of("set-mark 1 set-xmark 1 and-mark 1 or-mark 1 xor-mark 1", MarkTargets::mark));

    private MarkTargets() {}

    private static Target mark(Options options) {
        if (options.given().size() != 1) {
            throw new IllegalArgumentException(
                    "MARK: one of the --set-xmark, --set-mark, --and-mark, --or-mark, --xor-mark options is required");
        }
        Extension.Option option = options.given().get(0);
        RuleValues.Masked given = RuleValues.mark(option.value());
        int value = given.value();
        return switch (option.name()) {
            // --set-mark sets the bits of its value as well as those of its mask
            case "--set-mark" -> new MarkTarget(value, given.mask() | value);
            case "--and-mark" -> new MarkTarget(0, ~value);
            case "--or-mark" -> new MarkTarget(value, value);
            case "--xor-mark" -> new MarkTarget(value, 0);
            default -> new MarkTarget(value, given.mask());
        };
    }
}
