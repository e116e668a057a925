package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Taint;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code kubectl describe node}, without its lease, and without what its pods ask of processors and memory. */
final class DescribeNode {

    private DescribeNode() {}

    static void write(Description text, Node node, List<Pod> pods, Instant now) {
        NodeSpec spec = node.getSpec();
        NodeStatus status = node.getStatus();
        text.line(0, "Name:\t" + node.getMetadata().getName());
        text.line(0, "Roles:\t" + NodeRows.roles(node));
        text.labels(node);
        text.line(
                0, "CreationTimestamp:\t" + Description.time(node.getMetadata().getCreationTimestamp()));
        text.several(
                0,
                "Taints",
                spec.getTaints().stream()
                        .sorted(Comparator.comparing(taint -> taint.getEffect() + "," + taint.getKey()))
                        .map(DescribeNode::taint)
                        .toList());
        text.line(0, "Unschedulable:\t" + Boolean.TRUE.equals(spec.getUnschedulable()));
        if (!status.getConditions().isEmpty()) {
            text.line(0, "Conditions:");
            text.line(1, "Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage");
            text.line(1, "----\t------\t-----------------\t------------------\t------\t-------");
            status.getConditions().forEach(each -> text.line(1, cells(each)));
        }
        text.line(0, "Addresses:");
        status.getAddresses().forEach(each -> text.line(1, each.getType() + ":\t" + each.getAddress()));
        amounts(text, "Capacity", status.getCapacity());
        amounts(text, "Allocatable", status.getAllocatable());
        if (status.getNodeInfo() != null) {
            system(text, status.getNodeInfo());
        }
        if (spec.getPodCIDR() != null) {
            text.line(0, "PodCIDR:\t" + spec.getPodCIDR());
        }
        if (!spec.getPodCIDRs().isEmpty()) {
            text.line(0, "PodCIDRs:\t" + String.join(",", spec.getPodCIDRs()));
        }
        pods(text, pods, now);
    }

    private static void system(Description text, NodeSystemInfo info) {
        text.line(0, "System Info:");
        text.line(1, "Machine ID:\t" + orEmpty(info.getMachineID()));
        text.line(1, "System UUID:\t" + orEmpty(info.getSystemUUID()));
        text.line(1, "Boot ID:\t" + orEmpty(info.getBootID()));
        text.line(1, "Kernel Version:\t" + orEmpty(info.getKernelVersion()));
        text.line(1, "OS Image:\t" + orEmpty(info.getOsImage()));
        text.line(1, "Operating System:\t" + orEmpty(info.getOperatingSystem()));
        text.line(1, "Architecture:\t" + orEmpty(info.getArchitecture()));
        text.line(1, "Container Runtime Version:\t" + orEmpty(info.getContainerRuntimeVersion()));
        text.line(1, "Kubelet Version:\t" + orEmpty(info.getKubeletVersion()));
    }

    private static void pods(Description text, List<Pod> pods, Instant now) {
        List<Pod> running = pods.stream()
                .filter(pod -> !List.of("Failed", "Succeeded")
                        .contains(String.valueOf(pod.getStatus().getPhase())))
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getNamespace() + "/"
                        + pod.getMetadata().getName()))
                .toList();
        text.line(0, "Non-terminated Pods:\t(" + running.size() + " in total)");
        text.line(1, "Namespace\tName\t\tAge");
        text.line(1, "---------\t----\t\t---");
        running.forEach(pod -> text.line(
                1,
                pod.getMetadata().getNamespace() + "\t" + pod.getMetadata().getName() + "\t\t" + Text.age(pod, now)));
    }

    private static String taint(Taint taint) {
        String value = taint.getValue() == null || taint.getValue().isEmpty() ? "" : "=" + taint.getValue();
        return taint.getKey() + value + ":" + taint.getEffect();
    }

    private static String cells(NodeCondition condition) {
        return condition.getType() + " \t" + condition.getStatus() + " \t"
                + Description.time(condition.getLastHeartbeatTime()) + " \t"
                + Description.time(condition.getLastTransitionTime()) + " \t"
                + orEmpty(condition.getReason()) + " \t" + orEmpty(condition.getMessage());
    }

    private static void amounts(Description text, String title, @Nullable Map<String, Quantity> amounts) {
        if (amounts != null && !amounts.isEmpty()) {
            text.line(0, title + ":");
            new TreeMap<>(amounts).forEach((name, amount) -> text.line(1, name + ":\t" + amount));
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
