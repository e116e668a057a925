package packetwalk.control;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodIP;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import packetwalk.net.IpFamily;

/** Questions that several controllers ask about a pod: pkg/api/v1/pod and pkg/controller of Kubernetes. */
final class PodFacts {

    private PodFacts() {}

    /** Whether its condition {@code Ready} is True: {@code IsPodReady()}. */
    static boolean isReady(Pod pod) {
        return condition(pod, "Ready")
                .map(each -> each.getStatus().equals("True"))
                .orElse(false);
    }

    /** One of its conditions; empty while nobody has set it. */
    static Optional<PodCondition> condition(Pod pod, String type) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
                        .filter(each -> each.getType().equals(type))
                        .findFirst();
    }

    /** Pending, Running, Succeeded, Failed or Unknown; Pending before the kubelet has said a word. */
    static String phase(Pod pod) {
        return pod.getStatus() == null
                ? "Pending"
                : Objects.requireNonNullElse(pod.getStatus().getPhase(), "Pending");
    }

    /** Whether all of its containers have ended for good. */
    static boolean isTerminal(Pod pod) {
        return phase(pod).equals("Succeeded") || phase(pod).equals("Failed");
    }

    static boolean isTerminating(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    /** Whether it counts as a replica: {@code IsPodActive()}. */
    static boolean isActive(Pod pod) {
        return !isTerminal(pod) && !isTerminating(pod);
    }

    /** The controller that owns it, by uid; empty if nobody does. */
    static Optional<OwnerReference> controller(ObjectMeta metadata) {
        return metadata.getOwnerReferences().stream()
                .filter(each -> Boolean.TRUE.equals(each.getController()))
                .findFirst();
    }

    /** Whether {@code owner} is the controller of {@code metadata}. */
    static boolean isControlledBy(ObjectMeta metadata, ObjectMeta owner) {
        return controller(metadata)
                .map(each -> each.getUid().equals(owner.getUid()))
                .orElse(false);
    }

    /** The node that it is bound to; empty while it is not. */
    static Optional<String> node(Pod pod) {
        String name = pod.getSpec().getNodeName();
        return name == null || name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    /** Its primary address; empty before its network is there. */
    static Optional<String> address(Pod pod) {
        String ip = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
        return ip == null || ip.isEmpty() ? Optional.empty() : Optional.of(ip);
    }

    /** Its address of that family: {@code getEndpointAddresses()}. Who wrote a status without podIPs means podIP. */
    static Optional<String> address(Pod pod, IpFamily family) {
        List<PodIP> ips = pod.getStatus() == null ? List.of() : pod.getStatus().getPodIPs();
        Optional<String> primary = ips.isEmpty() ? address(pod) : Optional.empty();
        return primary.or(() -> ips.stream()
                        .map(PodIP::getIp)
                        .filter(ip -> isOf(family, ip))
                        .findFirst())
                .filter(ip -> isOf(family, ip));
    }

    /** By its text, as every pod of a large cluster is asked. */
    private static boolean isOf(IpFamily family, String ip) {
        return (ip.indexOf(':') >= 0) == (family == IpFamily.IPV6);
    }
}
