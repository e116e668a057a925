package packetwalk;

import packetwalk.net.Ports;
import packetwalk.net.Protocol;

/**
 * A port that a described container serves; unlike Kubernetes' {@code containerPort} it is really opened.
 *
 * @param name by which a Service's targetPort may call it; empty for none
 * @param number 1 to 65535
 * @param protocol TCP or UDP
 */
record ListenPort(String name, int number, Protocol protocol) {

    ListenPort {
        Ports.requireService(number);
    }

    @Override
    public String toString() {
        return number + "/" + protocol;
    }
}
