package packetwalk;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import packetwalk.api.Selector;
import packetwalk.net.IpAddress;
import packetwalk.trace.Exhibit;

/** A Service of a running cluster: what it is now, looked up anew with each question. It has no device anywhere. */
public final class Service implements Exhibit {

    private final World world;
    private final String namespace;
    private final String name;

    Service(World world, String namespace, String name) {
        this.world = world;
        this.namespace = namespace;
        this.name = name;
        object();
    }

    private io.fabric8.kubernetes.api.model.Service object() {
        return world.api.get(io.fabric8.kubernetes.api.model.Service.class, namespace, name);
    }

    public String name() {
        return name;
    }

    /**
     * Its address in the service network.
     *
     * @throws IllegalStateException if it has none: headless, or an external name
     */
    public IpAddress clusterIp() {
        String address = object().getSpec().getClusterIP();
        if (address == null || address.isEmpty() || address.equals("None")) {
            throw new IllegalStateException("service " + name + " has no cluster IP; its type is "
                    + object().getSpec().getType() + (address == null ? "" : ", clusterIP " + address));
        }
        return IpAddress.parse(address);
    }

    /** Its addresses in the service networks, one of each of its families, the primary first; none of a headless one. */
    public List<IpAddress> clusterIps() {
        return object().getSpec().getClusterIPs().stream()
                .filter(IpAddress::isAddress)
                .map(IpAddress::parse)
                .toList();
    }

    /** The node port of the first of its ports that has one; empty if none has. */
    public Optional<Integer> nodePort() {
        return object().getSpec().getPorts().stream()
                .map(port -> port.getNodePort())
                .filter(port -> port != null && port > 0)
                .findFirst();
    }

    /** Addresses and ports of the endpoints that are ready, as {@code kubectl get endpoints} has them. */
    public List<String> endpoints() {
        Selector ofService = Selector.of(Map.of("kubernetes.io/service-name", name));
        return world.api.list(EndpointSlice.class, namespace, ofService).stream()
                .flatMap(slice -> slice.getEndpoints().stream()
                        .filter(Service::isReady)
                        .flatMap(each -> slice.getPorts().stream()
                                .map(port -> at(each.getAddresses().get(0), port.getPort()))))
                .toList();
    }

    private static String at(String address, int port) {
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }

    /** What is not said counts as ready, in a slice that a person wrote. */
    private static boolean isReady(Endpoint endpoint) {
        return endpoint.getConditions() == null
                || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
    }

    /** Deletes it; its address and its node ports are free again. */
    public void delete() {
        world.api.delete(io.fabric8.kubernetes.api.model.Service.class, namespace, name);
        world.settleControlPlane();
    }

    @Override
    public String text() {
        var spec = object().getSpec();
        String ports = spec.getPorts().stream()
                .map(port -> port.getPort() + (port.getNodePort() == null ? "" : ":" + port.getNodePort()) + "/"
                        + port.getProtocol())
                .collect(Collectors.joining(","));
        String addresses =
                spec.getClusterIPs().isEmpty() ? spec.getClusterIP() : String.join(",", spec.getClusterIPs());
        List<String> endpoints = endpoints();
        return "service " + name + " " + addresses + " " + spec.getType() + " " + ports + ", endpoints "
                + (endpoints.isEmpty() ? "<none>" : String.join(", ", endpoints));
    }

    @Override
    public String toString() {
        return text();
    }
}
