package packetwalk.proxy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/**
 * Which UDP connections lead to an endpoint that has gone; pkg/proxy/conntrack/cleanup.go {@code CleanStaleEntries}.
 *
 * <p>A connection's address translation is settled by its first packet, and a client that keeps sending from one port
 * keeps one connection: without this it would send to the dead pod for ever. TCP finds out by itself. What counts is
 * serving, not policy or readiness: a change of policy leaves what flows alone.
 *
 * @param byAddress a Service's address and port to the endpoints that serve it
 * @param byNodePort a node port likewise, on whatever address; one without endpoints is left out, as the number alone
 *     might be anybody's
 */
public record StaleFlows(Map<String, Set<String>> byAddress, Map<Integer, Set<String>> byNodePort) {

    public StaleFlows {
        byAddress = Map.copyOf(byAddress);
        byNodePort = Map.copyOf(byNodePort);
    }

    /** What to look through the node's connections for. */
    public static StaleFlows of(ProxyView view) {
        Map<String, Set<String>> byAddress = new LinkedHashMap<>();
        Map<Integer, Set<String>> byNodePort = new LinkedHashMap<>();
        view.ports().forEach((name, port) -> {
            if (!port.protocol().equals("UDP")) {
                return;
            }
            Set<String> serving = view.endpoints(name).stream()
                    .filter(ProxyEndpoint::serving)
                    .map(ProxyEndpoint::toString)
                    .collect(Collectors.toUnmodifiableSet());
            frontends(port).forEach(ip -> byAddress.put(text(ip, port.port()), serving));
            if (port.nodePort() != 0 && !serving.isEmpty()) {
                byNodePort.put(port.nodePort(), serving);
            }
        });
        return new StaleFlows(byAddress, byNodePort);
    }

    private static Stream<IpAddress> frontends(ServicePort port) {
        return Stream.of(Stream.of(port.clusterIp()), port.loadBalancerVips().stream(), port.externalIps().stream())
                .flatMap(each -> each);
    }

    private static String text(IpAddress ip, int port) {
        return ip.family() == IpFamily.IPV6 ? "[" + ip + "]:" + port : ip + ":" + port;
    }

    /**
     * Whether a UDP connection must be deleted.
     *
     * @param destination where its first packet was sent, with {@code port}
     * @param replySource where its replies come from, with {@code replyPort}: the endpoint
     */
    public boolean contains(IpAddress destination, int port, IpAddress replySource, int replyPort) {
        String endpoint = text(replySource, replyPort);
        Set<String> serving = byAddress.get(text(destination, port));
        if (serving != null && !serving.contains(endpoint)) {
            return true;
        }
        Set<String> ofNodePort = byNodePort.get(port);
        return ofNodePort != null && !ofNodePort.contains(endpoint);
    }
}
