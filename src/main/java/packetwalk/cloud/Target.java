package packetwalk.cloud;

import java.util.Objects;
import packetwalk.net.IpAddress;

/**
 * A machine behind a balancer.
 *
 * @param name the node's
 * @param address where packets for it go
 */
public record Target(String name, IpAddress address) {

    public Target {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(address, "address");
    }

    @Override
    public String toString() {
        return name + " " + address;
    }
}
