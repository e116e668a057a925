package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code kubectl describe service} and {@code describe endpointslice}. */
final class DescribeService {

    private DescribeService() {}

    static void write(Description text, Service service, List<EndpointSlice> slices) {
        ServiceSpec spec = service.getSpec();
        text.identity(service);
        text.line(0, "Selector:\t" + Text.labels(spec.getSelector()));
        text.line(0, "Type:\t" + spec.getType());
        optional(text, "IP Family Policy", spec.getIpFamilyPolicy());
        text.line(0, "IP Families:\t" + Text.orNone(String.join(",", spec.getIpFamilies())));
        text.line(0, "IP:\t" + (spec.getClusterIP() == null ? "" : spec.getClusterIP()));
        text.line(0, "IPs:\t" + Text.orNone(String.join(",", spec.getClusterIPs())));
        optional(text, "External IPs", String.join(",", spec.getExternalIPs()));
        optional(text, "Desired LoadBalancer IP", spec.getLoadBalancerIP());
        optional(text, "External Name", spec.getExternalName());
        optional(text, "LoadBalancer Ingress", ingress(service));
        spec.getPorts().forEach(port -> port(text, port, slices));
        text.line(0, "Session Affinity:\t" + spec.getSessionAffinity());
        optional(text, "External Traffic Policy", spec.getExternalTrafficPolicy());
        optional(text, "Internal Traffic Policy", spec.getInternalTrafficPolicy());
        if (Text.number(spec.getHealthCheckNodePort()) != 0) {
            text.line(0, "HealthCheck NodePort:\t" + spec.getHealthCheckNodePort());
        }
        optional(text, "LoadBalancer Source Ranges", String.join(",", spec.getLoadBalancerSourceRanges()));
        optional(text, "Traffic Distribution", spec.getTrafficDistribution());
    }

    private static void port(Description text, ServicePort port, List<EndpointSlice> slices) {
        String name = port.getName() == null || port.getName().isEmpty() ? "<unset>" : port.getName();
        IntOrString target = port.getTargetPort();
        text.line(0, "Port:\t" + name + "\t" + port.getPort() + "/" + port.getProtocol());
        text.line(
                0,
                "TargetPort:\t" + (target.getStrVal() == null ? target.getIntVal() : target.getStrVal()) + "/"
                        + port.getProtocol());
        optional(text, "AppProtocol", port.getAppProtocol());
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

    private static void optional(Description text, String title, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            text.line(0, title + ":\t" + value);
        }
    }

    static void slice(Description text, EndpointSlice slice) {
        text.identity(slice);
        text.line(0, "AddressType:\t" + slice.getAddressType());
        if (slice.getPorts().isEmpty()) {
            text.line(0, "Ports: <unset>");
        } else {
            text.line(0, "Ports:").line(1, "Name\tPort\tProtocol").line(1, "----\t----\t--------");
            slice.getPorts().forEach(port -> text.line(1, cells(port)));
        }
        if (slice.getEndpoints().isEmpty()) {
            text.line(0, "Endpoints: " + Text.NONE);
        } else {
            text.line(0, "Endpoints:");
            slice.getEndpoints().forEach(endpoint -> endpoint(text, endpoint));
        }
    }

    private static String cells(EndpointPort port) {
        String name = port.getName() == null || port.getName().isEmpty() ? "<unset>" : port.getName();
        return name + "\t" + unset(port.getPort()) + "\t" + port.getProtocol();
    }

    private static void endpoint(Description text, Endpoint endpoint) {
        text.line(1, "- Addresses:\t" + Text.orNone(String.join(", ", endpoint.getAddresses())));
        text.line(2, "Conditions:");
        text.line(
                3,
                "Ready:\t"
                        + unset(
                                endpoint.getConditions() == null
                                        ? null
                                        : endpoint.getConditions().getReady()));
        text.line(2, "Hostname:\t" + unset(endpoint.getHostname()));
        if (endpoint.getTargetRef() != null) {
            text.line(
                    2,
                    "TargetRef:\t" + endpoint.getTargetRef().getKind() + "/"
                            + endpoint.getTargetRef().getName());
        }
        text.line(2, "NodeName:\t" + unset(endpoint.getNodeName()));
        text.line(2, "Zone:\t" + unset(endpoint.getZone()));
    }

    private static String unset(@Nullable Object value) {
        return value == null ? "<unset>" : value.toString();
    }
}
