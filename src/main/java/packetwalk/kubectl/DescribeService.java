package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.stream.Collectors;

/** {@code kubectl describe service}. */
final class DescribeService {

    private DescribeService() {}

    static void write(Description text, Service service, List<EndpointSlice> slices) {
        ServiceSpec spec = service.getSpec();
        text.identity(service);
        text.line(0, "Selector:\t" + Text.labels(spec.getSelector()));
        text.line(0, "Type:\t" + spec.getType());
        text.optional("IP Family Policy", spec.getIpFamilyPolicy());
        text.line(0, "IP Families:\t" + Text.orNone(String.join(",", spec.getIpFamilies())));
        text.line(0, "IP:\t" + (spec.getClusterIP() == null ? "" : spec.getClusterIP()));
        text.line(0, "IPs:\t" + Text.orNone(String.join(",", spec.getClusterIPs())));
        text.optional("External IPs", String.join(",", spec.getExternalIPs()));
        text.optional("Desired LoadBalancer IP", spec.getLoadBalancerIP());
        text.optional("External Name", spec.getExternalName());
        text.optional("LoadBalancer Ingress", ingress(service));
        spec.getPorts().forEach(port -> port(text, port, slices));
        text.line(0, "Session Affinity:\t" + spec.getSessionAffinity());
        text.optional("External Traffic Policy", spec.getExternalTrafficPolicy());
        text.optional("Internal Traffic Policy", spec.getInternalTrafficPolicy());
        if (Text.number(spec.getHealthCheckNodePort()) != 0) {
            text.line(0, "HealthCheck NodePort:\t" + spec.getHealthCheckNodePort());
        }
        text.optional("LoadBalancer Source Ranges", String.join(",", spec.getLoadBalancerSourceRanges()));
        text.optional("Traffic Distribution", spec.getTrafficDistribution());
    }

    private static void port(Description text, ServicePort port, List<EndpointSlice> slices) {
        String name = port.getName() == null || port.getName().isEmpty() ? "<unset>" : port.getName();
        IntOrString target = port.getTargetPort();
        text.line(0, "Port:\t" + name + "\t" + port.getPort() + "/" + port.getProtocol());
        text.line(
                0,
                "TargetPort:\t" + (target.getStrVal() == null ? target.getIntVal() : target.getStrVal()) + "/"
                        + port.getProtocol());
        text.optional("AppProtocol", port.getAppProtocol());
        if (Text.number(port.getNodePort()) != 0) {
            text.line(0, "NodePort:\t" + name + "\t" + port.getNodePort() + "/" + port.getProtocol());
        }
        String portName = port.getName() == null ? "" : port.getName();
        text.line(0, "Endpoints:\t" + EndpointText.firstThree(slices, portName));
    }

    private static String ingress(Service service) {
        if (service.getStatus() == null || service.getStatus().getLoadBalancer() == null) {
            return "";
        }
        return service.getStatus().getLoadBalancer().getIngress().stream()
                .map(DescribeService::ingress)
                .collect(Collectors.joining(", "));
    }

    private static String ingress(LoadBalancerIngress ingress) {
        if (ingress.getIp() == null) {
            return ingress.getHostname();
        }
        return ingress.getIpMode() == null ? ingress.getIp() : ingress.getIp() + " (" + ingress.getIpMode() + ")";
    }
}
