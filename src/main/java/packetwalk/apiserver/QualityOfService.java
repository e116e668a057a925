package packetwalk.apiserver;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a pod is treated when its node runs short; {@code qos.ComputePodQOS}. It has no effect here but is printed. */
final class QualityOfService {
    private static final List<String> COUNTED = List.of("cpu", "memory");

    private QualityOfService() {}

    static String of(PodSpec spec) {
        List<Container> all = Stream.concat(spec.getContainers().stream(), spec.getInitContainers().stream())
                .toList();
        if (all.stream().noneMatch(QualityOfService::asks)) {
            return "BestEffort";
        }
        return all.stream().allMatch(QualityOfService::isGuaranteed) ? "Guaranteed" : "Burstable";
    }

    private static boolean asks(Container container) {
        ResourceRequirements resources = container.getResources();
        return COUNTED.stream()
                .anyMatch(each -> resources != null
                        && (amount(resources.getLimits(), each) != null
                                || amount(resources.getRequests(), each) != null));
    }

    private static boolean isGuaranteed(Container container) {
        ResourceRequirements resources = container.getResources();
        return COUNTED.stream().allMatch(each -> {
            Quantity limit = resources == null ? null : amount(resources.getLimits(), each);
            return limit != null && Objects.equals(limit, amount(resources.getRequests(), each));
        });
    }

    private static @Nullable Quantity amount(@Nullable Map<String, Quantity> amounts, String name) {
        return amounts == null ? null : amounts.get(name);
    }
}
