package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
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
        if (spec.getPriority() != null) {
            text.line(0, "Priority:\t" + spec.getPriority());
        }
        text.optional("Priority Class Name", spec.getPriorityClassName());
        text.optional("Runtime Class Name", spec.getRuntimeClassName());
        text.optional("Service Account", spec.getServiceAccountName());
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
        text.optional("NominatedNodeName", status.getNominatedNodeName());
        if (!spec.getInitContainers().isEmpty()) {
            DescribeContainers.ofPod(
                    text, "Init Containers", pod, spec.getInitContainers(), status.getInitContainerStatuses());
        }
        DescribeContainers.ofPod(text, "Containers", pod, spec.getContainers(), status.getContainerStatuses());
        gates(text, pod);
        if (!status.getConditions().isEmpty()) {
            text.line(0, "Conditions:").line(1, "Type\tStatus");
            status.getConditions().forEach(each -> text.line(1, each.getType() + " \t" + each.getStatus() + " "));
        }
        DescribeVolumes.write(text, 0, spec.getVolumes());
        text.line(0, "QoS Class:\t" + status.getQosClass());
        text.labels(0, "Node-Selectors", spec.getNodeSelector());
        text.several(0, "Tolerations", tolerations(spec.getTolerations()));
        spread(text, 0, spec.getTopologySpreadConstraints());
    }

    private static void gates(Description text, Pod pod) {
        List<PodReadinessGate> gates = pod.getSpec().getReadinessGates();
        if (!gates.isEmpty()) {
            text.line(0, "Readiness Gates:").line(1, "Type\tStatus");
            gates.forEach(gate -> text.line(
                    1,
                    gate.getConditionType() + " \t"
                            + pod.getStatus().getConditions().stream()
                                    .filter(each -> each.getType().equals(gate.getConditionType()))
                                    .map(PodCondition::getStatus)
                                    .findFirst()
                                    .orElse(Text.NONE)
                            + " "));
        }
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
        text.optional("Reason", status.getReason());
        text.optional("Message", status.getMessage());
    }

    private static void ips(Description text, List<PodIP> ips) {
        if (ips.isEmpty()) {
            text.line(0, "IPs:\t" + Text.NONE);
            return;
        }
        text.line(0, "IPs:");
        ips.forEach(ip -> text.line(1, "IP:\t" + ip.getIp()));
    }

    /** Over what its like are to be spread, by key. */
    static void spread(Description text, int level, List<TopologySpreadConstraint> constraints) {
        if (!constraints.isEmpty()) {
            List<String> lines = constraints.stream()
                    .sorted(Comparator.comparing(TopologySpreadConstraint::getTopologyKey))
                    .map(each -> each.getTopologyKey() + ":" + each.getWhenUnsatisfiable() + " when max skew "
                            + each.getMaxSkew() + " is exceeded"
                            + (each.getLabelSelector() == null
                                    ? ""
                                    : " for selector " + Text.selector(each.getLabelSelector())))
                    .toList();
            text.several(level, "Topology Spread Constraints", lines);
        }
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
