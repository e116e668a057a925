package packetwalk.linux.xtables.match;

import org.jspecify.annotations.Nullable;
import packetwalk.linux.xtables.Range;

/** How the tools print security parameter indexes, alike for ESP, AH and IPComp. */
final class Spis {

    private static final long ALL = 0xffff_ffffL;

    private Spis() {}

    private static boolean isEverything(Range spis) {
        return spis.from() == 0 && spis.to() == ALL;
    }

    /** {@code  --espspi 5:9}; nothing for all of them, be it negated. */
    static String option(String name, @Nullable Range spis) {
        return spis == null || isEverything(spis) ? "" : " " + spis.not() + name + " " + spis;
    }

    /** {@code spis:5:9}; nothing for all of them. */
    static String listed(@Nullable Range spis) {
        if (spis == null || (isEverything(spis) && !spis.negated())) {
            return "";
        }
        return (spis.from() == spis.to() ? "spi:" : "spis:") + (spis.negated() ? "!" : "") + spis;
    }
}
