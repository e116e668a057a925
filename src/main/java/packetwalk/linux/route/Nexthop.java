package packetwalk.linux.route;

import java.util.Objects;
import java.util.Optional;
import packetwalk.net.IpAddress;

/**
 * One way that a route can take: Linux {@code struct fib_nh}.
 *
 * @param via the gateway; empty where the destination itself is the next hop
 * @param dev name of the outgoing device
 * @param weight its share among a route's nexthops, 1 to 256
 * @param onlink whether the gateway counts as reached directly, whatever the addresses say
 */
public record Nexthop(Optional<IpAddress> via, String dev, int weight, boolean onlink) {

    public Nexthop {
        Objects.requireNonNull(via, "via");
        Objects.requireNonNull(dev, "dev");
        if (weight < 1 || weight > 256) {
            throw new IllegalArgumentException("weight " + weight + " of " + dev + " is out of range; use 1 to 256");
        }
    }

    /** The only way of a route. */
    public static Nexthop of(Optional<IpAddress> via, String dev) {
        return new Nexthop(via, dev, 1, false);
    }

    /** As {@code ip route} prints it within a route that has several. */
    @Override
    public String toString() {
        return "nexthop" + via.map(gateway -> " via " + gateway).orElse("") + " dev " + dev + " weight " + weight
                + (onlink ? " onlink" : "");
    }
}
