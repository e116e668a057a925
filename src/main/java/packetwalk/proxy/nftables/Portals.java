package packetwalk.proxy.nftables;

import java.util.Optional;
import packetwalk.net.IpAddress;
import packetwalk.proxy.ProxyEndpoint;
import packetwalk.proxy.ServicePort;

/**
 * The elements by which packets for one Service's port are caught, by each address that it has. Every sync asks for them,
 * and writes those that are not there.
 */
final class Portals {

    private final Storages storages;
    private final ServiceTraffic traffic;
    private final ServicePort port;

    Portals(Storages storages, ServiceTraffic traffic) {
        this.storages = storages;
        this.traffic = traffic;
        this.port = traffic.port();
    }

    /** A pod of this node that reaches itself would else be answered past the node. */
    void hairpin(ProxyEndpoint endpoint) {
        String ip = endpoint.ip().toString();
        storages.of(Container.HAIRPIN_CONNECTIONS)
                .ensure(String.join(" . ", ip, ip, traffic.protocol(), String.valueOf(endpoint.port())));
    }

    /** Its address inside the cluster, and its external ones. */
    void addresses() {
        storages.of(Container.CLUSTER_IPS).ensure(port.clusterIp().toString());
        if (traffic.hasInternalEndpoints()) {
            serve(port.clusterIp(), traffic.internalChain());
        } else {
            refuse(port.clusterIp());
        }
        for (IpAddress each : port.externalIps()) {
            serveExternal(each);
            if (!traffic.hasExternalEndpoints()) {
                refuse(each);
            }
        }
    }

    /** Its load balancer's addresses, and its node port. */
    void balanced() {
        for (IpAddress each : port.loadBalancerVips()) {
            serveExternal(each);
            if (traffic.usesFirewallChain()) {
                storages.of(Container.FIREWALL_IPS).ensure(traffic.key(each), "goto " + traffic.firewallChain());
            }
        }
        if (!traffic.hasExternalEndpoints()) {
            port.loadBalancerVips().forEach(this::refuse);
        }
        traffic.nodePortKey().ifPresent(this::nodePort);
    }

    private void nodePort(String key) {
        if (traffic.hasEndpoints()) {
            storages.of(Container.SERVICE_NODEPORTS).ensure(key, "goto " + traffic.externalChain());
        }
        if (!traffic.hasExternalEndpoints()) {
            storages.of(Container.NO_ENDPOINT_NODEPORTS).ensure(key, traffic.refusal(), comment());
        }
    }

    private void serve(IpAddress address, String chain) {
        storages.of(Container.SERVICE_IPS).ensure(traffic.key(address), "goto " + chain);
    }

    private void serveExternal(IpAddress address) {
        if (traffic.hasEndpoints()) {
            serve(address, traffic.externalChain());
        }
    }

    /** The node's own calls, and pods', were given another destination before they come to this. */
    private void refuse(IpAddress address) {
        storages.of(Container.NO_ENDPOINT_SERVICES).ensure(traffic.key(address), traffic.refusal(), comment());
    }

    private Optional<String> comment() {
        return Optional.of(traffic.comment());
    }
}
