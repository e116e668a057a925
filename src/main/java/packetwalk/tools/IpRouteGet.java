package packetwalk.tools;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.InputRoute;
import packetwalk.linux.Ipv4;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.NexthopExceptions;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.sysctl.Devconf;
import packetwalk.trace.DropReason;

/** {@code ip route get}: where would a packet to this address go? */
final class IpRouteGet {

    private static final String UNREACHABLE = "RTNETLINK answers: Network is unreachable\n";
    private static final String NO_ROUTE = "RTNETLINK answers: No route to host\n";
    private static final String INVALID = "RTNETLINK answers: Invalid argument\n";
    private static final String DENIED = "RTNETLINK answers: Permission denied\n";

    private final NetworkNamespace namespace;
    private final IpCommand.Form form;
    private final Ipv4 ip;

    IpRouteGet(NetworkNamespace namespace, IpCommand.Form form) {
        this.namespace = namespace;
        this.form = form;
        this.ip = namespace.ipv4();
    }

    /** An unreachable destination is an answer too, in the kernel's words. */
    String run(RouteGetWords typed) {
        return typed.iif().isEmpty() ? output(typed) : input(typed);
    }

    private String output(RouteGetWords typed) {
        RouteQuery query = typed.query();
        if (!query.src().isAny() && namespace.fib().addressType(query.src()) != RouteType.LOCAL) {
            return UNREACHABLE;
        }
        RouteResult result = typed.fibmatch() ? namespace.fib().lookup(query) : ip.outputRoute(query);
        Optional<String> refusal = refusal(result);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Route route = result.route();
        if (typed.fibmatch()) {
            return entry(result);
        }
        StringBuilder text = head(typed, result, route);
        if (query.src().isAny()) {
            ip.source(route, query.dst())
                    .ifPresent(address -> text.append("src ").append(address).append(' '));
        }
        text.append(typed.mark()).append("uid 0 \n    cache ").append(flags(route));
        return text.append(learnt(query, route)).append('\n').toString();
    }

    private String input(RouteGetWords typed) {
        InputRoute answer =
                ip.inputRoute(typed.packet(), typed.iif(), typed.query().mark());
        RouteResult result = answer.result();
        Route route = answer.route();
        if (route == null) {
            if (result == null || answer.refusal() != DropReason.IP_INNOROUTES) {
                return INVALID;
            }
            boolean forwards = namespace.sysctls().conf(typed.iif()).on(Devconf.FORWARDING);
            return forwards ? refusal(result).orElse(NO_ROUTE) : NO_ROUTE;
        }
        if (typed.fibmatch() && result != null) {
            return entry(result);
        }
        StringBuilder text = head(typed, result, route).append(typed.mark());
        String flags = answer.redirect() ? "<redirect> " : flags(route);
        return text.append("\n    cache ")
                .append(flags)
                .append(learnt(typed.query(), route))
                .append("iif ")
                .append(typed.iif())
                .append(" \n")
                .toString();
    }

    private static Optional<String> refusal(RouteResult answer) {
        return switch (answer.route().type()) {
            case BLACKHOLE -> Optional.of(INVALID);
            case PROHIBIT -> Optional.of(DENIED);
            case UNREACHABLE -> Optional.of(answer.found() ? NO_ROUTE : UNREACHABLE);
            default -> Optional.empty();
        };
    }

    /** The entry of the table itself: {@code fibmatch}. */
    private String entry(RouteResult result) {
        return new RouteText(namespace, RouteFilter.ofTable(TableName.ALL), form).line(result.table(), result.route());
    }

    private StringBuilder head(RouteGetWords typed, @Nullable RouteResult result, Route route) {
        RouteQuery query = typed.query();
        boolean incoming = !typed.iif().isEmpty();
        StringBuilder text = new StringBuilder();
        if (route.type() != RouteType.UNICAST) {
            text.append(route.type()).append(' ');
        }
        text.append(query.dst()).append(' ');
        if (!query.src().isAny()) {
            text.append("from ").append(query.src()).append(' ');
        }
        if (route.tos() != 0) {
            text.append("tos 0x%02x ".formatted(route.tos()));
        }
        route.via().ifPresent(gateway -> text.append("via ").append(gateway).append(' '));
        boolean toSelf = route.type() == RouteType.LOCAL || (incoming && route.type() == RouteType.BROADCAST);
        text.append("dev ").append(toSelf ? "lo" : route.dev()).append(' ');
        String table = result == null ? Fib.MAIN : result.table();
        // while nobody has changed the rules, tables local and main are one: fib_trie_unmerge()
        boolean merged = table.equals(Fib.MAIN)
                || (table.equals(Fib.LOCAL) && !namespace.fib().isCustom());
        return merged ? text : text.append("table ").append(table).append(' ');
    }

    private static String flags(Route route) {
        return switch (route.type()) {
            case LOCAL -> "<local> ";
            case BROADCAST -> "<local,brd> ";
            default -> "";
        };
    }

    /** What ICMP taught about the destination, and the route's own metrics. */
    private String learnt(RouteQuery query, Route route) {
        long now = namespace.simulation().now();
        Route base = namespace.ipv4().baseRoute(query);
        NexthopExceptions.Learnt learnt = namespace.fib().exceptions().find(base, query.dst(), now);
        String metrics = route.metrics().toString();
        String words = metrics.isEmpty() ? "" : metrics.substring(1) + " ";
        if (learnt == null) {
            return words;
        }
        long seconds = (learnt.expires() - now) / 1_000_000_000L;
        return (learnt.gateway().isPresent() ? "<redirected> " : "") + "expires " + seconds + "sec " + words;
    }

    static String mark(int mark) {
        boolean small = mark >= 0 && mark < 16;
        return mark == 0 ? "" : "mark " + (small ? String.valueOf(mark) : "0x" + Integer.toHexString(mark)) + " ";
    }
}
