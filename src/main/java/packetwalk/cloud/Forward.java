package packetwalk.cloud;

import java.util.Locale;
import packetwalk.net.Ports;
import packetwalk.net.Protocol;

/**
 * A port of a balancer, and where on its backends that leads.
 *
 * @param protocol TCP or UDP
 * @param port of the balancer, 1 to 65535
 * @param targetPort of the nodes: their node port; where packets pass through, the same
 */
public record Forward(Protocol protocol, int port, int targetPort) {

    public Forward {
        Ports.requireService(port);
        Ports.requireService(targetPort);
        if (protocol != Protocol.TCP && protocol != Protocol.UDP) {
            throw new IllegalArgumentException("a balancer cannot forward " + protocol + "; use TCP or UDP");
        }
    }

    /** Of TCP. */
    public static Forward tcp(int port, int targetPort) {
        return new Forward(Protocol.TCP, port, targetPort);
    }

    /** {@code tcp 80 -> 32213}. */
    @Override
    public String toString() {
        return protocol.toString().toLowerCase(Locale.ROOT) + " " + port + " -> " + targetPort;
    }
}
