package packetwalk.ingress;

import java.util.Objects;
import packetwalk.net.IpAddress;

/** Where a request is sent: an endpoint of a Service, or a node's port for it. */
public record Upstream(IpAddress address, int port) {

    public Upstream {
        Objects.requireNonNull(address, "address");
    }

    @Override
    public String toString() {
        return (address.toString().contains(":") ? "[" + address + "]" : address) + ":" + port;
    }
}
