package packetwalk.proxy;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import packetwalk.net.Cidr;
import packetwalk.net.IpFamily;

/**
 * All that one kube-proxy knows of Services and their endpoints at one moment; upstream's {@code ServicePortMap} and
 * {@code EndpointsMap}. Two moments compared say what a partial sync must write.
 */
public final class ProxyView {

    private static final String SERVICE_NAME_LABEL = "kubernetes.io/service-name";

    /** The slices of a headless Service: kube-proxy's informer does not even ask for them. */
    private static final String HEADLESS_LABEL = "service.kubernetes.io/headless";

    /** Before anything was heard. */
    public static final ProxyView EMPTY = new ProxyView(Map.of(), Map.of(), Map.of(), List.of());

    private final Map<ServicePortName, ServicePort> ports;
    private final Map<ServicePortName, List<ProxyEndpoint>> endpoints;
    private final Map<ServiceName, Map<String, EndpointSlice>> slices;
    private final List<Cidr> serviceCidrs;

    private ProxyView(
            Map<ServicePortName, ServicePort> ports,
            Map<ServicePortName, List<ProxyEndpoint>> endpoints,
            Map<ServiceName, Map<String, EndpointSlice>> slices,
            List<Cidr> serviceCidrs) {
        this.ports = Collections.unmodifiableMap(ports);
        this.endpoints = Collections.unmodifiableMap(endpoints);
        this.slices = Collections.unmodifiableMap(slices);
        this.serviceCidrs = List.copyOf(serviceCidrs);
    }

    /** What the kube-proxy of {@code node} makes of these objects; those of no concern to it are passed over. */
    public static ProxyView of(NodeConfig node, Collection<Service> services, Collection<EndpointSlice> slices) {
        Map<ServicePortName, ServicePort> ports = new LinkedHashMap<>();
        services.forEach(service -> ports.putAll(ServiceReader.ports(service, node.family())));
        Map<ServiceName, Map<String, EndpointSlice>> byService = byService(node.family(), slices);
        Map<ServicePortName, List<ProxyEndpoint>> endpoints = new LinkedHashMap<>();
        byService.forEach((service, ofService) ->
                endpoints.putAll(SliceReader.endpoints(service, node.nodeName(), ofService.values())));
        return new ProxyView(ports, endpoints, byService, List.of());
    }

    /** The same, with the networks that cluster IPs are of: {@code ServiceCIDR} objects. Unknown, if nobody says it. */
    public ProxyView withServiceCidrs(List<Cidr> cidrs) {
        return new ProxyView(ports, endpoints, slices, cidrs);
    }

    private static Map<ServiceName, Map<String, EndpointSlice>> byService(
            IpFamily family, Collection<EndpointSlice> slices) {
        String addressType = family.toString();
        Map<ServiceName, Map<String, EndpointSlice>> byService = new LinkedHashMap<>();
        for (EndpointSlice slice : slices) {
            Map<String, String> labels =
                    Optional.ofNullable(slice.getMetadata().getLabels()).orElse(Map.of());
            String service = labels.getOrDefault(SERVICE_NAME_LABEL, "");
            if (addressType.equals(slice.getAddressType())
                    && !service.isEmpty()
                    && !labels.containsKey(HEADLESS_LABEL)) {
                ServiceName name = new ServiceName(slice.getMetadata().getNamespace(), service);
                byService
                        .computeIfAbsent(name, key -> new TreeMap<>())
                        .put(slice.getMetadata().getName(), slice);
            }
        }
        return byService;
    }

    /** The networks that cluster IPs are of, of either family. */
    public List<Cidr> serviceCidrs() {
        return serviceCidrs;
    }

    /** The Services' ports, in the order in which the Services were given. */
    public Map<ServicePortName, ServicePort> ports() {
        return ports;
    }

    /** All endpoints of a port, usable or not, sorted by their text. */
    public List<ProxyEndpoint> endpoints(ServicePortName name) {
        return endpoints.getOrDefault(name, List.of());
    }

    /** How many endpoints all ports have together: what makes a cluster a large one. */
    public int endpointCount() {
        return ports.keySet().stream().mapToInt(name -> endpoints(name).size()).sum();
    }

    /** Services of which something changed since {@code before}: the Service, as far as it counts, or any of its slices. */
    public Set<ServiceName> changedSince(ProxyView before) {
        Set<ServiceName> changed = new LinkedHashSet<>(slicesChangedSince(before));
        changed.addAll(differing(before.ports, ports));
        changed.addAll(differing(ports, before.ports));
        return changed;
    }

    private static Set<ServiceName> differing(
            Map<ServicePortName, ServicePort> some, Map<ServicePortName, ServicePort> others) {
        Set<ServiceName> differing = new LinkedHashSet<>();
        some.forEach((name, port) -> {
            if (!port.equals(others.get(name))) {
                differing.add(name.service());
            }
        });
        return differing;
    }

    private Set<ServiceName> slicesChangedSince(ProxyView before) {
        Set<ServiceName> changed = new LinkedHashSet<>(before.slices.keySet());
        changed.addAll(slices.keySet());
        changed.removeIf(name -> Objects.equals(slices.get(name), before.slices.get(name)));
        return changed;
    }

    /** Whether connections by UDP may have lost their endpoint since {@code before}: then they are looked through. */
    public boolean udpEndpointsChangedSince(ProxyView before) {
        Set<ServiceName> changed = slicesChangedSince(before);
        return hasUdp(endpoints, changed) || hasUdp(before.endpoints, changed);
    }

    private static boolean hasUdp(Map<ServicePortName, ?> endpoints, Set<ServiceName> services) {
        return endpoints.keySet().stream()
                .anyMatch(name -> name.protocol().equals("UDP") && services.contains(name.service()));
    }

    /** The ports on which the node answers a load balancer's health checks. */
    public Map<ServiceName, Integer> healthCheckNodePorts() {
        Map<ServiceName, Integer> healthChecks = new LinkedHashMap<>();
        ports.forEach((name, port) -> {
            if (port.healthCheckNodePort() != 0) {
                healthChecks.put(name.service(), port.healthCheckNodePort());
            }
        });
        return healthChecks;
    }

    /**
     * How many pods of a Service are ready on this node, which is what a health check answers by: 200 or 503. Pods, not
     * endpoints: two ports of one pod count once; what terminates does not count.
     */
    public int localReadyEndpoints(ServiceName service) {
        return (int) endpoints.entrySet().stream()
                .filter(each -> each.getKey().service().equals(service))
                .flatMap(each -> each.getValue().stream())
                .filter(endpoint -> endpoint.ready() && endpoint.local())
                .map(ProxyEndpoint::ip)
                .distinct()
                .count();
    }
}
