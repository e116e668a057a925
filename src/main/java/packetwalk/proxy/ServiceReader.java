package packetwalk.proxy;

import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.LoadBalancerStatus;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.ServiceStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/**
 * A Service's ports of one family; pkg/proxy/servicechangetracker.go {@code serviceToServiceMap}, serviceport.go
 * {@code newBaseServiceInfo}, and what cmd/kube-proxy's informers leave out by label.
 */
final class ServiceReader {

    /** Another proxy than kube-proxy serves this one. */
    static final String PROXY_NAME_LABEL = "service.kubernetes.io/service-proxy-name";

    /** Kubernetes {@code v1.DefaultClientIPServiceAffinitySeconds}: three hours. */
    private static final int DEFAULT_STICKY_SECONDS = 10_800;

    private final ServiceSpec spec;
    private final IpFamily family;
    private final List<LoadBalancerIngress> ingress;

    private ServiceReader(Service service, IpFamily family) {
        this.spec = service.getSpec();
        this.family = family;
        this.ingress = Optional.ofNullable(service.getStatus())
                .map(ServiceStatus::getLoadBalancer)
                .map(LoadBalancerStatus::getIngress)
                .orElse(List.of());
    }

    /** In the order of the Service; empty if kube-proxy has nothing to do with it. */
    static Map<ServicePortName, ServicePort> ports(Service service, IpFamily family) {
        Map<ServicePortName, ServicePort> ports = new LinkedHashMap<>();
        if (skipped(service)) {
            return ports;
        }
        ServiceReader reader = new ServiceReader(service, family);
        ServiceName name = ServiceName.of(service.getMetadata());
        reader.clusterIp().ifPresent(clusterIp -> {
            for (io.fabric8.kubernetes.api.model.ServicePort port : reader.spec.getPorts()) {
                ServicePort read = reader.port(clusterIp, port);
                ports.put(new ServicePortName(name, text(port.getName(), ""), read.protocol()), read);
            }
        });
        return ports;
    }

    private static boolean skipped(Service service) {
        ServiceSpec spec = service.getSpec();
        Map<String, String> labels =
                Optional.ofNullable(service.getMetadata().getLabels()).orElse(Map.of());
        String clusterIp = text(spec.getClusterIP(), "");
        return labels.containsKey(PROXY_NAME_LABEL)
                || clusterIp.isEmpty()
                || clusterIp.equals("None")
                || "ExternalName".equals(spec.getType());
    }

    /** The cluster IP of this family; {@code GetClusterIPByFamily}. */
    private Optional<IpAddress> clusterIp() {
        List<String> families = spec.getIpFamilies();
        if (families.isEmpty()) {
            // an object from before dual stack
            return SloppyText.address(spec.getClusterIP()).filter(ip -> ip.family() == family);
        }
        int at = families.indexOf(family.toString());
        List<String> clusterIps = spec.getClusterIPs();
        return at < 0 || at >= clusterIps.size() ? Optional.empty() : SloppyText.address(clusterIps.get(at));
    }

    private ServicePort port(IpAddress clusterIp, io.fabric8.kubernetes.api.model.ServicePort port) {
        return new ServicePort(
                clusterIp,
                port.getPort(),
                text(port.getProtocol(), "TCP"),
                number(port.getNodePort()),
                addresses(spec.getExternalIPs()),
                vips(),
                sourceRanges(),
                stickySeconds(),
                externalPolicyLocal() && isLoadBalancer() ? number(spec.getHealthCheckNodePort()) : 0,
                externalPolicyLocal(),
                "Local".equals(spec.getInternalTrafficPolicy()));
    }

    private boolean isLoadBalancer() {
        return "LoadBalancer".equals(spec.getType());
    }

    /** The field counts only where something outside can come in; pkg/api/v1/service {@code ExternalPolicyLocal}. */
    private boolean externalPolicyLocal() {
        boolean open = isLoadBalancer()
                || "NodePort".equals(spec.getType())
                || !spec.getExternalIPs().isEmpty();
        return open && "Local".equals(spec.getExternalTrafficPolicy());
    }

    private List<IpAddress> addresses(List<String> texts) {
        return texts.stream()
                .flatMap(text -> SloppyText.address(text).stream())
                .filter(ip -> ip.family() == family)
                .toList();
    }

    /** A load balancer of mode Proxy hides the client anyway: its address is left to itself. */
    private List<IpAddress> vips() {
        return addresses(ingress.stream()
                .filter(each -> each.getIp() != null && "VIP".equals(text(each.getIpMode(), "VIP")))
                .map(LoadBalancerIngress::getIp)
                .toList());
    }

    private List<Cidr> sourceRanges() {
        List<Cidr> ranges = spec.getLoadBalancerSourceRanges().stream()
                .flatMap(text -> SloppyText.cidr(text).stream())
                .filter(range -> range.family() == family)
                .toList();
        boolean all = ranges.stream().anyMatch(range -> range.length() == 0);
        return all ? List.of() : ranges;
    }

    private Optional<Integer> stickySeconds() {
        if (!"ClientIP".equals(spec.getSessionAffinity())) {
            return Optional.empty();
        }
        return Optional.ofNullable(spec.getSessionAffinityConfig())
                .flatMap(config -> Optional.ofNullable(config.getClientIP()))
                .flatMap(clientIp -> Optional.ofNullable(clientIp.getTimeoutSeconds()))
                .or(() -> Optional.of(DEFAULT_STICKY_SECONDS));
    }

    private static String text(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }

    private static int number(@Nullable Integer number) {
        return number == null ? 0 : number;
    }
}
