package packetwalk.linux.route;

import java.util.List;
import java.util.Objects;
import packetwalk.net.Cidr;

/**
 * One line of {@code ip rule}: which packets look into which table.
 *
 * @param priority lower ones are asked first
 * @param from sources that it is for
 * @param to destinations that it is for
 * @param iif name of the incoming device, {@code lo} for locally made packets; empty for any
 * @param mark value that {@code packet mark & mask} must have
 * @param mask 0 if the mark does not matter
 * @param table name of the table
 */
public record RoutingRule(int priority, Cidr from, Cidr to, String iif, int mark, int mask, String table) {

    /** What every namespace starts with. */
    static final List<RoutingRule> INITIAL = List.of(all(0, "local"), all(32766, "main"), all(32767, "default"));

    public RoutingRule {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(iif, "iif");
        Objects.requireNonNull(table, "table");
    }

    /** The rule that sends every IPv4 packet to {@code table}. */
    public static RoutingRule all(int priority, String table) {
        return new RoutingRule(priority, Cidr.ALL_V4, Cidr.ALL_V4, "", 0, 0, table);
    }

    /** Whether every namespace starts with it. */
    boolean initial() {
        return INITIAL.contains(this);
    }

    /** As {@code ip rule} prints it, with a blank for the tab. */
    String line() {
        return toString().replace('\t', ' ');
    }

    boolean matches(RouteQuery query) {
        return (from.length() == 0 || from.contains(query.src()))
                && (to.length() == 0 || to.contains(query.dst()))
                && (iif.isEmpty() || iif.equals(query.iif()))
                && (query.mark() & mask) == mark;
    }

    /** As {@code ip rule} prints it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(priority).append(":\tfrom ");
        text.append(from.length() == 0 ? "all" : host(from));
        if (to.length() > 0) {
            text.append(" to ").append(host(to));
        }
        if (mask != 0) {
            text.append(" fwmark 0x").append(Integer.toHexString(mark));
            if (mask != -1) {
                text.append("/0x").append(Integer.toHexString(mask));
            }
        }
        if (!iif.isEmpty()) {
            text.append(" iif ").append(iif);
        }
        return text.append(" lookup ").append(table).toString();
    }

    private static String host(Cidr prefix) {
        return prefix.isHost() ? prefix.network().toString() : prefix.toString();
    }
}
