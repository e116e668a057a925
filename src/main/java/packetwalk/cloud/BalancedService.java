package packetwalk.cloud;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.Protocol;

/** What the service controller reads in a Service; pure. */
final class BalancedService {

    private static final String SOURCE_RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges";

    /** Where kube-proxy says whether a node should get traffic. */
    private static final int NODE_HEALTH_PORT = 10256;

    /** What, when it changes, changes the balancer: the fields that {@code needsUpdate()} compares. */
    private static final List<Function<Service, Object>> CONCERNS = List.of(
            service -> service.getSpec().getLoadBalancerSourceRanges(),
            service -> service.getSpec().getPorts(),
            service -> Optional.ofNullable(service.getSpec().getSessionAffinity()),
            service -> Optional.ofNullable(service.getSpec().getSessionAffinityConfig()),
            service -> Optional.ofNullable(service.getSpec().getLoadBalancerIP()),
            service -> service.getSpec().getExternalIPs(),
            service -> Optional.ofNullable(service.getMetadata().getAnnotations()),
            service -> service.getMetadata().getUid(),
            service -> Optional.ofNullable(service.getSpec().getExternalTrafficPolicy()),
            service -> Optional.ofNullable(service.getSpec().getHealthCheckNodePort()));

    private BalancedService() {}

    static String key(Service service) {
        return service.getMetadata().getNamespace() + "/"
                + service.getMetadata().getName();
    }

    /** {@code DefaultLoadBalancerName()}. */
    static String cloudName(Service service) {
        String name = "a" + service.getMetadata().getUid().replace("-", "");
        return name.substring(0, Math.min(32, name.length()));
    }

    /** With a class, somebody else's controller is meant. */
    static boolean wantsBalancer(Service service) {
        return isBalanced(service) && service.getSpec().getLoadBalancerClass() == null;
    }

    private static boolean isBalanced(Service service) {
        return "LoadBalancer".equals(service.getSpec().getType());
    }

    /** Whether it has had a balancer and must not have one any more. */
    static boolean needsCleanup(Service service) {
        return service.getMetadata().getFinalizers().contains(ServiceController.FINALIZER)
                && (service.getMetadata().getDeletionTimestamp() != null || !isBalanced(service));
    }

    static boolean needsUpdate(Service before, Service after) {
        if (!wantsBalancer(before) && !wantsBalancer(after)) {
            return false;
        }
        return wantsBalancer(before) != wantsBalancer(after)
                || CONCERNS.stream().anyMatch(of -> !Objects.equals(of.apply(before), of.apply(after)));
    }

    /**
     * What a cloud whose balancers work in {@code mode} is to provide.
     *
     * @throws CloudFault if such balancers cannot
     */
    static BalancerOrder order(Service service, BalancerMode mode) {
        ServiceSpec spec = service.getSpec();
        if (!spec.getIpFamilies().contains(IpFamily.IPV4.toString())) {
            throw new CloudFault("the cloud's target pools have IPv4 addresses, and this Service has "
                    + spec.getIpFamilies() + " only; give it IPv4 too, or put up a balancer of your own");
        }
        try {
            return new BalancerOrder(
                    cloudName(service),
                    spec.getPorts().stream().map(port -> forward(port, mode)).toList(),
                    "ClientIP".equals(spec.getSessionAffinity()) ? Scheduling.CLIENT_IP : Scheduling.HASH,
                    healthCheck(spec),
                    sourceRanges(service),
                    Optional.ofNullable(spec.getLoadBalancerIP())
                            .filter(address -> !address.isEmpty())
                            .map(IpAddress::parse));
        } catch (IllegalArgumentException unusable) {
            throw new CloudFault(String.valueOf(unusable.getMessage()));
        }
    }

    private static Forward forward(ServicePort port, BalancerMode mode) {
        Protocol protocol = Protocol.named(Objects.requireNonNullElse(port.getProtocol(), "TCP"))
                .orElse(Protocol.TCP);
        if (mode == BalancerMode.PASS_THROUGH) {
            return new Forward(protocol, port.getPort(), port.getPort());
        }
        if (port.getNodePort() == null || port.getNodePort() == 0) {
            throw new CloudFault("port " + port.getPort() + " has no node port for the balancer to lead to; leave"
                    + " allocateLoadBalancerNodePorts at true");
        }
        return new Forward(protocol, port.getPort(), port.getNodePort());
    }

    /** {@code GetServiceHealthCheckPathPort()}: of one Service's pods where only local ones serve, else of the node. */
    private static HealthCheck healthCheck(ServiceSpec spec) {
        Integer port = spec.getHealthCheckNodePort();
        boolean local = "Local".equals(spec.getExternalTrafficPolicy()) && port != null && port != 0;
        return HealthCheck.gce(local ? port : NODE_HEALTH_PORT, "/healthz");
    }

    /** {@code GetLoadBalancerSourceRanges()}: the field, else the annotation. */
    private static List<Cidr> sourceRanges(Service service) {
        List<String> ranges = service.getSpec().getLoadBalancerSourceRanges();
        if (ranges.isEmpty()) {
            Map<String, String> annotations =
                    Objects.requireNonNullElse(service.getMetadata().getAnnotations(), Map.of());
            String text = annotations.getOrDefault(SOURCE_RANGES, "").strip();
            ranges = text.isEmpty() ? List.of() : Arrays.asList(text.split(","));
        }
        return ranges.stream()
                .map(String::strip)
                .map(Cidr::parse)
                .filter(range -> range.family() == IpFamily.IPV4)
                .toList();
    }
}
