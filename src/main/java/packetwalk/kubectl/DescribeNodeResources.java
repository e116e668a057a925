package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a node's pods ask of it, one by one and together: the second part of {@code kubectl describe node}. */
final class DescribeNodeResources {
    private static final String CPU = "cpu";
    private static final String MEMORY = "memory";
    private static final String STORAGE = "ephemeral-storage";

    private final Description text;
    private final Map<String, Amount> room;

    private DescribeNodeResources(Description text, Node node) {
        this.text = text;
        Map<String, Quantity> allocatable = node.getStatus().getAllocatable();
        boolean known = allocatable != null && !allocatable.isEmpty();
        this.room = amounts(known ? allocatable : node.getStatus().getCapacity());
    }

    static void write(Description text, Node node, List<Pod> pods, Instant now) {
        List<Pod> running = pods.stream()
                .filter(pod -> !List.of("Failed", "Succeeded")
                        .contains(String.valueOf(pod.getStatus().getPhase())))
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getNamespace() + "/"
                        + pod.getMetadata().getName()))
                .toList();
        DescribeNodeResources resources = new DescribeNodeResources(text, node);
        resources.pods(running, now);
        resources.together(running);
    }

    private static Map<String, Amount> amounts(@Nullable Map<String, Quantity> quantities) {
        Map<String, Amount> amounts = new TreeMap<>();
        if (quantities != null) {
            quantities.forEach((name, quantity) -> amounts.put(name, Amount.of(quantity)));
        }
        return amounts;
    }

    private void pods(List<Pod> pods, Instant now) {
        text.line(0, "Non-terminated Pods:\t(" + pods.size() + " in total)");
        text.line(1, "Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge");
        text.line(1, "---------\t----\t\t------------\t----------\t---------------\t-------------\t---");
        for (Pod pod : pods) {
            Map<String, Amount> requests = PodResources.requests(pod);
            Map<String, Amount> limits = PodResources.limits(pod);
            text.line(
                    1,
                    String.join(
                            "\t",
                            pod.getMetadata().getNamespace(),
                            pod.getMetadata().getName(),
                            "",
                            part(requests, CPU),
                            part(limits, CPU),
                            part(requests, MEMORY),
                            part(limits, MEMORY),
                            Text.age(pod, now)));
        }
    }

    private void together(List<Pod> pods) {
        Map<String, Amount> requests = PodResources.sum(pods, PodResources::requests);
        Map<String, Amount> limits = PodResources.sum(pods, PodResources::limits);
        text.line(0, "Allocated resources:");
        text.line(1, "(Total limits may be over 100 percent, i.e., overcommitted.)");
        text.line(1, "Resource\tRequests\tLimits");
        text.line(1, "--------\t--------\t------");
        for (String name : List.of(CPU, MEMORY, STORAGE)) {
            text.line(1, name + "\t" + part(requests, name) + "\t" + part(limits, name));
        }
        for (String name : room.keySet()) {
            if (name.startsWith("hugepages-")) {
                text.line(1, name + "\t" + part(requests, name) + "\t" + part(limits, name));
            }
        }
        for (String name : room.keySet()) {
            if (!List.of(CPU, MEMORY, STORAGE, "pods").contains(name) && !name.startsWith("hugepages-")) {
                text.line(1, name + "\t" + amount(requests, name) + "\t" + amount(limits, name));
            }
        }
    }

    /** {@code 250m (12%)}, of what there is. */
    private String part(Map<String, Amount> amounts, String name) {
        Amount amount = amount(amounts, name);
        // Processors are counted in thousandths: Quantity.MilliValue()
        BigDecimal unit = name.equals(CPU) ? BigDecimal.valueOf(1, 3) : BigDecimal.ONE;
        return amount + " (" + amount.percentOf(amount(room, name), unit) + "%)";
    }

    private static Amount amount(Map<String, Amount> amounts, String name) {
        return amounts.getOrDefault(name, Amount.ZERO);
    }
}
