package packetwalk.agent;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.function.Supplier;
import packetwalk.apiserver.ApiServer;
import packetwalk.apiserver.Deletion;
import packetwalk.cni.CniFault;
import packetwalk.net.IpAddress;
import packetwalk.net.PerFamily;

/** What a kubelet tells the API server of its pods: statuses, events, and that a deleted one has ended. */
final class PodReports {

    private final ApiServer api;
    private final PerFamily<IpAddress> hostIps;
    private final PodEvents events;

    PodReports(ApiServer api, String node, PerFamily<IpAddress> hostIps, Supplier<Latencies> latencies) {
        this.api = api;
        this.hostIps = hostIps;
        this.events = new PodEvents(api, node, latencies);
    }

    /** What people are told. */
    PodEvents events() {
        return events;
    }

    /** Writes what there is of the pod into its status. */
    void status(PodSandbox sandbox) {
        String namespace = sandbox.pod().getMetadata().getNamespace();
        api.find(Pod.class, namespace, sandbox.name())
                .filter(each -> each.getMetadata().getUid().equals(sandbox.uid()))
                .ifPresent(each -> api.updateStatus(each.edit()
                        .withStatus(PodStatuses.of(sandbox, each.getStatus(), hostIps, api.timestamp()))
                        .build()));
    }

    /** {@code rejectPod()}: the scheduler would not have sent it here, but whoever writes nodeName himself asks nobody. */
    void rejected(Pod pod, String reason, String message) {
        events.rejected(pod, reason, message);
        api.updateStatus(pod.edit()
                .editOrNewStatus()
                .withPhase("Failed")
                .withReason(reason)
                .withMessage("Pod was rejected: " + message)
                .withStartTime(api.timestamp())
                .endStatus()
                .build());
    }

    /** The pod network could not take it; the kubelet tries again. */
    void noSandbox(PodSandbox sandbox, CniFault why) {
        events.noSandbox(sandbox.pod(), why.words());
        status(sandbox);
    }

    /** A container that ends again and again has to wait. */
    void backingOff(PodSandbox sandbox, AppContainer app) {
        events.backOff(sandbox, app);
        status(sandbox);
    }

    /** A pod that was deleted has ended: its object may go. */
    void ended(Pod pod) {
        String namespace = pod.getMetadata().getNamespace();
        String name = pod.getMetadata().getName();
        boolean there = api.find(Pod.class, namespace, name)
                .filter(each ->
                        each.getMetadata().getUid().equals(pod.getMetadata().getUid()))
                .isPresent();
        if (there) {
            api.delete(Pod.class, namespace, name, Deletion.PLAIN.withGracePeriod(0));
        }
    }
}
