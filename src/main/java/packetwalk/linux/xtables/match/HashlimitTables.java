package packetwalk.linux.xtables.match;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import packetwalk.linux.xtables.Jiffies;
import packetwalk.linux.xtables.Surroundings;

/** The tables of {@code -m hashlimit} in one namespace: {@code struct hashlimit_net}. Each exists while a rule names it. */
public final class HashlimitTables {

    private final Surroundings host;
    private final SortedMap<String, HashlimitTable> tables = new TreeMap<>();

    private HashlimitTables(Surroundings host) {
        this.host = host;
    }

    /** Those of {@code host}. */
    public static HashlimitTables of(Surroundings host) {
        return host.generic(HashlimitTables.class, () -> new HashlimitTables(host));
    }

    /** What {@code /proc/net/ipt_hashlimit/NAME} shows; empty if no rule names such a table. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(tables.get(name)).map(table -> table.text(Jiffies.now(host.simulation())));
    }

    HashlimitTable table(String name) {
        return Optional.ofNullable(tables.get(name))
                .orElseThrow(() -> new AssertionError("table " + name + " is gone while a rule names it"));
    }

    void take(HashlimitMatch match) {
        long now = Jiffies.now(host.simulation());
        tables.computeIfAbsent(match.name(), name -> new HashlimitTable(match.config(), now))
                .take();
    }

    void release(HashlimitMatch match) {
        if (table(match.name()).release()) {
            tables.remove(match.name());
        }
    }
}
