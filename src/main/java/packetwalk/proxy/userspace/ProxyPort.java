package packetwalk.proxy.userspace;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import packetwalk.linux.socket.Endpoint;
import packetwalk.net.Protocol;
import packetwalk.program.userspace.ProxySockets;
import packetwalk.proxy.ServicePort;
import packetwalk.proxy.ServicePortName;

/**
 * A port of a Service and the port of the node on which kube-proxy serves it: upstream's {@code ServiceInfo}.
 *
 * @param proxyPort the same for as long as nothing of the Service's port changes
 * @param endpoints that are ready
 */
public record ProxyPort(ServicePortName name, ServicePort service, int proxyPort, List<Endpoint> endpoints) {

    public ProxyPort {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(service, "service");
        endpoints = List.copyOf(endpoints);
    }

    /** What the process has to serve. */
    public ProxySockets.Wanted wanted() {
        Optional<Duration> stickiness = service.stickySeconds().map(Duration::ofSeconds);
        Protocol protocol = name.lowerCaseProtocol().equals("tcp") ? Protocol.TCP : Protocol.UDP;
        return new ProxySockets.Wanted(name.toString(), protocol, proxyPort, stickiness, endpoints);
    }
}
