package packetwalk.control;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import packetwalk.api.Kinds;
import packetwalk.apiserver.ApiServer;
import packetwalk.apiserver.Watcher;
import packetwalk.time.WorkQueue;

/**
 * Deletes what has no owner any more: pkg/controller/garbagecollector. An object with several owners stays until the last
 * of them has gone.
 */
final class GarbageCollector {

    private final ApiServer api;
    private final WorkQueue<String> gone;

    GarbageCollector(ControlPlane plane) {
        this.api = plane.api();
        this.gone = new WorkQueue<>(plane.simulation(), () -> plane.latencies().controller(), this::collect);
        Kinds.all().forEach(kind -> watch(kind.type()));
    }

    private <T extends HasMetadata> void watch(Class<T> kind) {
        api.watch(
                kind,
                Watcher.<T>of(
                        there -> {}, object -> gone.add(object.getMetadata().getUid())));
    }

    /** What the object of that uid owned, unless another owner is left. */
    private void collect(String uid) {
        for (HasMetadata dependent : api.dependents(uid)) {
            List<OwnerReference> owners = dependent.getMetadata().getOwnerReferences();
            if (owners.stream().noneMatch(owner -> api.findByUid(owner.getUid()).isPresent())) {
                api.delete(
                        dependent.getClass(),
                        dependent.getMetadata().getNamespace(),
                        dependent.getMetadata().getName());
            }
        }
    }
}
