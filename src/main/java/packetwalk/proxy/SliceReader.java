package packetwalk.proxy;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointHints;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.ForNode;
import io.fabric8.kubernetes.api.model.discovery.v1.ForZone;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import packetwalk.net.IpAddress;

/**
 * The endpoints of one Service, out of all its slices; pkg/proxy/endpointslicecache.go
 * {@code endpointInfoByServicePort}, {@code addEndpoints}.
 */
final class SliceReader {

    private final ServiceName service;
    private final String nodeName;
    private final Map<ServicePortName, Map<String, ProxyEndpoint>> found = new LinkedHashMap<>();

    private SliceReader(ServiceName service, String nodeName) {
        this.service = service;
        this.nodeName = nodeName;
    }

    /** Sorted by address and port as text, as upstream sorts them. */
    static Map<ServicePortName, List<ProxyEndpoint>> endpoints(
            ServiceName service, String nodeName, Collection<EndpointSlice> slices) {
        SliceReader reader = new SliceReader(service, nodeName);
        slices.forEach(reader::add);
        Map<ServicePortName, List<ProxyEndpoint>> sorted = new LinkedHashMap<>();
        reader.found.forEach((name, endpoints) -> sorted.put(
                name,
                endpoints.values().stream()
                        .sorted(Comparator.comparing(ProxyEndpoint::toString))
                        .toList()));
        return sorted;
    }

    private void add(EndpointSlice slice) {
        for (EndpointPort port : slice.getPorts()) {
            // without a number it would mean "all ports", which kube-proxy has never done
            if (port.getPort() != null && port.getPort() != 0) {
                String name = Optional.ofNullable(port.getName()).orElse("");
                String protocol = Optional.ofNullable(port.getProtocol()).orElse("TCP");
                for (Endpoint endpoint : slice.getEndpoints()) {
                    add(new ServicePortName(service, name, protocol), port.getPort(), endpoint);
                }
            }
        }
    }

    private void add(ServicePortName name, int port, Endpoint endpoint) {
        Optional<IpAddress> ip = endpoint.getAddresses().stream().findFirst().flatMap(SloppyText::address);
        ip.map(address -> read(address, port, endpoint)).ifPresent(read -> {
            Map<String, ProxyEndpoint> ofPort = found.computeIfAbsent(name, key -> new LinkedHashMap<>());
            // an address that a terminating pod leaves to a new one: the new one counts
            if (!read.terminating() || !ofPort.containsKey(read.toString())) {
                ofPort.put(read.toString(), read);
            }
        });
    }

    private ProxyEndpoint read(IpAddress ip, int port, Endpoint endpoint) {
        Optional<EndpointConditions> conditions = Optional.ofNullable(endpoint.getConditions());
        Optional<EndpointHints> hints = Optional.ofNullable(endpoint.getHints());
        return new ProxyEndpoint(
                ip,
                port,
                !nodeName.isEmpty() && nodeName.equals(endpoint.getNodeName()),
                // what is not said counts as ready, serving, staying
                conditions.map(EndpointConditions::getReady).orElse(true),
                conditions.map(EndpointConditions::getServing).orElse(true),
                conditions.map(EndpointConditions::getTerminating).orElse(false),
                hints.map(EndpointHints::getForZones).map(SliceReader::zones).orElse(Set.of()),
                hints.map(EndpointHints::getForNodes).map(SliceReader::nodes).orElse(Set.of()));
    }

    private static Set<String> zones(List<ForZone> zones) {
        return zones.stream().map(ForZone::getName).collect(Collectors.toSet());
    }

    private static Set<String> nodes(List<ForNode> nodes) {
        return nodes.stream().map(ForNode::getName).collect(Collectors.toSet());
    }
}
