package packetwalk.cloud;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Optional;
import packetwalk.api.Selector;
import packetwalk.apiserver.ApiServer;

/** What pods say of their own health: ingress-gce's {@code getHTTPProbe()}. */
final class ReadinessProbes {

    private ReadinessProbes() {}

    /** The path that the first of a Service's pods which has one is asked for by its readiness probe. */
    static Optional<String> path(ApiServer api, Service service) {
        if (service.getSpec().getSelector() == null
                || service.getSpec().getSelector().isEmpty()) {
            return Optional.empty();
        }
        Selector selector = Selector.of(service.getSpec().getSelector());
        return api.list(Pod.class, service.getMetadata().getNamespace(), selector).stream()
                .flatMap(pod -> pod.getSpec().getContainers().stream())
                .filter(container -> container.getReadinessProbe() != null
                        && container.getReadinessProbe().getHttpGet() != null)
                .map(container -> container.getReadinessProbe().getHttpGet().getPath())
                .map(path -> path.startsWith("/") ? path : "/" + path)
                .findFirst();
    }
}
