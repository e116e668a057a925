package packetwalk.tools.iptables;

import java.util.Map;
import packetwalk.linux.conntrack.NatKind;
import packetwalk.linux.conntrack.NatRange;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.target.MasqueradeTarget;
import packetwalk.linux.xtables.target.NatTarget;

/** Targets that rewrite addresses and ports. */
final class NatTargets {

    private static final String CHOICE = " random 0 random-fully 0 persistent 0";

    static final Map<String, Syntax<? extends Target>> ALL = Map.of(
            "MASQUERADE", Syntax.of("to-ports 1 random 0 random-fully 0", NatTargets::masquerade),
            "SNAT", Syntax.of("to-source 1" + CHOICE, options -> nat(options, NatKind.SNAT, "--to-source")),
            "DNAT", Syntax.of("to-destination 1" + CHOICE, options -> nat(options, NatKind.DNAT, "--to-destination")));

    private NatTargets() {}

    private static Target masquerade(Options options) {
        return options.given().isEmpty() ? new MasqueradeTarget() : Extensions.unknownTarget(options);
    }

    private static Target nat(Options options, NatKind kind, String to) {
        NatRange range = RuleValues.range(options.required(to).value(), options.protocol());
        return options.given().size() == 1 ? new NatTarget(kind, range) : Extensions.unknownTarget(options);
    }
}
