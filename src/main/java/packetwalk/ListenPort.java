package packetwalk;

import java.util.OptionalInt;
import packetwalk.net.Ports;
import packetwalk.net.Protocol;

/**
 * A port that a described container serves; unlike Kubernetes' {@code containerPort} it is really opened.
 *
 * @param name by which a Service's targetPort may call it; empty for none
 * @param number 1 to 65535
 * @param protocol TCP or UDP
 * @param hostPort the node's port that leads to it, 1 to 65535; empty for none
 */
record ListenPort(String name, int number, Protocol protocol, OptionalInt hostPort) {

    ListenPort {
        Ports.requireService(number);
        hostPort.ifPresent(Ports::requireService);
    }

    /** One that only the pod's own address leads to. */
    ListenPort(String name, int number, Protocol protocol) {
        this(name, number, protocol, OptionalInt.empty());
    }

    ListenPort withHostPort(int port) {
        return new ListenPort(name, number, protocol, OptionalInt.of(port));
    }

    @Override
    public String toString() {
        return number + "/" + protocol;
    }
}
