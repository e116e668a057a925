package packetwalk.control;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.apiserver.Watcher;

/**
 * Copies Endpoints that somebody wrote, for a Service without a selector, into EndpointSlices, which is all that kube-proxy and
 * DNS read: pkg/controller/endpointslicemirroring.
 */
final class EndpointSliceMirroringController extends Controller<Endpoints> {

    private static final String MANAGER = "endpointslicemirroring-controller.k8s.io";

    /** Who writes slices of its own says so. */
    private static final String SKIP = "endpointslice.kubernetes.io/skip-mirror";

    /** Endpoints were once what processes elect their leader by. */
    private static final String LEADER = "control-plane.alpha.kubernetes.io/leader";

    private static final List<String> NOT_COPIED = List.of(
            "endpoints.kubernetes.io/last-change-trigger-time", "kubectl.kubernetes.io/last-applied-configuration");

    EndpointSliceMirroringController(ControlPlane plane) {
        super(plane, Endpoints.class, "endpoint-slice-mirroring-controller");
        api().watch(Service.class, Watcher.<Service>ofAny(service -> queue().add(Key.of(service))));
        watchOwned(EndpointSlice.class); // what a person does to them is put right
    }

    @Override
    void reconcile(Endpoints endpoints) {
        List<EndpointSlice> stale = new ArrayList<>(owned(endpoints, EndpointSlice.class));
        if (!isLeaving(endpoints) && isMirrored(endpoints)) {
            MirroredEndpoints mirrored = new MirroredEndpoints(endpoints);
            if (mirrored.skipped() > 0) {
                events().warning(
                                endpoints,
                                "TooManyAddressesToMirror",
                                "A max of " + MirroredEndpoints.MOST
                                        + " addresses can be mirrored to EndpointSlices per Endpoints subset. "
                                        + mirrored.skipped() + " addresses were skipped");
            }
            mirrored.byKind().forEach((kind, each) -> write(endpoints, kind, each, stale));
        }
        stale.forEach(each -> api().delete(
                        EndpointSlice.class,
                        each.getMetadata().getNamespace(),
                        each.getMetadata().getName()));
    }

    /** Not if another controller writes the slices: the Service has a selector, or is not there. */
    private boolean isMirrored(Endpoints endpoints) {
        boolean skipped =
                "true".equals(orEmpty(endpoints.getMetadata().getLabels()).get(SKIP))
                        || orEmpty(endpoints.getMetadata().getAnnotations()).containsKey(LEADER);
        return !skipped
                && api().find(
                                Service.class,
                                endpoints.getMetadata().getNamespace(),
                                endpoints.getMetadata().getName())
                        .filter(service ->
                                orEmpty(service.getSpec().getSelector()).isEmpty())
                        .isPresent();
    }

    /** Into the slice that is there, which is taken out of {@code stale}, or into a new one. */
    private void write(Endpoints of, MirroredEndpoints.Kind kind, List<Endpoint> endpoints, List<EndpointSlice> stale) {
        Optional<EndpointSlice> present = stale.stream()
                .filter(each -> each.getAddressType().equals(kind.family().toString())
                        && each.getPorts().equals(kind.ports()))
                .findFirst();
        present.ifPresent(stale::remove);
        EndpointSlice wanted = new EndpointSliceBuilder(present.orElseGet(() -> fresh(of, kind)))
                .editMetadata()
                .withLabels(labels(of))
                .withAnnotations(annotations(of))
                .endMetadata()
                .withPorts(kind.ports())
                .withEndpoints(endpoints)
                .build();
        if (present.isEmpty()) {
            api().create(wanted);
        } else {
            api().update(wanted);
        }
    }

    private static EndpointSlice fresh(Endpoints of, MirroredEndpoints.Kind kind) {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withGenerateName(of.getMetadata().getName() + "-")
                .withNamespace(of.getMetadata().getNamespace())
                .withOwnerReferences(reference(of))
                .endMetadata()
                .withAddressType(kind.family().toString())
                .build();
    }

    private static Map<String, String> labels(Endpoints of) {
        Map<String, String> labels =
                new LinkedHashMap<>(orEmpty(of.getMetadata().getLabels()));
        labels.put(EndpointSliceController.SERVICE_NAME, of.getMetadata().getName());
        labels.put(EndpointSliceController.MANAGED_BY, MANAGER);
        return labels;
    }

    private static Map<String, String> annotations(Endpoints of) {
        Map<String, String> annotations =
                new LinkedHashMap<>(orEmpty(of.getMetadata().getAnnotations()));
        NOT_COPIED.forEach(annotations::remove);
        return annotations;
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return Objects.requireNonNullElse(map, Map.of());
    }
}
