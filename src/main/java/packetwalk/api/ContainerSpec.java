package packetwalk.api;

import java.util.List;
import java.util.Objects;

/**
 * One container of a pod, as {@code .spec.containers[]} has it.
 *
 * @param name unique in its pod
 * @param image what it runs
 * @param ports what it listens on; unlike Kubernetes' own field these are really opened
 */
public record ContainerSpec(String name, String image, List<ContainerPort> ports) {

    public ContainerSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(image, "image");
        ports = List.copyOf(ports);
    }
}
