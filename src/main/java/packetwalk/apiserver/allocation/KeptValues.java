package packetwalk.apiserver.allocation;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a changed Service keeps though its manifest does not name it, and what it loses with its type.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/master/pkg/registry/core/service/strategy.go">strategy.go</a>
 */
public final class KeptValues {

    private KeptValues() {}

    /** A manifest seldom names what was allocated: {@code patchAllocatedValues} and {@code normalizeClusterIPs}. */
    static void carry(Service service, Service before) {
        if (ServiceNeeds.clusterIp(before) && ServiceNeeds.clusterIp(service)) {
            clusterIps(service.getSpec(), before.getSpec());
        }
        if (ServiceNeeds.nodePort(before) && ServiceNeeds.nodePort(service)) {
            nodePorts(service, before);
        }
        if (ServiceNeeds.healthCheckNodePort(before)
                && ServiceNeeds.healthCheckNodePort(service)
                && ServiceNeeds.healthCheckPort(service) == 0) {
            service.getSpec().setHealthCheckNodePort(before.getSpec().getHealthCheckNodePort());
        }
        normalize(service.getSpec(), before.getSpec());
    }

    /** Who changes the type alone need not take away what belonged to the old one: {@code dropTypeDependentFields}. */
    public static void drop(Service service, Service before) {
        ServiceSpec spec = service.getSpec();
        ServiceSpec old = before.getSpec();
        if (ServiceNeeds.clusterIp(before) && !ServiceNeeds.clusterIp(service)) {
            dropAddresses(spec, old);
        }
        if (ServiceNeeds.nodePort(before) && !ServiceNeeds.nodePort(service) && sameNodePorts(spec, old)) {
            spec.getPorts().forEach(port -> port.setNodePort(null));
        }
        if (ServiceNeeds.healthCheckNodePort(before)
                && !ServiceNeeds.healthCheckNodePort(service)
                && Objects.equals(spec.getHealthCheckNodePort(), old.getHealthCheckNodePort())) {
            spec.setHealthCheckNodePort(null);
        }
        if (isBalanced(old) && !isBalanced(spec)) {
            dropBalancer(spec, old);
        }
        if (ServiceNeeds.externallyAccessible(before)
                && !ServiceNeeds.externallyAccessible(service)
                && Objects.equals(spec.getExternalTrafficPolicy(), old.getExternalTrafficPolicy())) {
            spec.setExternalTrafficPolicy(null);
        }
    }

    private static void dropAddresses(ServiceSpec spec, ServiceSpec old) {
        if (Objects.equals(spec.getClusterIP(), old.getClusterIP())
                && spec.getClusterIPs().equals(old.getClusterIPs())) {
            spec.setClusterIP(null);
            spec.setClusterIPs(List.of());
        }
        if (spec.getIpFamilies().equals(old.getIpFamilies())) {
            spec.setIpFamilies(List.of());
        }
        if (Objects.equals(spec.getIpFamilyPolicy(), old.getIpFamilyPolicy())) {
            spec.setIpFamilyPolicy(null);
        }
    }

    private static void dropBalancer(ServiceSpec spec, ServiceSpec old) {
        if (Objects.equals(spec.getAllocateLoadBalancerNodePorts(), old.getAllocateLoadBalancerNodePorts())) {
            spec.setAllocateLoadBalancerNodePorts(null);
        }
        if (Objects.equals(spec.getLoadBalancerClass(), old.getLoadBalancerClass())) {
            spec.setLoadBalancerClass(null);
        }
    }

    private static void clusterIps(ServiceSpec spec, ServiceSpec old) {
        if (isEmpty(spec.getClusterIP())) {
            spec.setClusterIP(old.getClusterIP());
        }
        if (spec.getClusterIPs().isEmpty() && !old.getClusterIPs().isEmpty()) {
            spec.setClusterIPs(List.copyOf(old.getClusterIPs()));
        }
    }

    /** A port keeps its node port by its name, unless that is named for another one now. */
    private static void nodePorts(Service service, Service before) {
        Map<String, Integer> byName = new LinkedHashMap<>();
        Set<Integer> used = new LinkedHashSet<>();
        for (ServicePort port : before.getSpec().getPorts()) {
            byName.put(name(port), ServiceNeeds.nodePort(port));
            used.add(ServiceNeeds.nodePort(port));
        }
        used.retainAll(service.getSpec().getPorts().stream()
                .map(ServiceNeeds::nodePort)
                .filter(port -> port != 0)
                .toList());
        for (ServicePort port : service.getSpec().getPorts()) {
            int kept = byName.getOrDefault(name(port), 0);
            if (ServiceNeeds.nodePort(port) == 0 && kept != 0 && !used.contains(kept)) {
                port.setNodePort(kept);
            }
        }
    }

    /** {@code clusterIP} and the first of {@code clusterIPs} are one thing; who changes one means both. */
    private static void normalize(ServiceSpec spec, ServiceSpec old) {
        boolean same = Objects.equals(text(spec.getClusterIP()), text(old.getClusterIP()));
        if (!old.getClusterIPs().isEmpty() && spec.getClusterIPs().isEmpty() && same) {
            spec.setClusterIPs(List.copyOf(old.getClusterIPs()));
        }
        if (!same && spec.getClusterIPs().equals(old.getClusterIPs())) {
            boolean cleared = isEmpty(spec.getClusterIP());
            spec.setClusterIPs(cleared ? List.of() : List.of(spec.getClusterIP()));
        }
    }

    /** Ports may have gone or moved, as long as none is named that was not there. */
    private static boolean sameNodePorts(ServiceSpec spec, ServiceSpec old) {
        Set<Integer> then = new LinkedHashSet<>(List.of(0));
        old.getPorts().forEach(port -> then.add(ServiceNeeds.nodePort(port)));
        return spec.getPorts().stream().map(ServiceNeeds::nodePort).allMatch(then::contains);
    }

    private static boolean isBalanced(ServiceSpec spec) {
        return "LoadBalancer".equals(spec.getType());
    }

    private static String name(ServicePort port) {
        return text(port.getName());
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }
}
