package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** {@code kubectl describe pod}. */
final class DescribePod {

    private DescribePod() {}

    static void write(Description text, Pod pod, Instant now) {
        PodSpec spec = pod.getSpec();
        PodStatus status = pod.getStatus();
        text.line(0, "Name:\t" + pod.getMetadata().getName());
        text.line(0, "Namespace:\t" + pod.getMetadata().getNamespace());
        text.line(0, "Priority:\t" + Text.number(spec.getPriority()));
        text.line(0, "Service Account:\t" + spec.getServiceAccountName());
        String host = status.getHostIP() == null ? "" : status.getHostIP();
        text.line(0, "Node:\t" + (spec.getNodeName() == null ? Text.NONE : spec.getNodeName() + "/" + host));
        if (status.getStartTime() != null) {
            text.line(0, "Start Time:\t" + Description.time(status.getStartTime()));
        }
        text.labels(pod);
        status(text, pod, now);
        text.line(0, "IP:\t" + (status.getPodIP() == null ? "" : status.getPodIP()));
        ips(text, status.getPodIPs());
        text.controlledBy(pod);
        if (!spec.getInitContainers().isEmpty()) {
            DescribeContainers.write(
                    text, "Init Containers", spec.getInitContainers(), status.getInitContainerStatuses(), 0);
        }
        DescribeContainers.write(text, "Containers", spec.getContainers(), status.getContainerStatuses(), 0);
        if (!status.getConditions().isEmpty()) {
            text.line(0, "Conditions:").line(1, "Type\tStatus");
            status.getConditions().forEach(each -> text.line(1, each.getType() + " \t" + each.getStatus() + " "));
        }
        volumes(text, 0, spec.getVolumes());
        text.line(0, "QoS Class:\t" + status.getQosClass());
        text.labels(0, "Node-Selectors", spec.getNodeSelector());
        text.several(0, "Tolerations", tolerations(spec.getTolerations()));
    }

    private static void status(Description text, Pod pod, Instant now) {
        PodStatus status = pod.getStatus();
        String until = pod.getMetadata().getDeletionTimestamp();
        boolean over = List.of("Failed", "Succeeded").contains(String.valueOf(status.getPhase()));
        if (until != null && !over) {
            text.line(0, "Status:\tTerminating (lasts " + Text.since(until, now) + ")");
            text.line(0, "Termination Grace Period:\t" + pod.getMetadata().getDeletionGracePeriodSeconds() + "s");
        } else {
            text.line(0, "Status:\t" + status.getPhase());
        }
        if (status.getReason() != null && !status.getReason().isEmpty()) {
            text.line(0, "Reason:\t" + status.getReason());
        }
        if (status.getMessage() != null && !status.getMessage().isEmpty()) {
            text.line(0, "Message:\t" + status.getMessage());
        }
    }

    private static void ips(Description text, List<PodIP> ips) {
        if (ips.isEmpty()) {
            text.line(0, "IPs:\t" + Text.NONE);
            return;
        }
        text.line(0, "IPs:");
        ips.forEach(ip -> text.line(1, "IP:\t" + ip.getIp()));
    }

    /** By name only: what is in them has no effect here. */
    static void volumes(Description text, int level, List<Volume> volumes) {
        if (volumes.isEmpty()) {
            text.line(level, "Volumes:\t" + Text.NONE);
            return;
        }
        text.line(level, "Volumes:");
        volumes.forEach(volume -> text.line(level + 1, volume.getName() + ":"));
    }

    /** {@code node.kubernetes.io/not-ready:NoExecute op=Exists for 300s}, by key. */
    static List<String> tolerations(List<Toleration> tolerations) {
        return tolerations.stream()
                .sorted(Comparator.comparing(each -> each.getKey() == null ? "" : each.getKey()))
                .map(DescribePod::toleration)
                .toList();
    }

    private static String toleration(Toleration toleration) {
        StringBuilder text = new StringBuilder(toleration.getKey() == null ? "" : toleration.getKey());
        boolean valued = toleration.getValue() != null && !toleration.getValue().isEmpty();
        if (valued) {
            text.append('=').append(toleration.getValue());
        }
        if (toleration.getEffect() != null && !toleration.getEffect().isEmpty()) {
            text.append(':').append(toleration.getEffect());
        }
        if ("Exists".equals(toleration.getOperator()) && !valued) {
            text.append(text.length() == 0 ? "op=Exists" : " op=Exists");
        }
        if (toleration.getTolerationSeconds() != null) {
            text.append(" for ").append(toleration.getTolerationSeconds()).append('s');
        }
        return text.toString();
    }
}
