package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The containers of a pod, or of a template, at length. */
final class DescribeContainers {

    private DescribeContainers() {}

    /** Those of a template, where kubectl steps in by a single blank. */
    static void ofTemplate(Description text, String title, List<Container> containers) {
        text.line(1, title + ":");
        for (Container container : containers) {
            text.line(1, " " + container.getName() + ":");
            write(text, container, Optional.empty(), Optional.empty());
        }
    }

    /** Those of a pod, with what has become of them. */
    static void ofPod(
            Description text, String title, Pod pod, List<Container> containers, List<ContainerStatus> statuses) {
        text.line(0, title + ":");
        for (Container container : containers) {
            text.line(1, container.getName() + ":");
            Optional<ContainerStatus> status = statuses.stream()
                    .filter(each -> each.getName().equals(container.getName()))
                    .findFirst();
            write(text, container, status, Optional.of(pod));
        }
    }

    private static void write(
            Description text, Container container, Optional<ContainerStatus> status, Optional<Pod> pod) {
        status.ifPresent(each -> text.line(2, "Container ID:\t" + Text.orEmpty(each.getContainerID())));
        text.line(2, "Image:\t" + container.getImage());
        status.ifPresent(each -> text.line(2, "Image ID:\t" + Text.orEmpty(each.getImageID())));
        ports(text, "Port", container.getPorts(), port -> Text.number(port.getContainerPort()));
        ports(text, "Host Port", container.getPorts(), port -> Text.number(port.getHostPort()));
        words(text, "Command", container.getCommand());
        words(text, "Args", container.getArgs());
        status.ifPresent(each -> state(text, each));
        if (container.getResources() != null) {
            amounts(text, "Limits", container.getResources().getLimits());
            amounts(text, "Requests", container.getResources().getRequests());
        }
        probe(text, "Liveness", container.getLivenessProbe());
        probe(text, "Readiness", container.getReadinessProbe());
        probe(text, "Startup", container.getStartupProbe());
        DescribeEnvironment.write(text, container, pod);
        mounts(text, container.getVolumeMounts());
    }

    private static void amounts(Description text, String title, @Nullable Map<String, Quantity> amounts) {
        if (amounts != null && !amounts.isEmpty()) {
            text.line(2, title + ":");
            new TreeMap<>(amounts).forEach((name, amount) -> text.line(3, name + ":\t" + Amount.of(amount)));
        }
    }

    private static void mounts(Description text, List<VolumeMount> mounts) {
        text.line(2, "Mounts:" + (mounts.isEmpty() ? "\t" + Text.NONE : ""));
        mounts.stream()
                .sorted(Comparator.comparing(VolumeMount::getMountPath))
                .forEach(mount -> text.line(
                        3,
                        mount.getMountPath() + " from " + mount.getName() + " ("
                                + (Boolean.TRUE.equals(mount.getReadOnly()) ? "ro" : "rw")
                                + (Text.orEmpty(mount.getSubPath()).isEmpty()
                                        ? ""
                                        : ",path=\"" + mount.getSubPath() + "\"")
                                + ")"));
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
            words.stream().flatMap(String::lines).forEach(word -> text.line(3, word));
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
        if (!Text.orEmpty(end.getReason()).isEmpty()) {
            text.line(3, "Reason:\t" + end.getReason());
        }
        if (!Text.orEmpty(end.getMessage()).isEmpty()) {
            text.line(3, "Message:\t" + end.getMessage());
        }
        text.line(3, "Exit Code:\t" + Text.number(end.getExitCode()));
        if (Text.number(end.getSignal()) > 0) {
            text.line(3, "Signal:\t" + end.getSignal());
        }
        text.line(3, "Started:\t" + Description.time(end.getStartedAt()));
        text.line(3, "Finished:\t" + Description.time(end.getFinishedAt()));
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
            return "http-get " + url(probe.getHttpGet());
        }
        if (probe.getTcpSocket() != null) {
            return "tcp-socket " + Text.orEmpty(probe.getTcpSocket().getHost()) + ":"
                    + port(probe.getTcpSocket().getPort());
        }
        return "grpc <pod>:" + probe.getGrpc().getPort() + " " + probe.getGrpc().getService();
    }

    /** As Go's {@code url.URL} prints it, where a question mark is part of the path. */
    private static String url(HTTPGetAction get) {
        String host = Text.orEmpty(get.getHost());
        String path = Text.orEmpty(get.getPath());
        return get.getScheme().toLowerCase(Locale.ROOT) + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + port(get.getPort()) + path.replace("?", "%3F");
    }

    private static Object port(IntOrString port) {
        return port.getStrVal() == null ? port.getIntVal() : port.getStrVal();
    }
}
