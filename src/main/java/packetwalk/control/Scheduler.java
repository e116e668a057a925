package packetwalk.control;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import packetwalk.apiserver.ApiServer;
import packetwalk.apiserver.EventRecorder;
import packetwalk.apiserver.Watcher;
import packetwalk.time.Simulation;
import packetwalk.time.WorkQueue;

/**
 * Gives each pod without a node the best of those that it fits on: the one with the fewest pods of the same owner, then
 * the fewest pods, then the first. A pod that fits nowhere waits until a node or another pod changes.
 *
 * <p>Fitting is {@link NodeFit}. Of the scoring plugins only what spreads is here; preemption is left out.
 */
final class Scheduler {

    private final ApiServer api;
    private final EventRecorder events;
    private final WorkQueue<Key> queue;
    private final Set<Key> waiting = new LinkedHashSet<>();

    Scheduler(ApiServer api, Simulation simulation, Supplier<Duration> delay) {
        this.api = api;
        this.events = new EventRecorder(api, "default-scheduler", "");
        this.queue = new WorkQueue<>(simulation, delay, this::schedule);
        api.watch(Pod.class, new PodWatcher());
        api.watch(Node.class, new NodeWatcher());
    }

    private void schedule(Key key) {
        Optional<Pod> found = api.find(Pod.class, key.namespace(), key.name());
        if (found.isEmpty() || !needsNode(found.get())) {
            waiting.remove(key);
            return;
        }
        Pod pod = found.get();
        Map<NodeFit.Objection, Integer> objections = new LinkedHashMap<>();
        List<Candidate> fitting = new ArrayList<>();
        for (Node node : api.list(Node.class)) {
            List<Pod> present = activeOn(node);
            Optional<NodeFit.Objection> objection = NodeFit.objection(pod, node, present);
            objection.ifPresentOrElse(
                    why -> objections.merge(why, 1, Integer::sum), () -> fitting.add(Candidate.of(node, pod, present)));
        }
        if (fitting.isEmpty()) {
            refuse(pod, objections);
            waiting.add(key);
            return;
        }
        waiting.remove(key);
        String node = Collections.min(fitting, Candidate.BEST_FIRST).name();
        api.bind(key.namespace(), key.name(), node);
        events.normal(pod, "Scheduled", "Successfully assigned " + key.namespace() + "/" + key.name() + " to " + node);
    }

    private static boolean needsNode(Pod pod) {
        return PodFacts.node(pod).isEmpty() && !PodFacts.isTerminating(pod) && !PodFacts.isTerminal(pod);
    }

    private List<Pod> activeOn(Node node) {
        return api.podsOn(node.getMetadata().getName()).stream()
                .filter(pod -> !PodFacts.isTerminal(pod))
                .toList();
    }

    /**
     * A node that fits.
     *
     * @param siblings pods there of the same owner
     * @param pods all pods there
     */
    private record Candidate(String name, long siblings, int pods) {
        static final Comparator<Candidate> BEST_FIRST =
                Comparator.comparingLong(Candidate::siblings).thenComparingInt(Candidate::pods);

        static Candidate of(Node node, Pod pod, List<Pod> present) {
            Optional<String> owner = PodFacts.controller(pod.getMetadata()).map(OwnerReference::getUid);
            long siblings = owner.isEmpty()
                    ? 0
                    : present.stream()
                            .map(each -> PodFacts.controller(each.getMetadata()).map(OwnerReference::getUid))
                            .filter(owner::equals)
                            .count();
            return new Candidate(node.getMetadata().getName(), siblings, present.size());
        }
    }

    /** {@code FitError}: how many nodes there are, and how many of them object why. */
    private void refuse(Pod pod, Map<NodeFit.Objection, Integer> objections) {
        int nodes = objections.values().stream().mapToInt(Integer::intValue).sum();
        String message = nodes == 0
                ? "no nodes available to schedule pods"
                : available(objections, NodeFit.Objection::reason) + " preemption: "
                        + available(objections, Scheduler::preemption);
        events.warning(pod, "FailedScheduling", message);
        api.updateStatus(new PodBuilder(pod)
                .editStatus()
                .removeMatchingFromConditions(each -> each.getType().equals("PodScheduled"))
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason("Unschedulable")
                .withMessage(message)
                .withLastTransitionTime(api.timestamp())
                .endCondition()
                .endStatus()
                .build());
    }

    private static String available(
            Map<NodeFit.Objection, Integer> objections, Function<NodeFit.Objection, String> words) {
        Map<String, Integer> reasons = new LinkedHashMap<>();
        objections.forEach((objection, nodes) -> reasons.merge(words.apply(objection), nodes, Integer::sum));
        int nodes = reasons.values().stream().mapToInt(Integer::intValue).sum();
        return reasons.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .sorted()
                .collect(Collectors.joining(", ", "0/" + nodes + " nodes are available: ", "."));
    }

    /** What the plugin DefaultPreemption says where no pod has a lower priority: nothing here has one. */
    private static String preemption(NodeFit.Objection objection) {
        return objection.resolvable()
                ? "No preemption victims found for incoming pod"
                : "Preemption is not helpful for scheduling";
    }

    private void retry() {
        waiting.forEach(queue::add);
    }

    private final class PodWatcher implements Watcher<Pod> {
        @Override
        public void added(Pod pod) {
            if (needsNode(pod)) {
                queue.add(Key.of(pod));
            }
        }

        @Override
        public void modified(Pod before, Pod after) {
            if (!PodFacts.isTerminal(before) && PodFacts.isTerminal(after)) {
                retry();
            } else if (needsNode(after) && !before.getSpec().equals(after.getSpec())) {
                queue.add(Key.of(after));
            }
        }

        @Override
        public void deleted(Pod pod) {
            retry();
        }
    }

    private final class NodeWatcher implements Watcher<Node> {
        @Override
        public void added(Node node) {
            retry();
        }

        @Override
        public void modified(Node before, Node after) {
            retry();
        }

        @Override
        public void deleted(Node node) {
            // one place less helps nobody who waits
        }
    }
}
