package packetwalk.control;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import packetwalk.apiserver.ApiServer;
import packetwalk.apiserver.EventRecorder;
import packetwalk.apiserver.Watcher;
import packetwalk.time.Simulation;

/**
 * Sends pods away from nodes with {@code NoExecute} taints, at once or when their patience ends: pkg/controller/
 * tainteviction. Whoever set the taint, and whatever for; a pod stays if the taint goes in time.
 */
final class TaintEviction {

    private final ApiServer api;
    private final Simulation simulation;
    private final EventRecorder events;
    private final Map<String, Eviction> due = new LinkedHashMap<>();

    /** An eviction to come; times in nanoseconds since the beginning. */
    private record Eviction(long since, long at, Simulation.Timer timer) {}

    TaintEviction(ControlPlane plane) {
        this.api = plane.api();
        this.simulation = plane.simulation();
        this.events = new EventRecorder(api, "taint-eviction-controller", "");
        api.watch(Pod.class, Watcher.<Pod>of(this::look, this::forget));
        api.watch(Node.class, new NodeWatcher());
    }

    private final class NodeWatcher implements Watcher<Node> {
        @Override
        public void added(Node node) {
            api.podsOn(node.getMetadata().getName()).forEach(TaintEviction.this::look);
        }

        @Override
        public void modified(Node before, Node after) {
            if (!noExecute(before).equals(noExecute(after))) {
                added(after);
            }
        }

        @Override
        public void deleted(Node node) {
            added(node); // no taint is left to flee from
        }
    }

    private static List<Taint> noExecute(Node node) {
        return node.getSpec().getTaints().stream()
                .filter(taint -> "NoExecute".equals(taint.getEffect()))
                .toList();
    }

    private void forget(Pod pod) {
        Optional.ofNullable(due.remove(pod.getMetadata().getUid()))
                .ifPresent(each -> each.timer().cancel());
    }

    /** {@code processPodOnNode()}. */
    private void look(Pod pod) {
        List<Taint> taints = PodFacts.node(pod)
                .flatMap(name -> api.find(Node.class, "", name))
                .map(TaintEviction::noExecute)
                .orElse(List.of());
        Optional<Duration> patience = patience(pod, taints);
        Eviction planned = due.get(pod.getMetadata().getUid());
        if (patience.isEmpty() || PodFacts.isTerminating(pod)) {
            forget(pod);
            if (planned != null && !PodFacts.isTerminating(pod)) {
                events.normal(pod, "TaintManagerEviction", "Cancelling deletion of Pod " + name(pod));
            }
            return;
        }
        long since = planned == null ? simulation.now() : planned.since();
        long at = Math.max(simulation.now(), since + patience.get().toNanos());
        if (planned == null || at < planned.at()) {
            forget(pod);
            Simulation.Timer timer = simulation.after(at - simulation.now(), () -> evict(pod));
            due.put(pod.getMetadata().getUid(), new Eviction(since, at, timer));
        }
    }

    /** How long it stays: not at all with a taint that it does not tolerate; empty for ever. */
    private static Optional<Duration> patience(Pod pod, List<Taint> taints) {
        Optional<Duration> least = Optional.empty();
        for (Taint taint : taints) {
            Optional<Toleration> toleration = pod.getSpec().getTolerations().stream()
                    .filter(each -> NodeFit.tolerates(each, taint))
                    .findFirst();
            if (toleration.isEmpty()) {
                return Optional.of(Duration.ZERO);
            }
            Long seconds = toleration.get().getTolerationSeconds();
            if (seconds != null) {
                Duration patience = Duration.ofSeconds(Math.max(0, seconds));
                least = least.filter(each -> each.compareTo(patience) < 0).or(() -> Optional.of(patience));
            }
        }
        return least;
    }

    private void evict(Pod pod) {
        due.remove(pod.getMetadata().getUid());
        boolean there = api.findByUid(pod.getMetadata().getUid()).isPresent();
        if (there) {
            events.normal(pod, "TaintManagerEviction", "Marking for deletion Pod " + name(pod));
            api.delete(
                    Pod.class,
                    pod.getMetadata().getNamespace(),
                    pod.getMetadata().getName());
        }
    }

    private static String name(Pod pod) {
        return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    }
}
