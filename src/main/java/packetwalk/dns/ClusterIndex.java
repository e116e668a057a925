package packetwalk.dns;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import packetwalk.net.IpAddress;

/**
 * Services, EndpointSlices and namespaces, found by what a name or an address says of them: CoreDNS' informers and their
 * indexes. Who watches the API server puts in and takes out.
 */
public final class ClusterIndex {

    static final String SERVICE_NAME = "kubernetes.io/service-name";

    /** An object's name, or the service that a slice belongs to. */
    private record Key(String namespace, String name) {}

    private final Set<String> namespaces = new LinkedHashSet<>();
    private final Map<Key, Service> services = new LinkedHashMap<>();
    private final Map<Key, EndpointSlice> slices = new LinkedHashMap<>();
    private final Map<Key, Set<Key>> slicesOfService = new LinkedHashMap<>();
    private final Map<IpAddress, Set<Key>> servicesByAddress = new LinkedHashMap<>();
    private final Map<IpAddress, Set<Key>> slicesByAddress = new LinkedHashMap<>();
    private long changes;

    /** An index of these objects. */
    public static ClusterIndex of(
            Collection<Namespace> namespaces, Collection<Service> services, Collection<EndpointSlice> slices) {
        ClusterIndex index = new ClusterIndex();
        namespaces.forEach(index::put);
        services.forEach(index::put);
        slices.forEach(index::put);
        return index;
    }

    /** It is there from now on. */
    public void put(Namespace namespace) {
        changes++;
        namespaces.add(namespace.getMetadata().getName());
    }

    /** It is gone. */
    public void remove(Namespace namespace) {
        changes++;
        namespaces.remove(namespace.getMetadata().getName());
    }

    /** It is there from now on, in place of one with its name. */
    public void put(Service service) {
        changes++;
        forget(service);
        Key key = key(service);
        services.put(key, service);
        clusterIps(service).forEach(address -> add(servicesByAddress, address, key));
    }

    /** The one with its name is gone. */
    public void remove(Service service) {
        changes++;
        forget(service);
    }

    private void forget(Service service) {
        Key key = key(service);
        Service old = services.remove(key);
        if (old != null) {
            clusterIps(old).forEach(address -> remove(servicesByAddress, address, key));
        }
    }

    /** It is there from now on, in place of one with its name. */
    public void put(EndpointSlice slice) {
        changes++;
        forget(slice);
        Key key = key(slice);
        slices.put(key, slice);
        owner(slice).ifPresent(service -> {
            add(slicesOfService, service, key);
            addresses(slice).forEach(address -> add(slicesByAddress, address, key));
        });
    }

    /** The one with its name is gone. */
    public void remove(EndpointSlice slice) {
        changes++;
        forget(slice);
    }

    private void forget(EndpointSlice slice) {
        Key key = key(slice);
        EndpointSlice old = slices.remove(key);
        if (old != null) {
            owner(old).ifPresent(service -> remove(slicesOfService, service, key));
            addresses(old).forEach(address -> remove(slicesByAddress, address, key));
        }
    }

    /** How often anything has changed: the serial number of what is told from here. */
    long changes() {
        return changes;
    }

    boolean hasNamespace(String name) {
        return namespaces.contains(name);
    }

    Optional<Service> service(String namespace, String name) {
        return Optional.ofNullable(services.get(new Key(namespace, name)));
    }

    /** The slices of a service, in the order in which they came. */
    List<EndpointSlice> slices(String namespace, String service) {
        return find(slices, slicesOfService.getOrDefault(new Key(namespace, service), Set.of()));
    }

    Optional<Service> serviceAt(IpAddress clusterIp) {
        return find(services, servicesByAddress.getOrDefault(clusterIp, Set.of())).stream()
                .findFirst();
    }

    List<EndpointSlice> slicesAt(IpAddress endpoint) {
        return find(slices, slicesByAddress.getOrDefault(endpoint, Set.of()));
    }

    private static <T> List<T> find(Map<Key, T> objects, Set<Key> keys) {
        List<T> found = new ArrayList<>();
        keys.forEach(key -> Optional.ofNullable(objects.get(key)).ifPresent(found::add));
        return found;
    }

    private static <K> void add(Map<K, Set<Key>> index, K at, Key key) {
        index.computeIfAbsent(at, any -> new LinkedHashSet<>()).add(key);
    }

    private static <K> void remove(Map<K, Set<Key>> index, K at, Key key) {
        Set<Key> keys = index.getOrDefault(at, Set.of());
        if (keys.remove(key) && keys.isEmpty()) {
            index.remove(at);
        }
    }

    private static Key key(Service service) {
        return new Key(
                service.getMetadata().getNamespace(), service.getMetadata().getName());
    }

    private static Key key(EndpointSlice slice) {
        return new Key(slice.getMetadata().getNamespace(), slice.getMetadata().getName());
    }

    private static Optional<Key> owner(EndpointSlice slice) {
        return Optional.ofNullable(slice.getMetadata().getLabels())
                .map(labels -> labels.get(SERVICE_NAME))
                .map(service -> new Key(slice.getMetadata().getNamespace(), service));
    }

    private static List<IpAddress> clusterIps(Service service) {
        return service.getSpec().getClusterIPs().stream()
                .filter(IpAddress::isAddress)
                .map(IpAddress::parse)
                .toList();
    }

    private static List<IpAddress> addresses(EndpointSlice slice) {
        return slice.getEndpoints().stream()
                .filter(ClusterIndex::ready)
                .flatMap(endpoint -> endpoint.getAddresses().stream())
                .filter(IpAddress::isAddress)
                .map(IpAddress::parse)
                .toList();
    }

    /** No word on it counts as yes: CoreDNS plugin/kubernetes/object/endpoint.go {@code endpointsliceReady()}. */
    static boolean ready(Endpoint endpoint) {
        return endpoint.getConditions() == null
                || endpoint.getConditions().getReady() == null
                || endpoint.getConditions().getReady();
    }
}
