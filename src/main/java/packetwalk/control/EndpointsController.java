package packetwalk.control;

import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointAddressBuilder;
import io.fabric8.kubernetes.api.model.EndpointPort;
import io.fabric8.kubernetes.api.model.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.EndpointSubsetBuilder;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Keeps the Endpoints of each Service with a selector: what EndpointSlices took the place of, still there to look at
 * (deprecated since Kubernetes 1.33). They are drawn from the slices; those that a person makes are mirrored into slices by
 * {@link EndpointSliceMirroringController}.
 */
final class EndpointsController extends Controller<Service> {

    EndpointsController(ControlPlane plane) {
        super(plane, Service.class, "endpoint-controller");
        watchOwned(EndpointSlice.class);
    }

    @Override
    void reconcile(Service service) {
        List<EndpointSlice> slices = owned(service, EndpointSlice.class).stream()
                .filter(slice -> slice.getAddressType().equals(primary(service)))
                .toList();
        if (isLeaving(service) || slices.isEmpty()) {
            return;
        }
        Map<List<EndpointPort>, List<Endpoint>> byPorts = new LinkedHashMap<>();
        for (EndpointSlice slice : slices) {
            List<EndpointPort> ports =
                    slice.getPorts().stream().map(EndpointsController::port).toList();
            byPorts.computeIfAbsent(ports, any -> new ArrayList<>()).addAll(slice.getEndpoints());
        }
        List<EndpointSubset> subsets = new ArrayList<>();
        byPorts.forEach((ports, endpoints) -> subset(ports, endpoints).ifPresent(subsets::add));
        String namespace = service.getMetadata().getNamespace();
        String name = service.getMetadata().getName();
        Optional<Endpoints> present = api().find(Endpoints.class, namespace, name);
        Endpoints wanted = new EndpointsBuilder(present.orElseGet(Endpoints::new))
                .editOrNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withLabels(labels(service))
                .withOwnerReferences(reference(service))
                .endMetadata()
                .withSubsets(subsets)
                .build();
        if (present.isEmpty()) {
            api().create(wanted);
        } else if (!present.get().equals(wanted)) {
            api().update(wanted);
        }
    }

    /** Those that a person made go with their Service, too. */
    @Override
    void gone(Key service) {
        if (api().find(Endpoints.class, service.namespace(), service.name()).isPresent()) {
            api().delete(Endpoints.class, service.namespace(), service.name());
        }
    }

    /** Endpoints have the addresses of one family. */
    private static String primary(Service service) {
        return service.getSpec().getIpFamilies().stream().findFirst().orElse("");
    }

    /** The Service's own labels, and those that say who wrote this. */
    private static Map<String, String> labels(Service service) {
        Map<String, String> labels = new LinkedHashMap<>(
                Objects.requireNonNullElse(service.getMetadata().getLabels(), Map.of()));
        labels.put("endpoints.kubernetes.io/managed-by", "endpoint-controller");
        if ("None".equals(service.getSpec().getClusterIP())) {
            labels.put("service.kubernetes.io/headless", "");
        }
        return labels;
    }

    /** Terminating endpoints are in none: Endpoints have no word for them. */
    private static Optional<EndpointSubset> subset(List<EndpointPort> ports, List<Endpoint> endpoints) {
        List<EndpointAddress> ready = new ArrayList<>();
        List<EndpointAddress> notReady = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            if (Boolean.TRUE.equals(endpoint.getConditions().getReady())) {
                ready.add(address(endpoint));
            } else if (!Boolean.TRUE.equals(endpoint.getConditions().getTerminating())) {
                notReady.add(address(endpoint));
            }
        }
        return ready.isEmpty() && notReady.isEmpty()
                ? Optional.empty()
                : Optional.of(new EndpointSubsetBuilder()
                        .withAddresses(ready)
                        .withNotReadyAddresses(notReady)
                        .withPorts(ports)
                        .build());
    }

    private static EndpointPort port(io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort port) {
        return new EndpointPortBuilder()
                .withName(port.getName() == null || port.getName().isEmpty() ? null : port.getName())
                .withPort(port.getPort())
                .withProtocol(port.getProtocol())
                .build();
    }

    private static EndpointAddress address(Endpoint endpoint) {
        return new EndpointAddressBuilder()
                .withIp(endpoint.getAddresses().get(0))
                .withNodeName(endpoint.getNodeName())
                .withHostname(endpoint.getHostname())
                .withTargetRef(endpoint.getTargetRef())
                .build();
    }
}
