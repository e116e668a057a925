package packetwalk.linux;

import org.jspecify.annotations.Nullable;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteResult;
import packetwalk.trace.DropReason;

/**
 * Where a packet that came in goes, or why it goes nowhere.
 *
 * @param result what the tables said; null if they were not asked
 * @param route the way it takes, a single one, with what ICMP taught of it
 * @param refusal why its way ends here; null if it does not
 * @param why the same in words; may be empty
 * @param redirect whether its sender is to be told of a better way
 */
public record InputRoute(
        @Nullable RouteResult result,
        @Nullable Route route,
        @Nullable DropReason refusal,
        String why,
        boolean redirect) {

    static InputRoute martian(DropReason reason) {
        return new InputRoute(null, null, reason, "", false);
    }

    static InputRoute refused(@Nullable RouteResult result, DropReason reason, String why) {
        return new InputRoute(result, null, reason, why, false);
    }

    /** Whether no route, or one that forbids, is the reason: {@code ip_error()} has the last word then. */
    boolean isNoWay() {
        return refusal == DropReason.IP_INNOROUTES;
    }
}
