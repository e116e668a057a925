package packetwalk.ingress;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import io.fabric8.kubernetes.api.model.networking.v1.IngressServiceBackend;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceBackendPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.apiserver.ApiServer;
import packetwalk.net.IpAddress;

/**
 * The objects that decide where requests go, all of one moment.
 *
 * @param ingresses of all namespaces, in the order in which they were made
 * @param classes all
 * @param services of all namespaces
 * @param slices of all namespaces
 * @param secrets of all namespaces
 */
public record ClusterObjects(
        List<Ingress> ingresses,
        List<IngressClass> classes,
        List<Service> services,
        List<EndpointSlice> slices,
        List<Secret> secrets) {

    public ClusterObjects {
        ingresses = List.copyOf(ingresses);
        classes = List.copyOf(classes);
        services = List.copyOf(services);
        slices = List.copyOf(slices);
        secrets = List.copyOf(secrets);
    }

    /** As the API server has them now. */
    public static ClusterObjects of(ApiServer api) {
        return new ClusterObjects(
                api.list(Ingress.class),
                api.list(IngressClass.class),
                api.list(Service.class),
                api.list(EndpointSlice.class),
                api.list(Secret.class));
    }

    Optional<Service> service(ObjectName name) {
        return services.stream()
                .filter(each -> ObjectName.of(each).equals(name))
                .findFirst();
    }

    Optional<Secret> secret(ObjectName name) {
        return secrets.stream().filter(each -> ObjectName.of(each).equals(name)).findFirst();
    }

    Optional<IngressClass> ingressClass(String name) {
        return classes.stream()
                .filter(each -> each.getMetadata().getName().equals(name))
                .findFirst();
    }

    /** The port that a backend means, as text: its number or its name. */
    static String portText(IngressServiceBackend backend) {
        ServiceBackendPort port = backend.getPort();
        return port.getNumber() == null || port.getNumber() == 0
                ? port.getName()
                : port.getNumber().toString();
    }

    /** A Service's port by its number or its name. */
    static Optional<ServicePort> port(Service service, String wanted) {
        return service.getSpec().getPorts().stream()
                .filter(each -> wanted.equals(String.valueOf(each.getPort())) || wanted.equals(text(each.getName())))
                .findFirst();
    }

    /** The first port of which the number, the target or the name is meant: what ingress-nginx takes, {@code serviceEndpoints()}. */
    static Optional<ServicePort> portOrTarget(Service service, String wanted) {
        return service.getSpec().getPorts().stream()
                .filter(each -> wanted.equals(String.valueOf(each.getPort()))
                        || wanted.equals(target(each))
                        || wanted.equals(text(each.getName())))
                .findFirst();
    }

    private static String target(ServicePort port) {
        IntOrString target = port.getTargetPort();
        return target == null ? "" : target.getStrVal() == null ? "" + target.getIntVal() : target.getStrVal();
    }

    /** The ready endpoints behind a Service's port, each once, in the order of the slices' names. */
    List<Upstream> endpoints(ObjectName service, ServicePort port) {
        List<Upstream> all = new ArrayList<>();
        slices.stream()
                .filter(slice -> isOf(slice, service))
                .sorted((a, b) ->
                        a.getMetadata().getName().compareTo(b.getMetadata().getName()))
                .forEach(slice -> all.addAll(endpoints(slice, text(port.getName()))));
        return all.stream().distinct().toList();
    }

    private static boolean isOf(EndpointSlice slice, ObjectName service) {
        return slice.getMetadata().getNamespace().equals(service.namespace())
                && slice.getMetadata().getLabels() != null
                && service.name().equals(slice.getMetadata().getLabels().get("kubernetes.io/service-name"));
    }

    private static List<Upstream> endpoints(EndpointSlice slice, String portName) {
        List<Upstream> all = new ArrayList<>();
        for (EndpointPort port : slice.getPorts()) {
            boolean meant = text(port.getName()).equals(portName) && port.getPort() != null;
            for (Endpoint endpoint : meant ? slice.getEndpoints() : List.<Endpoint>of()) {
                if (isReady(endpoint)) {
                    all.add(new Upstream(IpAddress.parse(endpoint.getAddresses().get(0)), port.getPort()));
                }
            }
        }
        return all;
    }

    private static boolean isReady(Endpoint endpoint) {
        return endpoint.getConditions() == null
                || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
