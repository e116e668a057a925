package packetwalk.apiserver.defaults;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.SessionAffinityConfig;
import io.fabric8.kubernetes.api.model.SessionAffinityConfigBuilder;
import org.jspecify.annotations.Nullable;

/** Defaults of Services; {@code SetDefaults_Service}. */
final class ServiceDefaults {

    /** How long a client stays with its endpoint: three hours. */
    private static final int AFFINITY_SECONDS = 10_800;

    private ServiceDefaults() {}

    static void service(Service service) {
        ServiceSpec spec = service.getSpec();
        affinity(spec);
        if (isEmpty(spec.getType())) {
            spec.setType("ClusterIP");
        }
        spec.getPorts().forEach(ServiceDefaults::port);
        boolean external = spec.getType().equals("NodePort")
                || spec.getType().equals("LoadBalancer")
                || (spec.getType().equals("ClusterIP") && !spec.getExternalIPs().isEmpty());
        if (external && isEmpty(spec.getExternalTrafficPolicy())) {
            spec.setExternalTrafficPolicy("Cluster");
        }
        if (spec.getInternalTrafficPolicy() == null && !spec.getType().equals("ExternalName")) {
            spec.setInternalTrafficPolicy("Cluster");
        }
        if (spec.getType().equals("LoadBalancer")) {
            loadBalancer(service);
        }
    }

    private static void affinity(ServiceSpec spec) {
        if (isEmpty(spec.getSessionAffinity())) {
            spec.setSessionAffinity("None");
        }
        if (spec.getSessionAffinity().equals("None")) {
            spec.setSessionAffinityConfig(null);
        }
        if (spec.getSessionAffinity().equals("ClientIP") && !hasTimeout(spec.getSessionAffinityConfig())) {
            spec.setSessionAffinityConfig(new SessionAffinityConfigBuilder()
                    .withNewClientIP(AFFINITY_SECONDS)
                    .build());
        }
    }

    private static boolean hasTimeout(@Nullable SessionAffinityConfig config) {
        return config != null
                && config.getClientIP() != null
                && config.getClientIP().getTimeoutSeconds() != null;
    }

    private static void port(ServicePort port) {
        if (isEmpty(port.getProtocol())) {
            port.setProtocol("TCP");
        }
        IntOrString target = port.getTargetPort();
        boolean missing = target == null
                || (target.getIntVal() != null && target.getIntVal() == 0)
                || (target.getIntVal() == null && isEmpty(target.getStrVal()));
        if (missing && port.getPort() != null) {
            port.setTargetPort(new IntOrString(port.getPort()));
        }
    }

    private static void loadBalancer(Service service) {
        if (service.getSpec().getAllocateLoadBalancerNodePorts() == null) {
            service.getSpec().setAllocateLoadBalancerNodePorts(true);
        }
        if (service.getStatus() == null || service.getStatus().getLoadBalancer() == null) {
            return;
        }
        for (LoadBalancerIngress ingress : service.getStatus().getLoadBalancer().getIngress()) {
            if (!isEmpty(ingress.getIp()) && ingress.getIpMode() == null) {
                ingress.setIpMode("VIP");
            }
        }
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }
}
