package packetwalk.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A pod to be: {@code .metadata.name}, {@code .metadata.labels} and {@code .spec.containers}.
 *
 * @param labels in the order in which they were given
 * @param containers at least one
 */
public record PodSpec(String name, Map<String, String> labels, List<ContainerSpec> containers) {

    public PodSpec {
        Objects.requireNonNull(name, "name");
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        containers = List.copyOf(containers);
    }
}
