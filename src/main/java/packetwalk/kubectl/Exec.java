package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import packetwalk.api.ApiFault;
import packetwalk.apiserver.ApiServer;

/** {@code kubectl exec POD -c CONTAINER -- COMMAND}: one command, no terminal. */
final class Exec {
    private static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

    private final ApiServer api;
    private final Machines machines;

    Exec(ApiServer api, Machines machines) {
        this.api = api;
        this.machines = machines;
    }

    String run(Arguments arguments) {
        if (arguments.rest().size() != 1 || arguments.command().isEmpty()) {
            throw ApiFault.badRequest(
                    "you must specify a pod, and a command behind two dashes: exec POD [-c CONTAINER] -- COMMAND");
        }
        String name = arguments.rest().get(0).replaceFirst("^(pods?|po)/", "");
        if (name.contains("/")) {
            throw ApiFault.badRequest("exec of " + name + " is not modelled; name one of its pods");
        }
        Pod pod = api.get(Pod.class, arguments.namespace(), name);
        String phase = pod.getStatus().getPhase();
        if (List.of("Succeeded", "Failed").contains(phase)) {
            throw ApiFault.badRequest("cannot exec into a container in a completed pod; current phase is " + phase);
        }
        String container = arguments.flag("container").orElseGet(() -> defaultContainer(pod));
        requireRunning(pod, container);
        String printed = machines.exec(pod, container, arguments.command());
        boolean guessed = arguments.flag("container").isEmpty()
                && pod.getSpec().getContainers().size() > 1
                && !annotations(pod).containsKey(DEFAULT_CONTAINER);
        return guessed ? "Defaulted container \"" + container + "\" out of: " + names(pod) + "\n" + printed : printed;
    }

    private static String defaultContainer(Pod pod) {
        return annotations(pod)
                .getOrDefault(
                        DEFAULT_CONTAINER, pod.getSpec().getContainers().get(0).getName());
    }

    private static Map<String, String> annotations(Pod pod) {
        return pod.getMetadata().getAnnotations() == null
                ? Map.of()
                : pod.getMetadata().getAnnotations();
    }

    private static void requireRunning(Pod pod, String container) {
        String name = pod.getMetadata().getName();
        if (pod.getSpec().getContainers().stream().map(Container::getName).noneMatch(container::equals)) {
            throw ApiFault.badRequest(
                    "container " + container + " is not valid for pod " + name + " out of: " + names(pod));
        }
        boolean running = pod.getStatus().getContainerStatuses().stream()
                .filter(each -> each.getName().equals(container))
                .map(ContainerStatus::getState)
                .anyMatch(state -> state != null && state.getRunning() != null);
        if (!running) {
            throw ApiFault.badRequest("unable to upgrade connection: container not found (\"" + container + "\")");
        }
    }

    private static String names(Pod pod) {
        return pod.getSpec().getContainers().stream().map(Container::getName).collect(Collectors.joining(", "));
    }
}
