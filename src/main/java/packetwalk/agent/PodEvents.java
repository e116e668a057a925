package packetwalk.agent;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.function.Supplier;
import packetwalk.apiserver.ApiServer;
import packetwalk.apiserver.EventRecorder;

/**
 * What a kubelet tells people of its pods and their containers. What happens while a cluster is being built it does not
 * tell: of 150,000 pods that would be half a million events, of a moment at which nobody was there.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/events/event.go">event.go</a>
 */
final class PodEvents {

    private final EventRecorder recorder;
    private final Supplier<Latencies> latencies;

    PodEvents(ApiServer api, String node, Supplier<Latencies> latencies) {
        this.recorder = new EventRecorder(api, "kubelet", node);
        this.latencies = latencies;
    }

    private boolean isTold() {
        return !latencies.get().equals(Latencies.NONE);
    }

    /** The pod may not run here. */
    void rejected(Pod pod, String reason, String message) {
        recorder.warning(pod, reason, message);
    }

    /**
     * The runtime could not connect it to the network; in cri-dockerd's words, less the number of the sandbox's container,
     * which is another each time.
     */
    void noSandbox(Pod pod, String why) {
        recorder.warning(
                pod,
                "FailedCreatePodSandBox",
                "Failed to create pod sandbox: rpc error: code = Unknown desc = networkPlugin cni failed to set up pod \""
                        + pod.getMetadata().getName() + "_" + pod.getMetadata().getNamespace() + "\" network: " + why);
    }

    /** A container has begun; its image was there. */
    void started(Pod pod, AppContainer app) {
        if (isTold()) {
            String image = app.spec().getImage();
            normal(
                    pod,
                    app,
                    "Pulled",
                    "Container image \"" + image + "\" already present on machine and can be accessed by the pod");
            normal(pod, app, "Created", "Container created");
            normal(pod, app, "Started", "Container started");
        }
    }

    /** It is told to stop, since its pod goes. */
    void stopping(Pod pod, AppContainer app) {
        if (isTold() && app.running()) {
            normal(pod, app, "Killing", "Stopping container " + app.name());
        }
    }

    /** It failed that probe as often as it may, and is killed. */
    void failed(Pod pod, AppContainer app, String probe) {
        normal(pod, app, "Killing", "Container " + app.name() + " failed " + probe + " probe, will be restarted");
    }

    /** A probe was not answered as it should be. */
    void unhealthy(Pod pod, AppContainer app, String message) {
        recorder.warning(pod, path(app), "Unhealthy", message);
    }

    /** It ended too often to be started again at once. */
    void backOff(PodSandbox sandbox, AppContainer app) {
        recorder.warning(
                sandbox.pod(),
                path(app),
                "BackOff",
                "Back-off restarting failed container " + app.name() + " in pod " + sandbox.fullName());
    }

    private void normal(Pod pod, AppContainer app, String reason, String message) {
        recorder.normal(pod, path(app), reason, message);
    }

    private static String path(AppContainer app) {
        return "spec.containers{" + app.name() + "}";
    }
}
