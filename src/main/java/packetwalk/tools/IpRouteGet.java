package packetwalk.tools;

import java.util.Optional;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteResult;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.route.RoutingRule;
import packetwalk.linux.route.Scope;
import packetwalk.linux.sysctl.Devconf;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.tools.line.Words;

/** {@code ip route get}: where would a packet to this address go? */
final class IpRouteGet {

    private final NetworkNamespace namespace;

    IpRouteGet(NetworkNamespace namespace) {
        this.namespace = namespace;
    }

    /** An unreachable destination is an answer too, in the kernel's words. */
    String run(Words words) {
        words.take("to");
        IpAddress dst = words.nextAddress("an address");
        Optional<IpAddress> from = Optional.empty();
        String iif = "";
        String oif = "";
        int mark = 0;
        while (words.hasNext()) {
            if (words.take("from")) {
                from = Optional.of(words.nextAddress("a source"));
            } else if (words.take("iif")) {
                iif = Devices.named(namespace, words.next("a device")).name();
            } else if (words.take("oif", "dev")) {
                oif = Devices.named(namespace, words.next("a device")).name();
            } else if (words.take("mark")) {
                mark = words.nextNumber("mark");
            } else {
                throw words.unexpected("from ADDRESS, iif DEVICE, oif DEVICE and mark NUMBER");
            }
        }
        IpAddress src = from.orElse(IpAddress.ANY_V4);
        RouteQuery query = new RouteQuery(dst, src, iif.isEmpty() ? RouteQuery.LOCAL : iif, oif, mark);
        RouteResult found = namespace.fib().lookup(query);
        RouteResult answer = found.found() || oif.isEmpty() || !iif.isEmpty() ? found : onLink(dst, oif);
        Optional<String> refusal = refusal(answer, iif, from);
        return refusal.orElseGet(() -> text(query, answer, !query.iif().equals(RouteQuery.LOCAL)));
    }

    /** Who names a device and has no route through it means its link: {@code ip_route_output_key_hash_rcu()}. */
    private static RouteResult onLink(IpAddress dst, String oif) {
        Route route = new Route(
                RouteType.UNICAST, Cidr.of(dst), Optional.empty(), oif, Scope.LINK, Optional.empty(), 0, "kernel");
        return new RouteResult(route, Optional.of(RoutingRule.all(32766, Fib.MAIN)));
    }

    private Optional<String> refusal(RouteResult answer, String iif, Optional<IpAddress> from) {
        RouteType type = answer.route().type();
        boolean forwards = namespace.sysctls().conf(iif).on(Devconf.FORWARDING);
        if (iif.isEmpty() && from.isPresent() && namespace.fib().addressType(from.get()) != RouteType.LOCAL) {
            return Optional.of("RTNETLINK answers: Network is unreachable\n");
        }
        if (!answer.found()) {
            return Optional.of("RTNETLINK answers: Network is unreachable\n");
        }
        if (!iif.isEmpty() && type == RouteType.UNICAST && !forwards) {
            return Optional.of("RTNETLINK answers: No route to host\n");
        }
        return switch (type) {
            case BLACKHOLE -> Optional.of("RTNETLINK answers: Invalid argument\n");
            case UNREACHABLE -> Optional.of("RTNETLINK answers: No route to host\n");
            case PROHIBIT -> Optional.of("RTNETLINK answers: Permission denied\n");
            default -> Optional.empty();
        };
    }

    private String text(RouteQuery query, RouteResult answer, boolean incoming) {
        Route route = answer.route();
        StringBuilder text = new StringBuilder();
        if (route.type() != RouteType.UNICAST) {
            text.append(route.type()).append(' ');
        }
        text.append(query.dst()).append(' ');
        if (!query.src().isAny()) {
            text.append("from ").append(query.src()).append(' ');
        }
        route.via().ifPresent(gateway -> text.append("via ").append(gateway).append(' '));
        text.append("dev ")
                .append(route.type() == RouteType.LOCAL ? "lo" : route.dev())
                .append(' ');
        if (!answer.table().equals(Fib.MAIN)) {
            text.append("table ").append(answer.table()).append(' ');
        }
        if (query.src().isAny()) {
            source(query, route)
                    .ifPresent(address -> text.append("src ").append(address).append(' '));
        }
        if (query.mark() != 0) {
            text.append("mark ").append(mark(query.mark())).append(' ');
        }
        text.append(incoming ? "" : "uid 0 ").append("\n    cache ").append(flags(route));
        return text + (incoming ? "iif " + query.iif() + " " : "") + "\n";
    }

    private Optional<IpAddress> source(RouteQuery query, Route route) {
        if (route.type() == RouteType.LOCAL) {
            return Optional.of(query.dst());
        }
        return route.src().or(() -> namespace.addressOf(route.dev(), route.nextHop(query.dst())));
    }

    private static String mark(int mark) {
        return mark >= 0 && mark < 16 ? String.valueOf(mark) : "0x" + Integer.toHexString(mark);
    }

    private static String flags(Route route) {
        return switch (route.type()) {
            case LOCAL -> "<local> ";
            case BROADCAST -> "<local,brd> ";
            default -> "";
        };
    }
}
