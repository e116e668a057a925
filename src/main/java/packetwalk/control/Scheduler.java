package packetwalk.control;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
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

    private static final String NAME = "default-scheduler";

    private final ApiServer api;
    private final EventRecorder events;
    private final WorkQueue<Key> queue;
    private final Set<Key> waiting = new LinkedHashSet<>();
    private final NodeLoads loads = new NodeLoads();

    Scheduler(ApiServer api, Simulation simulation, Supplier<Duration> delay) {
        this.api = api;
        this.events = new EventRecorder(api, NAME, "");
        this.queue = new WorkQueue<>(simulation, delay, this::schedule);
        api.watch(Pod.class, new PodWatcher());
        api.watch(Node.class, new NodeWatcher());
    }

    private void schedule(Key key) {
        Optional<Pod> pod = api.find(Pod.class, key.namespace(), key.name()).filter(Scheduler::needsNode);
        Optional<String> node = pod.flatMap(this::best);
        if (pod.isPresent() && node.isEmpty()) {
            refuse(pod.get());
            waiting.add(key);
            return;
        }
        waiting.remove(key);
        node.ifPresent(name -> {
            loads.saw(api.bind(key.namespace(), key.name(), name));
            String message = "Successfully assigned " + key.namespace() + "/" + key.name() + " to " + name;
            events.normal(pod.get(), "Scheduled", message);
        });
    }

    private static boolean needsNode(Pod pod) {
        return PodFacts.node(pod).isEmpty()
                && !PodFacts.isTerminating(pod)
                && !PodFacts.isTerminal(pod)
                && pod.getSpec().getSchedulingGates().isEmpty()
                && NAME.equals(pod.getSpec().getSchedulerName());
    }

    /** The node to take; nodes that could not better what was found are not asked. Empty if it fits nowhere. */
    private Optional<String> best(Pod pod) {
        int fewest = loads.fewestSiblings(pod);
        Optional<String> best = Optional.empty();
        int siblings = Integer.MAX_VALUE;
        for (String node : loads.fewestFirst()) {
            int there = loads.siblings(pod, node);
            if (there < siblings && fits(pod, node)) {
                best = Optional.of(node);
                siblings = there;
                if (siblings == fewest) {
                    break;
                }
            }
        }
        return best;
    }

    private boolean fits(Pod pod, String node) {
        return api.find(Node.class, "", node)
                .filter(present ->
                        NodeFit.objection(pod, present, activeOn(node)).isEmpty())
                .isPresent();
    }

    private List<Pod> activeOn(String node) {
        return api.podsOn(node).stream()
                .filter(pod -> !PodFacts.isTerminal(pod))
                .toList();
    }

    /** {@code FitError}: how many nodes there are, and how many of them object why. */
    private void refuse(Pod pod) {
        Map<NodeFit.Objection, Integer> objections = new LinkedHashMap<>();
        for (Node node : api.list(Node.class)) {
            NodeFit.objection(pod, node, activeOn(node.getMetadata().getName()))
                    .ifPresent(why -> objections.merge(why, 1, Integer::sum));
        }
        String message = objections.isEmpty()
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
            loads.saw(pod);
            if (needsNode(pod)) {
                queue.add(Key.of(pod));
            }
        }

        @Override
        public void modified(Pod before, Pod after) {
            loads.saw(after);
            if (!PodFacts.isTerminal(before) && PodFacts.isTerminal(after)) {
                retry();
            } else if (needsNode(after) && !before.getSpec().equals(after.getSpec())) {
                queue.add(Key.of(after));
            }
        }

        @Override
        public void deleted(Pod pod) {
            loads.gone(pod);
            retry();
        }
    }

    private final class NodeWatcher implements Watcher<Node> {
        @Override
        public void added(Node node) {
            loads.nodeAdded(node.getMetadata().getName());
            retry();
        }

        @Override
        public void modified(Node before, Node after) {
            retry();
        }

        @Override
        public void deleted(Node node) {
            loads.nodeDeleted(node.getMetadata().getName()); // one place less helps nobody who waits
        }
    }
}
