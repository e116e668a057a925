package packetwalk.api;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Ports that pods ask of their nodes: {@code hostPort}, which a pod on the host's network has for every port. The scheduler keeps
 * two that clash apart, and the kubelet refuses the second one.
 */
public final class HostPorts {

    /** What both say of a pod whose ports are taken: the plugin NodePorts' {@code ErrReason}. */
    public static final String TAKEN = "node(s) didn't have free ports for the requested pod ports";

    private HostPorts() {}

    /** The ports of containers that live as long as the pod, sidecars first: {@code util.GetHostPorts()}. */
    public static List<ContainerPort> of(Pod pod) {
        Stream<Container> sidecars =
                pod.getSpec().getInitContainers().stream().filter(each -> "Always".equals(each.getRestartPolicy()));
        return Stream.concat(sidecars, pod.getSpec().getContainers().stream())
                .flatMap(container -> container.getPorts().stream())
                .filter(port -> port.getHostPort() != null && port.getHostPort() > 0)
                .toList();
    }

    /** Whether {@code pod} asks for a port that one of {@code present} has: {@code nodeports.Fits()}. */
    public static boolean clash(Pod pod, Collection<Pod> present) {
        List<ContainerPort> wanted = of(pod);
        return !wanted.isEmpty()
                && present.stream()
                        .flatMap(each -> of(each).stream())
                        .anyMatch(taken -> wanted.stream().anyMatch(port -> clash(port, taken)));
    }

    /** The same port and protocol, on one address or on all: {@code HostPortInfo.CheckConflict()}. */
    private static boolean clash(ContainerPort one, ContainerPort other) {
        String a = hostIp(one);
        String b = hostIp(other);
        return one.getHostPort().equals(other.getHostPort())
                && protocol(one).equals(protocol(other))
                && (a.equals(b) || a.equals("0.0.0.0") || b.equals("0.0.0.0"));
    }

    private static String hostIp(ContainerPort port) {
        String address = Objects.requireNonNullElse(port.getHostIP(), "");
        return address.isEmpty() ? "0.0.0.0" : address;
    }

    private static String protocol(ContainerPort port) {
        return Objects.requireNonNullElse(port.getProtocol(), "TCP");
    }
}
