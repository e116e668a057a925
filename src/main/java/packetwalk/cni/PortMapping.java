package packetwalk.cni;

import java.util.Objects;
import java.util.Optional;
import packetwalk.net.IpAddress;
import packetwalk.net.Ports;
import packetwalk.net.Protocol;

/**
 * A port of a machine that leads to one of a container: an entry of CNI's {@code portMappings}.
 *
 * @param hostPort 1 to 65535
 * @param containerPort 1 to 65535
 * @param protocol TCP, UDP or SCTP
 * @param hostIp the machine's address that it is open on, the unspecified one for all of its family; empty for all of both
 */
public record PortMapping(int hostPort, int containerPort, Protocol protocol, Optional<IpAddress> hostIp) {

    public PortMapping {
        Ports.requireService(hostPort);
        Ports.requireService(containerPort);
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(hostIp, "hostIp");
    }
}
