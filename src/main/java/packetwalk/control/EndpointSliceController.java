package packetwalk.control;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import packetwalk.api.Selector;
import packetwalk.apiserver.Watcher;

/**
 * Keeps the EndpointSlices of each Service with a selector in step with its pods: pkg/controller/endpointslice.
 *
 * <p>A slice holds at most 100 endpoints. One that is there keeps its endpoints' order; what is new goes to the first
 * with room, then into new ones; empty ones go, but for the last.
 */
final class EndpointSliceController extends Controller<Service> {

    static final String SERVICE_NAME = "kubernetes.io/service-name";
    private static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
    private static final String MANAGER = "endpointslice-controller.k8s.io";
    private static final String HEADLESS = "service.kubernetes.io/headless";
    private static final int MAX_ENDPOINTS = 100;

    EndpointSliceController(ControlPlane plane) {
        super(plane, Service.class, "endpoint-slice-controller");
        api().watch(Pod.class, Watcher.<Pod>ofAny(this::podChanged));
        api().watch(
                        Node.class,
                        Watcher.<Node>ofAny(node -> api().list(Service.class).stream()
                                .filter(EndpointSliceController::selects)
                                .forEach(service -> queue().add(Key.of(service)))));
    }

    private void podChanged(Pod pod) {
        Map<String, String> labels =
                Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
        for (Service service : api().list(Service.class, pod.getMetadata().getNamespace())) {
            if (selects(service)
                    && (Selector.of(service.getSpec().getSelector()).matches(labels) || knows(service, pod))) {
                queue().add(Key.of(service));
            }
        }
    }

    /** Whether a pod that the selector no longer means is still among the Service's endpoints. */
    private boolean knows(Service service, Pod pod) {
        return slices(service).stream()
                .flatMap(slice -> slice.getEndpoints().stream())
                .anyMatch(each -> each.getTargetRef() != null
                        && pod.getMetadata().getUid().equals(each.getTargetRef().getUid()));
    }

    private static boolean selects(Service service) {
        return service.getSpec().getSelector() != null
                && !service.getSpec().getSelector().isEmpty()
                && !"ExternalName".equals(service.getSpec().getType());
    }

    @Override
    void reconcile(Service service) {
        if (isLeaving(service) || !selects(service)) {
            return;
        }
        List<Pod> pods = api().list(
                        Pod.class,
                        service.getMetadata().getNamespace(),
                        Selector.of(service.getSpec().getSelector()));
        Map<List<EndpointPort>, List<Endpoint>> wanted =
                new ServiceEndpoints(service, name -> api().find(Node.class, "", name)).of(pods);
        if (wanted.isEmpty()) {
            wanted.put(List.of(), List.of()); // even a Service without pods has one slice
        }
        List<EndpointSlice> stale = new ArrayList<>(slices(service));
        wanted.forEach((ports, endpoints) -> {
            List<EndpointSlice> same = stale.stream()
                    .filter(slice -> Objects.requireNonNullElse(slice.getPorts(), List.<EndpointPort>of())
                            .equals(ports))
                    .toList();
            stale.removeAll(same);
            place(service, ports, endpoints, same);
        });
        stale.forEach(this::delete);
    }

    private List<EndpointSlice> slices(Service service) {
        return owned(service, EndpointSlice.class);
    }

    /** Puts endpoints of the same ports into slices: those that are there, then new ones. */
    private void place(
            Service service, List<EndpointPort> ports, List<Endpoint> endpoints, List<EndpointSlice> present) {
        Map<String, Endpoint> left = new LinkedHashMap<>();
        endpoints.forEach(each -> left.put(each.getTargetRef().getUid(), each));
        List<List<Endpoint>> contents = new ArrayList<>();
        for (EndpointSlice slice : present) {
            List<Endpoint> kept = new ArrayList<>();
            for (Endpoint old : slice.getEndpoints()) {
                Endpoint now = left.remove(old.getTargetRef().getUid());
                if (now != null) {
                    kept.add(now);
                }
            }
            contents.add(kept);
        }
        List<Endpoint> added = new ArrayList<>(left.values());
        for (List<Endpoint> each : contents) {
            fill(each, added);
        }
        while (!added.isEmpty() || contents.isEmpty()) {
            List<Endpoint> more = new ArrayList<>();
            fill(more, added);
            contents.add(more);
        }
        for (int i = 0; i < contents.size(); i++) {
            write(service, ports, contents.get(i), i < present.size() ? present.get(i) : null, i > 0);
        }
    }

    private static void fill(List<Endpoint> slice, List<Endpoint> waiting) {
        while (slice.size() < MAX_ENDPOINTS && !waiting.isEmpty()) {
            slice.add(waiting.remove(0));
        }
    }

    private void write(
            Service service,
            List<EndpointPort> ports,
            List<Endpoint> endpoints,
            @org.jspecify.annotations.Nullable EndpointSlice present,
            boolean mayGo) {
        if (present == null) {
            api().create(fresh(service)
                    .withEndpoints(endpoints)
                    .withPorts(ports)
                    .build());
        } else if (endpoints.isEmpty() && mayGo) {
            delete(present);
        } else {
            api().update(new EndpointSliceBuilder(present)
                    .withEndpoints(endpoints)
                    .withPorts(ports)
                    .editMetadata()
                    .withLabels(labels(service))
                    .endMetadata()
                    .build());
        }
    }

    private static EndpointSliceBuilder fresh(Service service) {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withGenerateName(service.getMetadata().getName() + "-")
                .withNamespace(service.getMetadata().getNamespace())
                .withLabels(labels(service))
                .withOwnerReferences(reference(service))
                .endMetadata()
                .withAddressType("IPv4");
    }

    /** The Service's own labels, and those by which kube-proxy finds its slices. */
    private static Map<String, String> labels(Service service) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(MANAGED_BY, MANAGER);
        labels.put(SERVICE_NAME, service.getMetadata().getName());
        if ("None".equals(service.getSpec().getClusterIP())) {
            labels.put(HEADLESS, "");
        }
        Objects.requireNonNullElse(service.getMetadata().getLabels(), Map.<String, String>of())
                .forEach(labels::putIfAbsent);
        return labels;
    }

    private void delete(EndpointSlice slice) {
        api().delete(
                        EndpointSlice.class,
                        slice.getMetadata().getNamespace(),
                        slice.getMetadata().getName());
    }
}
