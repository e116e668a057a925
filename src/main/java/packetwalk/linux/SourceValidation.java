package packetwalk.linux;

import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.sysctl.Devconf;
import packetwalk.linux.sysctl.DeviceConf;
import packetwalk.net.IpAddress;
import packetwalk.trace.DropReason;

/** Whether a packet may come from its source by the device that it came by: {@code fib_validate_source()}. */
final class SourceValidation {

    private static final int STRICT = 1;

    private static final Verdict DIRECT = new Verdict(null, "", true);
    private static final Verdict BEYOND = new Verdict(null, "", false);
    private static final Verdict OWN = new Verdict(DropReason.IP_LOCAL_SOURCE, "", false);
    private static final Verdict INVALID = new Verdict(DropReason.IP_INVALID_SOURCE, "", false);

    private final NetworkNamespace namespace;

    SourceValidation(NetworkNamespace namespace) {
        this.namespace = namespace;
    }

    /**
     * The answer.
     *
     * @param reason why it may not; null if it may
     * @param why the same in words
     * @param onLink whether the source is directly on the link of that device
     */
    record Verdict(@Nullable DropReason reason, String why, boolean onLink) {}

    /**
     * Validates the source of a packet.
     *
     * @param oif where it will leave; empty if it is for this host
     * @param toAll whether it was for a broadcast address
     */
    Verdict validate(Skb skb, DeviceConf device, String oif, boolean toAll) {
        int rpFilter = device.value(Devconf.RP_FILTER);
        boolean maybeBack = skb.in().equals(oif) && device.on(Devconf.SEND_REDIRECTS);
        if (rpFilter != 0 || maybeBack) {
            return check(skb, device, rpFilter, oif, toAll);
        }
        if (device.on(Devconf.ACCEPT_LOCAL)) {
            return BEYOND;
        }
        // what nobody has added by hand needs one look only
        if (namespace.fib().isCustom()) {
            return check(skb, device, rpFilter, oif, toAll);
        }
        return namespace.isInterfaceAddress(skb.packet().src()) ? OWN : BEYOND;
    }

    /** {@code __fib_validate_source()}: where would an answer go? */
    private Verdict check(Skb skb, DeviceConf device, int rpFilter, String oif, boolean toAll) {
        Fib fib = namespace.fib();
        RouteQuery back = answer(skb, device, oif, toAll);
        RouteResult result = fib.lookup(back);
        Route route = result.route();
        if (route.nexthops().isEmpty()) {
            return lastResort(skb, rpFilter, "no route leads back to ");
        }
        if (route.type() == RouteType.LOCAL) {
            if (!device.on(Devconf.ACCEPT_LOCAL)) {
                return OWN;
            }
        } else if (route.type() != RouteType.UNICAST) {
            return INVALID;
        }
        boolean loops = route.type() == RouteType.LOCAL && skb.in().equals(RouteQuery.LOCAL);
        if (route.leavesBy(skb.in()) || loops) {
            return isDirect(route) ? DIRECT : BEYOND;
        }
        if (namespace
                .device(skb.in())
                .filter(each -> each.addresses().isEmpty())
                .isPresent()) {
            return lastResort(skb, rpFilter, "this device has no address, and a route leads elsewhere to ");
        }
        if (rpFilter == STRICT) {
            return reversePath(skb, rpFilter, route + " leads back to ");
        }
        RouteResult byDevice = fib.lookup(back.outOf(skb.in()));
        return byDevice.route().type() == RouteType.UNICAST && isDirect(byDevice.route()) ? DIRECT : BEYOND;
    }

    private static RouteQuery answer(Skb skb, DeviceConf device, String oif, boolean toAll) {
        RouteQuery way = RouteQuery.input(skb.packet(), oif.isEmpty() ? RouteQuery.LOCAL : oif, 0);
        return new RouteQuery(
                way.src(),
                toAll ? IpAddress.ANY_V4 : way.dst(),
                way.iif(),
                "",
                device.on(Devconf.SRC_VMARK) ? skb.mark() : 0,
                way.tos(),
                way.protocol(),
                way.dport(),
                way.sport());
    }

    /** Whether no gateway lies between: the nexthop's scope is {@code host} then. */
    private static boolean isDirect(Route route) {
        return route.via().isEmpty();
    }

    private static Verdict lastResort(Skb skb, int rpFilter, String why) {
        return rpFilter == 0 ? BEYOND : reversePath(skb, rpFilter, why);
    }

    private static Verdict reversePath(Skb skb, int rpFilter, String why) {
        String words = "rp_filter of " + skb.in() + " is " + rpFilter + ", and " + why
                + skb.packet().src();
        return new Verdict(DropReason.IP_RPFILTER, words, false);
    }
}
