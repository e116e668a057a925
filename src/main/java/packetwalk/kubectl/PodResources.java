package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * What a pod asks for, and what it may have: the sum of its containers, or more if one that runs before them asks for more.
 * Left out: a pod's overhead, and resources of the pod as a whole.
 *
 * @see <a href="https://github.com/kubernetes/component-helpers/blob/master/resource/helpers.go">PodRequests(), PodLimits()</a>
 */
final class PodResources {

    private PodResources() {}

    static Map<String, Amount> requests(Pod pod) {
        return of(pod, ResourceRequirements::getRequests);
    }

    static Map<String, Amount> limits(Pod pod) {
        return of(pod, ResourceRequirements::getLimits);
    }

    /** Of several pods together. */
    static Map<String, Amount> sum(List<Pod> pods, Function<Pod, Map<String, Amount>> each) {
        Map<String, Amount> all = new TreeMap<>();
        pods.forEach(pod -> merge(all, each.apply(pod), Amount::plus));
        return all;
    }

    private static Map<String, Amount> of(Pod pod, Function<ResourceRequirements, Map<String, Quantity>> which) {
        Map<String, Amount> all = new TreeMap<>();
        Map<String, Amount> sidecars = new TreeMap<>();
        Map<String, Amount> before = new TreeMap<>();
        pod.getSpec().getContainers().forEach(container -> merge(all, amounts(container, which), Amount::plus));
        for (Container container : pod.getSpec().getInitContainers()) {
            Map<String, Amount> own = amounts(container, which);
            Map<String, Amount> then = new TreeMap<>(sidecars);
            merge(then, own, Amount::plus);
            if ("Always".equals(container.getRestartPolicy())) {
                merge(all, own, Amount::plus);
                sidecars = then;
            }
            merge(before, then, Amount::max);
        }
        merge(all, before, Amount::max);
        return all;
    }

    private static Map<String, Amount> amounts(
            Container container, Function<ResourceRequirements, Map<String, Quantity>> which) {
        Map<String, Amount> amounts = new TreeMap<>();
        if (container.getResources() != null && which.apply(container.getResources()) != null) {
            which.apply(container.getResources()).forEach((name, amount) -> amounts.put(name, Amount.of(amount)));
        }
        return amounts;
    }

    private static void merge(Map<String, Amount> into, Map<String, Amount> more, BinaryOperator<Amount> how) {
        more.forEach((name, amount) -> into.merge(name, amount, how));
    }
}
