package packetwalk.apiserver.allocation;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import packetwalk.api.ApiFault;
import packetwalk.api.FieldError;
import packetwalk.api.FieldPath;
import packetwalk.api.Kinds;
import packetwalk.time.Simulation;

/**
 * Gives Services what is scarce, before they are validated; what a refused one took goes back.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/master/pkg/registry/core/service/storage/alloc.go">alloc.go</a>
 */
public final class ServiceAllocation {
    private final ServiceAddresses addresses;
    private final NodePorts nodePorts;

    /** All of {@code ranges} is free. */
    public ServiceAllocation(ServiceRanges ranges, Simulation simulation) {
        addresses = new ServiceAddresses(ranges, simulation);
        nodePorts = new NodePorts(ranges, simulation);
    }

    /** Fills in what a new Service, which is a copy, is given. */
    public Transaction create(Service service) {
        ServiceSpec spec = service.getSpec();
        if (!isEmpty(spec.getClusterIP()) && spec.getClusterIPs().isEmpty()) {
            spec.setClusterIPs(List.of(spec.getClusterIP()));
        }
        return attempt(transaction -> {
            addresses.create(service, transaction);
            if (ServiceNeeds.nodePort(service)) {
                newNodePorts(service, transaction);
            }
            if (ServiceNeeds.healthCheckNodePort(service)) {
                healthCheck(service, transaction);
            }
        });
    }

    /** Fills in what {@code service}, which is a copy, keeps of {@code before}, and what it is given anew. */
    public Transaction update(Service service, Service before) {
        KeptValues.carry(service, before);
        return attempt(transaction -> {
            addresses.update(service, before, transaction);
            if (ServiceNeeds.nodePort(service)) {
                changedNodePorts(service, before, transaction);
            } else if (ServiceNeeds.nodePort(before)) {
                ports(before).forEach(port -> nodePorts.release(port, transaction));
            }
            boolean needed = ServiceNeeds.healthCheckNodePort(before);
            boolean needs = ServiceNeeds.healthCheckNodePort(service);
            if (needs && !needed) {
                healthCheck(service, transaction);
            } else if (needed && !needs) {
                nodePorts.release(ServiceNeeds.healthCheckPort(before), transaction);
            }
        });
    }

    /** A Service has gone: others can have what it had. */
    public void release(Service service) {
        Transaction transaction = new Transaction();
        addresses.release(service, transaction);
        ports(service).forEach(port -> nodePorts.release(port, transaction));
        if (ServiceNeeds.healthCheckNodePort(service)) {
            nodePorts.release(ServiceNeeds.healthCheckPort(service), transaction);
        }
        transaction.commit();
    }

    private interface Step {
        void take(Transaction transaction);
    }

    private static Transaction attempt(Step step) {
        Transaction transaction = new Transaction();
        try {
            step.take(transaction);
            return transaction;
        } catch (RuntimeException refused) {
            transaction.revert();
            throw refused;
        }
    }

    /** Two ports of one number and two protocols share a node port, as a DNS server's TCP and UDP do. */
    private void newNodePorts(Service service, Transaction transaction) {
        Map<Integer, Integer> byPort = new LinkedHashMap<>();
        List<ServicePort> all = service.getSpec().getPorts();
        for (int i = 0; i < all.size(); i++) {
            ServicePort port = all.get(i);
            int asked = ServiceNeeds.nodePort(port);
            if (asked == 0 && !allocates(service)) {
                continue;
            }
            Integer shared = byPort.get(port.getPort());
            if (shared == null) {
                int wanted = requested(port.getPort(), all);
                int given = wanted == 0 ? any(transaction) : named(service, i, wanted, transaction);
                port.setNodePort(given);
                byPort.put(port.getPort(), given);
            } else if (asked == 0) {
                port.setNodePort(shared);
            } else if (asked != shared) {
                named(service, i, asked, transaction);
            }
        }
    }

    private void changedNodePorts(Service service, Service before, Transaction transaction) {
        Set<Integer> had = ports(before);
        Set<Integer> taken = new LinkedHashSet<>();
        List<ServicePort> all = service.getSpec().getPorts();
        for (int i = 0; i < all.size(); i++) {
            int asked = ServiceNeeds.nodePort(all.get(i));
            if (asked == 0 && allocates(service)) {
                all.get(i).setNodePort(any(transaction));
            } else if (asked != 0 && !had.contains(asked) && taken.add(asked)) {
                named(service, i, asked, transaction);
            }
        }
        Set<Integer> has = ports(service);
        had.stream().filter(port -> !has.contains(port)).forEach(port -> nodePorts.release(port, transaction));
    }

    private int any(Transaction transaction) {
        OptionalInt port = nodePorts.takeAny(transaction);
        return port.orElseThrow(() -> ApiFault.internalError("failed to allocate a nodePort: range is full"));
    }

    private int named(Service service, int index, int port, Transaction transaction) {
        nodePorts.take(port, transaction).ifPresent(why -> {
            FieldPath field = FieldPath.of("spec", "ports").index(index).child("nodePort");
            throw ApiFault.invalid(
                    Kinds.SERVICE, service.getMetadata().getName(), List.of(FieldError.invalid(field, port, why)));
        });
        return port;
    }

    private void healthCheck(Service service, Transaction transaction) {
        int asked = ServiceNeeds.healthCheckPort(service);
        if (asked == 0) {
            OptionalInt port = nodePorts.takeAny(transaction);
            service.getSpec()
                    .setHealthCheckNodePort(port.orElseThrow(() ->
                            ApiFault.internalError("failed to allocate a HealthCheck NodePort 0: range is full")));
            return;
        }
        nodePorts.take(asked, transaction).ifPresent(why -> {
            throw ApiFault.internalError("failed to allocate requested HealthCheck NodePort " + asked + ": " + why);
        });
    }

    private static boolean allocates(Service service) {
        return !"LoadBalancer".equals(service.getSpec().getType())
                || !Boolean.FALSE.equals(service.getSpec().getAllocateLoadBalancerNodePorts());
    }

    private static int requested(Integer port, List<ServicePort> ports) {
        return ports.stream()
                .filter(each -> each.getPort().equals(port))
                .mapToInt(ServiceNeeds::nodePort)
                .filter(asked -> asked != 0)
                .findFirst()
                .orElse(0);
    }

    private static Set<Integer> ports(Service service) {
        return service.getSpec().getPorts().stream()
                .map(ServiceNeeds::nodePort)
                .filter(port -> port != 0)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }
}
