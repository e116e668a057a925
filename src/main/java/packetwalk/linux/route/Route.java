package packetwalk.linux.route;

import java.util.Objects;
import java.util.Optional;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;

/**
 * One entry of a routing table.
 *
 * @param type what becomes of packets that take it
 * @param dst destinations that it is for
 * @param via the gateway; empty where the destination itself is the next hop
 * @param dev name of the outgoing device; empty for types that send nothing
 * @param scope how far the destination is away
 * @param src the source address that local senders shall prefer
 * @param metric among equal prefixes the lowest wins
 * @param proto who put it there: {@code kernel}, {@code boot} (typed), {@code static}
 */
public record Route(
        RouteType type,
        Cidr dst,
        Optional<IpAddress> via,
        String dev,
        Scope scope,
        Optional<IpAddress> src,
        int metric,
        String proto) {

    public Route {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(dst, "dst");
        Objects.requireNonNull(via, "via");
        Objects.requireNonNull(dev, "dev");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(src, "src");
        Objects.requireNonNull(proto, "proto");
    }

    /** {@code dst via gateway dev device}: destinations beyond a router. */
    public static Route via(Cidr dst, IpAddress gateway, String dev) {
        return new Route(RouteType.UNICAST, dst, Optional.of(gateway), dev, Scope.GLOBAL, Optional.empty(), 0, "boot");
    }

    /** The route to a network on the link of {@code dev}, as the kernel adds it with the interface's address. */
    public static Route connected(Cidr network, String dev, IpAddress src) {
        return new Route(RouteType.UNICAST, network, Optional.empty(), dev, Scope.LINK, Optional.of(src), 0, "kernel");
    }

    /** The entry that makes {@code address} the host's own. */
    public static Route local(Cidr address, String dev, IpAddress src) {
        return new Route(RouteType.LOCAL, address, Optional.empty(), dev, Scope.HOST, Optional.of(src), 0, "kernel");
    }

    /** The entry for a network's broadcast address. */
    public static Route broadcast(IpAddress address, String dev, IpAddress src) {
        return new Route(
                RouteType.BROADCAST,
                Cidr.of(address),
                Optional.empty(),
                dev,
                Scope.LINK,
                Optional.of(src),
                0,
                "kernel");
    }

    /** Where the frame goes: the gateway, or the destination itself. */
    public IpAddress nextHop(IpAddress destination) {
        return via.orElse(destination);
    }

    /** Whether the two cannot stand in one table: same destination, same metric. */
    boolean sameKey(Route other) {
        return dst.equals(other.dst) && metric == other.metric;
    }

    /** As {@code ip route} prints it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (type != RouteType.UNICAST) {
            text.append(type).append(' ');
        }
        text.append(dst.length() == 0 ? "default" : dst.isHost() ? dst.network().toString() : dst.toString());
        via.ifPresent(gateway -> text.append(" via ").append(gateway));
        if (!dev.isEmpty()) {
            text.append(" dev ").append(dev);
        }
        if (!proto.equals("boot")) {
            text.append(" proto ").append(proto);
        }
        if (scope != Scope.GLOBAL) {
            text.append(" scope ").append(scope);
        }
        src.ifPresent(address -> text.append(" src ").append(address));
        if (metric != 0) {
            text.append(" metric ").append(metric);
        }
        return text.toString();
    }
}
