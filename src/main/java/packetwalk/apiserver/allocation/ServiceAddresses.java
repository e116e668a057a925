package packetwalk.apiserver.allocation;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import packetwalk.net.IpAddress;
import packetwalk.time.Simulation;

/**
 * The families of Services and an address for each: {@code allocClusterIPs}, {@code updateClusterIPs}.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/master/pkg/registry/core/service/storage/alloc.go">alloc.go</a>
 */
final class ServiceAddresses {
    private final IpFamilies families;
    private final Map<String, ClusterIps> pools = new LinkedHashMap<>();

    ServiceAddresses(ServiceRanges ranges, Simulation simulation) {
        families = new IpFamilies(ranges.serviceCidrs().families());
        ranges.serviceCidrs().stream()
                .forEach(range -> pools.put(range.family().toString(), new ClusterIps(range, simulation)));
    }

    /** What a new Service is given. */
    void create(Service service, Transaction transaction) {
        families.settle(service, Optional.empty());
        if (has(service)) {
            allocate(service, 0, transaction);
        }
    }

    /** What {@code service} is given anew, and what it gives back of what {@code before} had. */
    void update(Service service, Service before, Transaction transaction) {
        families.settle(service, Optional.of(before));
        if (IpFamilies.isKeptDualStack(service, Optional.of(before))) {
            return;
        }
        if (!ServiceNeeds.clusterIp(before)) {
            if (has(service)) {
                allocate(service, 0, transaction);
            }
        } else if (!has(before)) {
            return;
        } else if (!ServiceNeeds.clusterIp(service)) {
            release(before.getSpec().getClusterIPs(), transaction);
        } else {
            int had = before.getSpec().getIpFamilies().size();
            int has = service.getSpec().getIpFamilies().size();
            if (had == 1 && has == 2) {
                allocate(service, 1, transaction);
            } else if (had == 2 && has == 1) {
                release(before.getSpec().getClusterIPs().subList(1, 2), transaction);
            }
        }
    }

    /** A Service has gone. */
    void release(Service service, Transaction transaction) {
        if (has(service)) {
            release(service.getSpec().getClusterIPs(), transaction);
        }
    }

    private static boolean has(Service service) {
        return ServiceNeeds.clusterIp(service) && !ServiceNeeds.headless(service);
    }

    /** The address of each family from number {@code from} on, as it is named or any. */
    private void allocate(Service service, int from, Transaction transaction) {
        ServiceSpec spec = service.getSpec();
        List<String> ips = new ArrayList<>(spec.getClusterIPs());
        for (int i = from; i < spec.getIpFamilies().size(); i++) {
            String asked = i < ips.size() ? ips.get(i) : "";
            String ip = pool(spec.getIpFamilies().get(i)).allocate(service, asked, transaction);
            if (i < ips.size()) {
                ips.set(i, ip);
            } else {
                ips.add(ip);
            }
        }
        spec.setClusterIPs(List.copyOf(ips));
        spec.setClusterIP(ips.get(0));
    }

    private ClusterIps pool(String family) {
        return Objects.requireNonNull(pools.get(family), "a Service has families of its cluster only");
    }

    private void release(List<String> ips, Transaction transaction) {
        ips.stream()
                .filter(IpAddress::isAddress)
                .map(IpAddress::parse)
                .forEach(address -> pools.values().forEach(pool -> pool.release(address, transaction)));
    }
}
