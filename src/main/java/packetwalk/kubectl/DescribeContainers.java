package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The containers of a pod, or of a template, at length. */
final class DescribeContainers {

    private DescribeContainers() {}

    /** Containers; {@code level} is 1 in a template. */
    static void write(
            Description text, String title, List<Container> containers, List<ContainerStatus> statuses, int level) {
        text.line(level, title + ":");
        for (Container container : containers) {
            Optional<ContainerStatus> status = statuses.stream()
                    .filter(each -> each.getName().equals(container.getName()))
                    .findFirst();
            // In a template kubectl steps in by a single blank
            text.line(1, (level > 0 ? " " : "") + container.getName() + ":");
            status.ifPresent(each -> text.line(2, "Container ID:\t" + orEmpty(each.getContainerID())));
            text.line(2, "Image:\t" + container.getImage());
            status.ifPresent(each -> text.line(2, "Image ID:\t" + orEmpty(each.getImageID())));
            ports(text, "Port", container.getPorts(), port -> Text.number(port.getContainerPort()));
            ports(text, "Host Port", container.getPorts(), port -> Text.number(port.getHostPort()));
            words(text, "Command", container.getCommand());
            words(text, "Args", container.getArgs());
            status.ifPresent(each -> state(text, each));
            probe(text, "Liveness", container.getLivenessProbe());
            probe(text, "Readiness", container.getReadinessProbe());
            probe(text, "Startup", container.getStartupProbe());
            environment(text, container.getEnv());
            text.line(2, "Mounts:\t" + Text.NONE);
        }
    }

    private static void ports(
            Description text, String title, List<ContainerPort> ports, ToIntFunction<ContainerPort> number) {
        String list = ports.stream()
                .map(port -> number.applyAsInt(port) + "/" + port.getProtocol()
                        + (port.getName() == null || port.getName().isEmpty() ? "" : " (" + port.getName() + ")"))
                .collect(Collectors.joining(", "));
        text.line(2, (ports.size() > 1 ? title + "s" : title) + ":\t" + Text.orNone(list));
    }

    private static void words(Description text, String title, List<String> words) {
        if (!words.isEmpty()) {
            text.line(2, title + ":");
            words.forEach(word -> text.line(3, word));
        }
    }

    private static void state(Description text, ContainerStatus status) {
        state(text, "State", status.getState());
        if (status.getLastState() != null && status.getLastState().getTerminated() != null) {
            state(text, "Last State", status.getLastState());
        }
        text.line(2, "Ready:\t" + (Boolean.TRUE.equals(status.getReady()) ? "True" : "False"));
        text.line(2, "Restart Count:\t" + Text.number(status.getRestartCount()));
    }

    private static void state(Description text, String title, @Nullable ContainerState state) {
        if (state != null && state.getRunning() != null) {
            text.line(2, title + ":\tRunning");
            text.line(3, "Started:\t" + Description.time(state.getRunning().getStartedAt()));
        } else if (state != null && state.getTerminated() != null) {
            ended(text, title, state.getTerminated());
        } else {
            text.line(2, title + ":\tWaiting");
            if (state != null
                    && state.getWaiting() != null
                    && state.getWaiting().getReason() != null) {
                text.line(3, "Reason:\t" + state.getWaiting().getReason());
            }
        }
    }

    private static void ended(Description text, String title, ContainerStateTerminated end) {
        text.line(2, title + ":\tTerminated");
        if (end.getReason() != null) {
            text.line(3, "Reason:\t" + end.getReason());
        }
        text.line(3, "Exit Code:\t" + Text.number(end.getExitCode()));
        text.line(3, "Started:\t" + Description.time(end.getStartedAt()));
        text.line(3, "Finished:\t" + Description.time(end.getFinishedAt()));
    }

    private static void environment(Description text, List<EnvVar> variables) {
        text.line(2, "Environment:" + (variables.isEmpty() ? "\t" + Text.NONE : ""));
        for (EnvVar variable : variables) {
            boolean field =
                    variable.getValueFrom() != null && variable.getValueFrom().getFieldRef() != null;
            String value = field
                    ? " (" + variable.getValueFrom().getFieldRef().getApiVersion() + ":"
                            + variable.getValueFrom().getFieldRef().getFieldPath() + ")"
                    : orEmpty(variable.getValue());
            text.line(3, variable.getName() + ":\t" + value);
        }
    }

    private static void probe(Description text, String title, @Nullable Probe probe) {
        if (probe != null) {
            text.line(2, title + ":\t" + action(probe) + " " + attributes(probe));
        }
    }

    private static String attributes(Probe probe) {
        return "delay=%ds timeout=%ds period=%ds successThreshold=%d failureThreshold=%d"
                .formatted(
                        Text.number(probe.getInitialDelaySeconds()),
                        Text.number(probe.getTimeoutSeconds()),
                        Text.number(probe.getPeriodSeconds()),
                        Text.number(probe.getSuccessThreshold()),
                        Text.number(probe.getFailureThreshold()));
    }

    private static String action(Probe probe) {
        if (probe.getExec() != null) {
            return "exec [" + String.join(" ", probe.getExec().getCommand()) + "]";
        }
        if (probe.getHttpGet() != null) {
            return "http-get " + probe.getHttpGet().getScheme().toLowerCase(Locale.ROOT) + "://"
                    + orEmpty(probe.getHttpGet().getHost()) + ":"
                    + port(probe.getHttpGet().getPort()) + probe.getHttpGet().getPath();
        }
        if (probe.getTcpSocket() != null) {
            return "tcp-socket " + orEmpty(probe.getTcpSocket().getHost()) + ":"
                    + port(probe.getTcpSocket().getPort());
        }
        return "grpc <pod>:" + probe.getGrpc().getPort() + " " + probe.getGrpc().getService();
    }

    private static Object port(IntOrString port) {
        return port.getStrVal() == null ? port.getIntVal() : port.getStrVal();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
