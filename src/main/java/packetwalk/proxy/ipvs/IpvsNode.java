package packetwalk.proxy.ipvs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.ipvs.RealServer;
import packetwalk.linux.ipvs.ServiceKey;
import packetwalk.linux.ipvs.VirtualServer;
import packetwalk.linux.ipvs.VirtualServerSpec;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;

/**
 * What a node has of what ipvs mode makes.
 *
 * @param device whether {@code kube-ipvs0} is there
 * @param bound its addresses
 */
public record IpvsNode(Map<ServiceKey, Present> servers, boolean device, Set<IpAddress> bound) {

    /** A virtual server that is there. */
    public record Present(VirtualServerSpec spec, Map<IpvsWanted.Endpoint, Real> real) {}

    /**
     * A real server that is there.
     *
     * @param connections open ones and others
     */
    public record Real(int weight, int connections) {}

    /** Looks it up. */
    public static IpvsNode of(NetworkNamespace namespace) {
        Map<ServiceKey, Present> servers = new LinkedHashMap<>();
        for (VirtualServer each : namespace.ipvs().services()) {
            servers.put(each.key(), present(each));
        }
        List<InterfaceAddress> addresses =
                namespace.device(IpvsProxier.DEVICE).map(NetDevice::addresses).orElse(List.of());
        Set<IpAddress> bound =
                addresses.stream().map(InterfaceAddress::address).collect(Collectors.toCollection(TreeSet::new));
        return new IpvsNode(servers, namespace.device(IpvsProxier.DEVICE).isPresent(), bound);
    }

    private static Present present(VirtualServer server) {
        VirtualServerSpec spec = VirtualServerSpec.of(server.key(), server.schedulerName())
                .persistent(server.persistence())
                .with(server.flags());
        Map<IpvsWanted.Endpoint, Real> real = new LinkedHashMap<>();
        for (RealServer each : server.servers()) {
            real.put(
                    new IpvsWanted.Endpoint(each.address(), each.port()),
                    new Real(each.weight(), each.active() + each.inactive()));
        }
        return new Present(spec, real);
    }
}
