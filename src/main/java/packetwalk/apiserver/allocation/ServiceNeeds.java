package packetwalk.apiserver.allocation;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.List;

/** What a Service has need of, by its type. */
public final class ServiceNeeds {

    private ServiceNeeds() {}

    /** All but ExternalName do; that a headless one has {@code None} counts as having one. */
    public static boolean clusterIp(Service service) {
        return !"ExternalName".equals(service.getSpec().getType());
    }

    /** Whether ports of every node belong to it. */
    public static boolean nodePort(Service service) {
        String type = service.getSpec().getType();
        return "NodePort".equals(type) || "LoadBalancer".equals(type);
    }

    /** Whether a balancer outside asks each node if it has endpoints of it. */
    public static boolean healthCheckNodePort(Service service) {
        return "LoadBalancer".equals(service.getSpec().getType())
                && "Local".equals(service.getSpec().getExternalTrafficPolicy());
    }

    /** Whether clients outside of the cluster can be meant by its traffic policy. */
    public static boolean externallyAccessible(Service service) {
        return nodePort(service)
                || ("ClusterIP".equals(service.getSpec().getType())
                        && !service.getSpec().getExternalIPs().isEmpty());
    }

    /** Whether it has no cluster address on purpose. */
    public static boolean headless(Service service) {
        return service.getSpec().getClusterIPs().equals(List.of("None"));
    }

    static int nodePort(ServicePort port) {
        return port.getNodePort() == null ? 0 : port.getNodePort();
    }

    static int healthCheckPort(Service service) {
        Integer port = service.getSpec().getHealthCheckNodePort();
        return port == null ? 0 : port;
    }
}
