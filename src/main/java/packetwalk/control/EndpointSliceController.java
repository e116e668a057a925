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
import org.jspecify.annotations.Nullable;
import packetwalk.api.Selector;
import packetwalk.apiserver.Watcher;
import packetwalk.net.IpFamily;

/**
 * Keeps the EndpointSlices of each Service with a selector in step with its pods: pkg/controller/endpointslice.
 *
 * <p>A slice holds at most 100 endpoints. One that is there keeps its endpoints' order; what is new goes to the first
 * with room, then into new ones; empty ones go, but for the last.
 */
final class EndpointSliceController extends Controller<Service> {

    static final String SERVICE_NAME = "kubernetes.io/service-name";
    static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
    private static final String MANAGER = "endpointslice-controller.k8s.io";
    private static final String HEADLESS = "service.kubernetes.io/headless";
    private static final int MAX_ENDPOINTS = 100;

    private final SelectorIndex selectors = new SelectorIndex();

    EndpointSliceController(ControlPlane plane) {
        super(plane, Service.class, "endpoint-slice-controller");
        api().watch(Service.class, new ServiceWatcher());
        api().watch(Pod.class, new PodWatcher());
        api().watch(Node.class, new NodeWatcher());
        watchOwned(EndpointSlice.class); // what a person does to them is put right
    }

    private void podChanged(Pod pod) {
        selectors.of(pod).forEach(queue()::add);
    }

    /** Whether endpoints of a Service are found by its selector; else a person makes them, or nobody. */
    private static boolean selects(Service service) {
        return service.getSpec().getSelector() != null
                && !service.getSpec().getSelector().isEmpty()
                && !"ExternalName".equals(service.getSpec().getType());
    }

    private static Selector selector(Service service) {
        return Selector.of(service.getSpec().getSelector());
    }

    private final class ServiceWatcher implements Watcher<Service> {
        @Override
        public void added(Service service) {
            if (selects(service)) {
                selectors.add(service, selector(service));
            }
        }

        @Override
        public void modified(Service before, Service after) {
            deleted(before);
            added(after);
        }

        @Override
        public void deleted(Service service) {
            if (selects(service)) {
                selectors.remove(service, selector(service));
            }
        }
    }

    private final class PodWatcher implements Watcher<Pod> {
        @Override
        public void added(Pod pod) {
            podChanged(pod);
        }

        @Override
        public void modified(Pod before, Pod after) {
            podChanged(after);
            if (!Objects.equals(
                    before.getMetadata().getLabels(), after.getMetadata().getLabels())) {
                podChanged(before); // those that it no longer belongs to
            }
        }

        @Override
        public void deleted(Pod pod) {
            podChanged(pod);
        }
    }

    /** Of a node endpoints know the zone, and that it is there at all; nothing else of it concerns their Services. */
    private final class NodeWatcher implements Watcher<Node> {
        @Override
        public void added(Node node) {
            api().podsOn(node.getMetadata().getName()).forEach(EndpointSliceController.this::podChanged);
        }

        @Override
        public void modified(Node before, Node after) {
            if (!ServiceEndpoints.zone(before).equals(ServiceEndpoints.zone(after))) {
                added(after);
            }
        }

        @Override
        public void deleted(Node node) {
            // its pods follow, one by one
        }
    }

    @Override
    void reconcile(Service service) {
        if (isLeaving(service) || !selects(service)) {
            return;
        }
        List<Pod> pods = api().list(Pod.class, service.getMetadata().getNamespace(), selector(service));
        List<EndpointSlice> stale = new ArrayList<>(slices(service));
        ServiceEndpoints.families(service).forEach(family -> reconcile(service, family, pods, stale));
        stale.forEach(this::delete);
    }

    /** {@code reconcileByAddressType()}; what stays is taken out of {@code stale}. */
    private void reconcile(Service service, IpFamily family, List<Pod> pods, List<EndpointSlice> stale) {
        Map<List<EndpointPort>, List<Endpoint>> wanted =
                new ServiceEndpoints(service, family, name -> api().find(Node.class, "", name)).of(pods);
        if (wanted.isEmpty()) {
            wanted.put(List.of(), List.of()); // even a Service without pods has one slice
        }
        wanted.forEach((ports, endpoints) -> {
            List<EndpointSlice> same = stale.stream()
                    .filter(slice -> slice.getAddressType().equals(family.toString()))
                    .filter(slice -> Objects.requireNonNullElse(slice.getPorts(), List.<EndpointPort>of())
                            .equals(ports))
                    .toList();
            stale.removeAll(same);
            place(new Kind(service, family, ports), endpoints, same);
        });
    }

    /** What slices have in common that can take each other's endpoints. */
    private record Kind(Service service, IpFamily family, List<EndpointPort> ports) {}

    private List<EndpointSlice> slices(Service service) {
        return owned(service, EndpointSlice.class);
    }

    /** Puts endpoints of the same ports into slices: those that are there, then new ones. */
    private void place(Kind kind, List<Endpoint> endpoints, List<EndpointSlice> present) {
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
            write(kind, contents.get(i), i < present.size() ? present.get(i) : null, i > 0);
        }
    }

    private static void fill(List<Endpoint> slice, List<Endpoint> waiting) {
        while (slice.size() < MAX_ENDPOINTS && !waiting.isEmpty()) {
            slice.add(waiting.remove(0));
        }
    }

    private void write(Kind kind, List<Endpoint> endpoints, @Nullable EndpointSlice present, boolean mayGo) {
        if (present == null) {
            api().create(fresh(kind)
                    .withEndpoints(endpoints)
                    .withPorts(kind.ports())
                    .build());
        } else if (endpoints.isEmpty() && mayGo) {
            delete(present);
        } else {
            api().update(new EndpointSliceBuilder(present)
                    .withEndpoints(endpoints)
                    .withPorts(kind.ports())
                    .editMetadata()
                    .withLabels(labels(kind.service()))
                    .endMetadata()
                    .build());
        }
    }

    private static EndpointSliceBuilder fresh(Kind kind) {
        Service service = kind.service();
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withGenerateName(service.getMetadata().getName() + "-")
                .withNamespace(service.getMetadata().getNamespace())
                .withLabels(labels(service))
                .withOwnerReferences(reference(service))
                .endMetadata()
                .withAddressType(kind.family().toString());
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
