package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Taint;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code kubectl describe node}: what is known of the machine. */
final class DescribeNode {

    private DescribeNode() {}

    static void write(Description text, Node node, Optional<Instant> leaseRenewed) {
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
        lease(text, node.getMetadata().getName(), leaseRenewed);
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
        system(text, status.getNodeInfo() == null ? new NodeSystemInfo() : status.getNodeInfo());
        if (spec.getPodCIDR() != null) {
            text.line(0, "PodCIDR:\t" + spec.getPodCIDR());
        }
        if (!spec.getPodCIDRs().isEmpty()) {
            text.line(0, "PodCIDRs:\t" + String.join(",", spec.getPodCIDRs()));
        }
        text.optional("ProviderID", spec.getProviderID());
    }

    /** A kubelet takes the lease when it registers and never again, so that no time of acquisition is kept. */
    private static void lease(Description text, String node, Optional<Instant> renewed) {
        if (renewed.isEmpty()) {
            text.line(0, "Lease:\tFailed to get lease: leases.coordination.k8s.io \"" + node + "\" not found");
            return;
        }
        text.line(0, "Lease:");
        text.line(1, "HolderIdentity:\t" + node);
        text.line(1, "AcquireTime:\t<unset>");
        text.line(1, "RenewTime:\t" + Description.time(renewed.get().toString()));
    }

    private static void system(Description text, NodeSystemInfo info) {
        text.line(0, "System Info:");
        text.line(1, "Machine ID:\t" + Text.orEmpty(info.getMachineID()));
        text.line(1, "System UUID:\t" + Text.orEmpty(info.getSystemUUID()));
        text.line(1, "Boot ID:\t" + Text.orEmpty(info.getBootID()));
        text.line(1, "Kernel Version:\t" + Text.orEmpty(info.getKernelVersion()));
        text.line(1, "OS Image:\t" + Text.orEmpty(info.getOsImage()));
        text.line(1, "Operating System:\t" + Text.orEmpty(info.getOperatingSystem()));
        text.line(1, "Architecture:\t" + Text.orEmpty(info.getArchitecture()));
        text.line(1, "Container Runtime Version:\t" + Text.orEmpty(info.getContainerRuntimeVersion()));
        text.line(1, "Kubelet Version:\t" + Text.orEmpty(info.getKubeletVersion()));
    }

    private static String taint(Taint taint) {
        String value = taint.getValue() == null || taint.getValue().isEmpty() ? "" : "=" + taint.getValue();
        return taint.getKey() + value + ":" + taint.getEffect();
    }

    private static String cells(NodeCondition condition) {
        return condition.getType() + " \t" + condition.getStatus() + " \t"
                + Description.time(condition.getLastHeartbeatTime()) + " \t"
                + Description.time(condition.getLastTransitionTime()) + " \t"
                + Text.orEmpty(condition.getReason()) + " \t" + Text.orEmpty(condition.getMessage());
    }

    private static void amounts(Description text, String title, @Nullable Map<String, Quantity> amounts) {
        if (amounts != null && !amounts.isEmpty()) {
            text.line(0, title + ":");
            new TreeMap<>(amounts).forEach((name, amount) -> text.line(1, name + ":\t" + Amount.of(amount)));
        }
    }
}
