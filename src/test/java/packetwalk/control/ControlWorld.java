package packetwalk.control;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import packetwalk.api.Selector;
import packetwalk.apiserver.ApiServer;
import packetwalk.apiserver.Deletion;
import packetwalk.apiserver.Watcher;
import packetwalk.kubectl.Kubectl;
import packetwalk.time.Simulation;

/** An API server, a control plane, and nodes that are objects only: a pod that is bound is ready at once, unless kept from it. */
final class ControlWorld {

    private static final Deletion AT_ONCE = Deletion.PLAIN.withGracePeriod(0);

    private final Simulation simulation = new Simulation(1);
    final ApiServer api = new ApiServer(simulation);
    private final Set<String> sickImages = new HashSet<>();
    private int addresses;

    ControlWorld(String... nodes) {
        new ControlPlane(simulation, api);
        api.watch(Pod.class, Watcher.<Pod>of(this::run, gone -> {}));
        for (String node : nodes) {
            node(node);
        }
        settle();
    }

    /** Room for ten pods. */
    Node node(String name) {
        return api.create(new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("kubernetes.io/hostname", name)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .withAllocatable(Map.of("pods", new Quantity("10"), "cpu", new Quantity("2")))
                .endStatus()
                .build());
    }

    /** Pods of that image start and never become ready. */
    void sick(String image) {
        sickImages.add(image);
    }

    private void run(Pod heardOf) {
        api.findByUid(heardOf.getMetadata().getUid())
                .map(Pod.class::cast)
                .filter(pod -> pod.getSpec().getNodeName() != null)
                .ifPresent(pod -> {
                    if (pod.getMetadata().getDeletionTimestamp() != null) {
                        String namespace = pod.getMetadata().getNamespace();
                        api.delete(Pod.class, namespace, pod.getMetadata().getName(), AT_ONCE);
                    } else if (pod.getStatus().getPodIP() == null) {
                        start(pod);
                    }
                });
    }

    private void start(Pod pod) {
        String image = pod.getSpec().getContainers().get(0).getImage();
        api.updateStatus(new PodBuilder(pod)
                .editStatus()
                .withPhase("Running")
                .withPodIP("10.0.0." + ++addresses)
                .addNewCondition()
                .withType("Ready")
                .withStatus(sickImages.contains(image) ? "False" : "True")
                .withLastTransitionTime(api.timestamp())
                .endCondition()
                .endStatus()
                .build());
    }

    /** All that takes no time happens. */
    void settle() {
        advance(Duration.ZERO);
    }

    void advance(Duration span) {
        simulation.advance(span);
    }

    String kubectl(String arguments) {
        String printed = new Kubectl(api).run(arguments);
        settle();
        return printed;
    }

    void apply(String manifest) {
        new Kubectl(api).run("apply -f -", manifest);
        settle();
    }

    Pod pod(String name, Map<String, String> labels) {
        Pod pod = api.create(new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withContainers(
                        new ContainerBuilder().withName("c").withImage("c").build())
                .endSpec()
                .build());
        settle();
        return pod;
    }

    <T extends HasMetadata> T get(Class<T> type, String name) {
        return api.get(type, "default", name);
    }

    /** Pods with a label, the oldest first. */
    List<Pod> pods(String key, String value) {
        return api.list(Pod.class, "default", Selector.of(Map.of(key, value)));
    }

    /** Who is on that node, by name. */
    List<String> on(String node) {
        return api.podsOn(node).stream().map(pod -> pod.getMetadata().getName()).toList();
    }

    List<EndpointSlice> slices(String service) {
        return api.list(EndpointSlice.class, "default", Selector.of(Map.of("kubernetes.io/service-name", service)));
    }

    /** Messages of the events about an object, the oldest first. */
    List<String> events(String object) {
        return api.list(Event.class, "default").stream()
                .filter(event -> event.getInvolvedObject().getName().equals(object))
                .map(event -> event.getReason() + ": " + event.getMessage())
                .toList();
    }
}
