package packetwalk.linux.xtables.match;

import org.jspecify.annotations.Nullable;
import packetwalk.linux.xtables.Range;

/** How the two tools print source and destination ports, alike for every transport that has them. */
final class Ports {

    private Ports() {}

    /** {@code  --sport 80 --dport 1:100}, each with a blank before it. */
    static String options(@Nullable Range sport, @Nullable Range dport) {
        return option("--sport", sport) + option("--dport", dport);
    }

    private static String option(String name, @Nullable Range range) {
        return range == null ? "" : " " + range.not() + name + " " + range;
    }

    /** {@code  spt:80 dpts:1:100}, each with a blank before it. */
    static String listed(@Nullable Range sport, @Nullable Range dport) {
        return listed(" spt", sport) + listed(" dpt", dport);
    }

    private static String listed(String name, @Nullable Range range) {
        if (range == null) {
            return "";
        }
        return name + (range.from() == range.to() ? ":" : "s:") + (range.negated() ? "!" : "") + range;
    }
}
