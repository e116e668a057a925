package packetwalk.linux.xtables.match;

import org.jspecify.annotations.Nullable;
import packetwalk.linux.xtables.Range;
import packetwalk.net.Bytes;
import packetwalk.net.Protocol;
import packetwalk.net.Services;

/** How the two tools print source and destination ports, alike for every transport that has them. */
final class Ports {

    private Ports() {}

    /** {@code  --sport 80 --dport 1:100}, each with a blank before it. */
    static String options(@Nullable Range sport, @Nullable Range dport) {
        return option("--sport", sport) + option("--dport", dport);
    }

    private static String option(String name, @Nullable Range range) {
        return range == null || isEverything(range) ? "" : " " + range.not() + name + " " + range;
    }

    /**
     * Whether the two bytes at {@code place} behind the IP header are in {@code range}: what nftables' own expressions ask,
     * whichever protocol it is.
     */
    static boolean allowed(@Nullable Range range, Bytes header, int place) {
        return range == null || (place + 2 <= header.length() && Range.allows(range, header.uint16(place)));
    }

    /** As {@link #options}, for the extensions that print every range as it was typed. */
    static String everyOption(@Nullable Range sport, @Nullable Range dport) {
        return (sport == null ? "" : " " + sport.not() + "--sport " + sport)
                + (dport == null ? "" : " " + dport.not() + "--dport " + dport);
    }

    /** As {@link #listed}, for protocols that have no names of services. */
    static String listedUnlessAll(@Nullable Range sport, @Nullable Range dport) {
        return unlessAll(" spt", sport) + unlessAll(" dpt", dport);
    }

    private static String unlessAll(String name, @Nullable Range range) {
        boolean all = range != null && isEverything(range) && !range.negated();
        return all ? "" : listed(name, range, true, Protocol.TCP);
    }

    /** What the tool does not print, be it negated. */
    private static boolean isEverything(Range range) {
        return range.from() == 0 && range.to() == 65535;
    }

    /** {@code  spt:http dpts:1:100}, each with a blank before it; in numbers if {@code numeric}. */
    static String listed(@Nullable Range sport, @Nullable Range dport, boolean numeric, Protocol protocol) {
        return listed(" spt", sport, numeric, protocol) + listed(" dpt", dport, numeric, protocol);
    }

    private static String listed(String name, @Nullable Range range, boolean numeric, Protocol protocol) {
        if (range == null) {
            return "";
        }
        String not = range.negated() ? "!" : "";
        return name + (range.from() == range.to() ? ":" : "s:") + not + words(range, numeric, protocol);
    }

    /** {@code http} or {@code http:90}; in numbers if {@code numeric}. */
    static String words(Range range, boolean numeric, Protocol protocol) {
        if (numeric) {
            return range.toString();
        }
        String from = Services.name(range.from(), protocol);
        return range.from() == range.to() ? from : from + ":" + Services.name(range.to(), protocol);
    }
}
