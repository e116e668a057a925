package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import packetwalk.api.ApiFault;
import packetwalk.apiserver.ApiServer;

/** {@code kubectl exec POD -c CONTAINER -- COMMAND}, one command and no terminal; {@code kubectl logs POD}. */
final class Exec {
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
        PodTarget target = PodTarget.of(api, arguments, arguments.rest().get(0));
        String phase = target.pod().getStatus().getPhase();
        if (List.of("Succeeded", "Failed").contains(phase)) {
            throw ApiFault.badRequest("cannot exec into a container in a completed pod; current phase is " + phase);
        }
        boolean running = status(target.pod(), target.container())
                .filter(each -> each.getState() != null && each.getState().getRunning() != null)
                .isPresent();
        if (!running) {
            throw ApiFault.badRequest(
                    "unable to upgrade connection: container not found (\"" + target.container() + "\")");
        }
        return target.print(List.of(machines.exec(target.pod(), target.container(), arguments.command())))
                .stripTrailing();
    }

    String logs(Arguments arguments) {
        if (arguments.rest().size() != 1) {
            throw ApiFault.badRequest("expected 'logs POD [-c CONTAINER] [--tail=LINES]'");
        }
        PodTarget target = PodTarget.of(api, arguments, arguments.rest().get(0));
        Optional<ContainerStatus> status = status(target.pod(), target.container());
        if (status.map(ContainerStatus::getContainerID).isEmpty()) {
            String reason = status.map(
                            each -> ": " + each.getState().getWaiting().getReason())
                    .orElse("");
            throw ApiFault.badRequest("container \"" + target.container() + "\" in pod \""
                    + target.pod().getMetadata().getName() + "\" is waiting to start" + reason);
        }
        List<String> lines = machines.log(target.pod(), target.container());
        int tail = arguments.flag("tail").map(Verbs::number).orElse(-1);
        return target.print(tail < 0 ? lines : lines.subList(Math.max(0, lines.size() - tail), lines.size()));
    }

    private static Optional<ContainerStatus> status(Pod pod, String container) {
        return pod.getStatus().getContainerStatuses().stream()
                .filter(each -> each.getName().equals(container))
                .findFirst();
    }
}
