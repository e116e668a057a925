package packetwalk.proxy;

import java.util.Locale;

/**
 * Which port of which Service; Kubernetes pkg/proxy/types.go {@code ServicePortName}.
 *
 * @param port the port's name; empty if it has none
 * @param protocol as the API writes it: {@code TCP}, {@code UDP} or {@code SCTP}
 */
public record ServicePortName(ServiceName service, String port, String protocol) {

    /** The protocol as rules and hashes write it: {@code tcp}. */
    public String lowerCaseProtocol() {
        return protocol.toLowerCase(Locale.ROOT);
    }

    /** {@code namespace/name:port}, without the colon if the port has no name. The protocol is no part of it. */
    @Override
    public String toString() {
        return port.isEmpty() ? service.toString() : service + ":" + port;
    }
}
