package packetwalk.cloud;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import packetwalk.net.IpAddress;
import packetwalk.trace.Exhibit;

/**
 * The backends of a balancer as they are now, as a table.
 *
 * @param balancer its name
 * @param rows in the order in which they were added
 */
public record Backends(String balancer, List<Row> rows) implements Exhibit {

    /**
     * One backend.
     *
     * @param state {@code healthy}, {@code unhealthy} or {@code draining}
     * @param why what the last check that counted found
     * @param sinceNanos virtual time since which it is in that state
     * @param connections that a proxy, or IPVS, has with it now
     */
    public record Row(String name, IpAddress address, String state, String why, long sinceNanos, int connections) {

        /** Whether it is healthy. */
        public boolean healthy() {
            return state.equals("healthy");
        }
    }

    public Backends {
        rows = List.copyOf(rows);
    }

    /** The row of a backend, by its name or address. */
    public Row row(String nameOrAddress) {
        return rows.stream()
                .filter(row -> row.name().equals(nameOrAddress)
                        || row.address().toString().equals(nameOrAddress))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("balancer " + balancer + " has no backend "
                        + nameOrAddress + "; it has "
                        + (rows.isEmpty()
                                ? "none"
                                : rows.stream().map(Row::name).toList())));
    }

    @Override
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT, "%-16s %-15s %-10s %10s %6s  %s", "BACKEND", "ADDRESS", "STATE", "SINCE", "CONNS", "WHY"));
        for (Row row : rows) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-16s %-15s %-10s %9.3fs %6d  %s",
                    row.name(),
                    row.address(),
                    row.state(),
                    row.sinceNanos() / 1e9,
                    row.connections(),
                    row.why()));
        }
        return String.join("\n", lines);
    }

    @Override
    public String toString() {
        return text();
    }
}
