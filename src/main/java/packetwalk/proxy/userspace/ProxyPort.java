package packetwalk.proxy.userspace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import packetwalk.linux.socket.Endpoint;
import packetwalk.net.IpAddress;
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
        return new ProxySockets.Wanted(name.toString(), protocol(), proxyPort, stickiness, endpoints);
    }

    private Protocol protocol() {
        return name.lowerCaseProtocol().equals("tcp") ? Protocol.TCP : Protocol.UDP;
    }

    /** What the process has to hold: its node port, and its port of each address that is among {@code local}. */
    List<ProxySockets.Claim> claims(Set<IpAddress> local) {
        List<IpAddress> addresses = new ArrayList<>(List.of(service.clusterIp()));
        addresses.addAll(service.externalIps());
        addresses.addAll(service.loadBalancerVips());
        List<ProxySockets.Claim> claims = new ArrayList<>();
        addresses.stream()
                .filter(local::contains)
                .forEach(address -> claims.add(new ProxySockets.Claim(protocol(), address, service.port())));
        if (service.nodePort() != 0) {
            claims.add(new ProxySockets.Claim(protocol(), IpAddress.ANY_V4, service.nodePort()));
        }
        return claims;
    }
}
