package packetwalk.proxy.userspace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntSupplier;
import packetwalk.linux.socket.Endpoint;
import packetwalk.net.IpAddress;
import packetwalk.program.userspace.ProxySockets;
import packetwalk.proxy.NodeConfig;
import packetwalk.proxy.ProxyEndpoint;
import packetwalk.proxy.ProxyView;
import packetwalk.proxy.ServicePort;
import packetwalk.proxy.ServicePortName;

/**
 * From what a kube-proxy knows to the ports that it serves and the rules that lead there: Kubernetes 1.25
 * pkg/proxy/userspace/proxier.go. It remembers which port of the node it has given to which port of a Service.
 */
public final class UserspaceProxier {

    private static final int MOST_ATTEMPTS = 1000;

    private final NodeConfig node;
    private final IntSupplier portPicker;
    private final Map<ServicePortName, ProxyPort> given = new LinkedHashMap<>();

    /**
     * A proxier that has served nothing yet.
     *
     * @param portPicker a port of the node to try next, as chance or {@code --proxy-port-range} will have it
     */
    public UserspaceProxier(NodeConfig node, IntSupplier portPicker) {
        this.node = Objects.requireNonNull(node, "node");
        this.portPicker = Objects.requireNonNull(portPicker, "portPicker");
    }

    /** What the node should have now. */
    public UserspaceSync sync(ProxyView view) {
        given.keySet().retainAll(view.ports().keySet());
        view.ports().forEach((name, service) -> {
            if (!name.protocol().equals("SCTP")) {
                List<Endpoint> endpoints = view.endpoints(name).stream()
                        .filter(ProxyEndpoint::ready)
                        .map(endpoint -> new Endpoint(endpoint.ip(), endpoint.port()))
                        .toList();
                given.put(name, new ProxyPort(name, service, proxyPort(name, service), endpoints));
            }
        });
        List<ProxyPort> ports = List.copyOf(given.values());
        Set<IpAddress> local = new LinkedHashSet<>();
        node.addresses().forEach(each -> local.add(each.address()));
        List<ProxySockets.Claim> claims =
                ports.stream().flatMap(port -> port.claims(local).stream()).toList();
        return new UserspaceSync(Portal.ALL, new PortalRules(node).text(ports), ports, claims);
    }

    /** The one that it has, unless something of the Service's port has changed: {@code mergeService()}. */
    private int proxyPort(ServicePortName name, ServicePort service) {
        ProxyPort before = given.get(name);
        if (before != null && before.service().equals(service)) {
            return before.proxyPort();
        }
        Set<Integer> taken = new LinkedHashSet<>();
        List<ProxyPort> others = new ArrayList<>(given.values());
        others.forEach(other -> taken.add(other.proxyPort()));
        for (int i = 0; i < MOST_ATTEMPTS; i++) {
            int port = portPicker.getAsInt();
            if (!taken.contains(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port of the node is left for " + name + "; " + taken.size()
                + " are given away; make --proxy-port-range wider");
    }
}
