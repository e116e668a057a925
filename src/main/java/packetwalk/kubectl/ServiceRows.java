package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** {@code kubectl get services}. */
final class ServiceRows {
    static final Table<Service> TABLE = new Table<>(
            List.of("NAME", "TYPE", "CLUSTER-IP", "EXTERNAL-IP", "PORT(S)", "AGE"),
            List.of("SELECTOR"),
            ServiceRows::row);

    private ServiceRows() {}

    private static List<String> row(Service service, Instant now) {
        ServiceSpec spec = service.getSpec();
        return List.of(
                service.getMetadata().getName(),
                spec.getType(),
                spec.getClusterIPs().isEmpty()
                        ? Text.NONE
                        : spec.getClusterIPs().get(0),
                external(service),
                Text.orNone(spec.getPorts().stream().map(ServiceRows::port).collect(Collectors.joining(","))),
                Text.age(service, now),
                Text.labels(spec.getSelector()));
    }

    private static String port(ServicePort port) {
        int node = Text.number(port.getNodePort());
        return port.getPort() + (node > 0 ? ":" + node : "") + "/" + port.getProtocol();
    }

    private static String external(Service service) {
        List<String> ips = service.getSpec().getExternalIPs();
        return switch (service.getSpec().getType()) {
            case "ExternalName" -> service.getSpec().getExternalName();
            case "LoadBalancer" -> {
                List<String> all = new ArrayList<>(balancer(service));
                all.addAll(ips);
                yield all.isEmpty() ? "<pending>" : String.join(",", all);
            }
            default -> Text.orNone(String.join(",", ips));
        };
    }

    private static List<String> balancer(Service service) {
        if (service.getStatus() == null || service.getStatus().getLoadBalancer() == null) {
            return List.of();
        }
        String list = service.getStatus().getLoadBalancer().getIngress().stream()
                .map(ingress -> ingress.getIp() == null ? ingress.getHostname() : ingress.getIp())
                .distinct()
                .sorted()
                .collect(Collectors.joining(","));
        return list.isEmpty() ? List.of() : List.of(list);
    }
}
