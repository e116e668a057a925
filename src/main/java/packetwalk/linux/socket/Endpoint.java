package packetwalk.linux.socket;

import java.util.Objects;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.Ports;

/**
 * An address and a port.
 *
 * @param address the unspecified address stands for every one of the host's
 * @param port 0 to 65535
 */
public record Endpoint(IpAddress address, int port) {

    public Endpoint {
        Objects.requireNonNull(address, "address");
        Ports.require(port);
    }

    @Override
    public String toString() {
        return (address.family() == IpFamily.IPV6 ? "[" + address + "]" : address.toString()) + ":" + port;
    }
}
