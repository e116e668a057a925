package packetwalk.api;

import packetwalk.net.Ports;
import packetwalk.net.Protocol;

/**
 * A port that a container listens on, as {@code .spec.containers[].ports[]} has it.
 *
 * @param containerPort 1 to 65535
 * @param protocol TCP or UDP
 */
public record ContainerPort(int containerPort, Protocol protocol) {

    public ContainerPort {
        Ports.requireService(containerPort);
        if (protocol != Protocol.TCP && protocol != Protocol.UDP) {
            throw new IllegalArgumentException("protocol " + protocol + " has no ports here; use tcp or udp");
        }
    }

    @Override
    public String toString() {
        return containerPort + "/" + protocol;
    }
}
