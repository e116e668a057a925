package packetwalk.linux.xtables.match;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import packetwalk.linux.xtables.Surroundings;

/** The lists of {@code -m recent} in one namespace: {@code struct recent_net}. Each exists while some rule names it. */
public final class RecentTables {

    private final SortedMap<String, RecentTable> tables = new TreeMap<>();

    /** Those of {@code host}. */
    public static RecentTables of(Surroundings host) {
        return host.generic(RecentTables.class, RecentTables::new);
    }

    /** What {@code /proc/net/xt_recent/NAME} shows; empty if no rule names such a list. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(tables.get(name)).map(RecentTable::toString);
    }

    RecentTable table(String name) {
        return Optional.ofNullable(tables.get(name))
                .orElseThrow(() -> new AssertionError("list " + name + " is gone while a rule names it"));
    }

    void take(RecentMatch match) {
        // the first rule decides about the mask
        tables.computeIfAbsent(match.name(), name -> new RecentTable(match.mask(), match.stamps()))
                .take(match.stamps());
    }

    void release(RecentMatch match) {
        if (table(match.name()).release()) {
            tables.remove(match.name());
        }
    }
}
