package packetwalk.proxy;

import java.util.Set;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/**
 * One address and port behind a Service's port; pkg/proxy/endpoint.go {@code BaseEndpointInfo}.
 *
 * @param local on this node
 * @param ready ready and not terminating, or of a Service that publishes what is not ready
 * @param serving ready, terminating or not
 * @param zoneHints zones that should use it; empty: no hint
 * @param nodeHints nodes that should use it; empty: no hint
 */
public record ProxyEndpoint(
        IpAddress ip,
        int port,
        boolean local,
        boolean ready,
        boolean serving,
        boolean terminating,
        Set<String> zoneHints,
        Set<String> nodeHints) {

    public ProxyEndpoint {
        zoneHints = Set.copyOf(zoneHints);
        nodeHints = Set.copyOf(nodeHints);
    }

    /** On its way out, and still answering. */
    public boolean servingTerminating() {
        return serving && terminating;
    }

    /** {@code 10.180.0.1:80}, {@code [fd00::1]:80}. */
    @Override
    public String toString() {
        return ip.family() == IpFamily.IPV6 ? "[" + ip + "]:" + port : ip + ":" + port;
    }
}
