package packetwalk.linux.route;

import java.util.Locale;
import java.util.Objects;

/**
 * What a routing rule does with packets that it matches: Linux {@code FR_ACT_*}.
 *
 * @param table for {@link Kind#LOOKUP}, name of the table
 * @param suppress for {@link Kind#LOOKUP}, routes with a prefix of that length or shorter do not count; -1 if all do
 * @param target for {@link Kind#GOTO}, the priority to go on at
 */
public record RuleAction(Kind kind, String table, int suppress, int target) {

    /** The actions of {@code ip rule}. */
    public enum Kind {
        /** Look into a table. */
        LOOKUP,
        /** Go on at a rule further down. */
        GOTO,
        /** Do nothing: a place to go to. */
        NOP,
        /** There is no way, and nobody is told: EINVAL. */
        BLACKHOLE,
        /** There is no way: ENETUNREACH, ICMP net unreachable. */
        UNREACHABLE,
        /** The way is forbidden: EACCES, ICMP administratively prohibited. */
        PROHIBIT;

        /** The type of route that says the same. */
        RouteType routeType() {
            return switch (this) {
                case BLACKHOLE -> RouteType.BLACKHOLE;
                case PROHIBIT -> RouteType.PROHIBIT;
                default -> RouteType.UNREACHABLE;
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public RuleAction {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(table, "table");
    }

    public static RuleAction lookup(String table) {
        return new RuleAction(Kind.LOOKUP, table, -1, 0);
    }

    /** Whether a route found so does not count: {@code fib4_rule_suppress()}. */
    boolean suppresses(Route route) {
        return route.dst().length() <= suppress;
    }

    /** As {@code ip rule} prints it. */
    @Override
    public String toString() {
        return switch (kind) {
            case LOOKUP -> "lookup " + table + (suppress < 0 ? "" : " suppress_prefixlength " + suppress);
            case GOTO -> "goto " + target;
            default -> kind.toString();
        };
    }
}
