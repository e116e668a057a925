package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code kubectl get nodes}. */
final class NodeRows {
    private static final String ROLE = "node-role.kubernetes.io/";

    static final Table<Node> TABLE = new Table<>(
            List.of("NAME", "STATUS", "ROLES", "AGE", "VERSION"),
            List.of("INTERNAL-IP", "EXTERNAL-IP", "OS-IMAGE", "KERNEL-VERSION", "CONTAINER-RUNTIME"),
            NodeRows::row);

    private NodeRows() {}

    private static List<String> row(Node node, Instant now) {
        NodeSystemInfo info = node.getStatus() == null ? null : node.getStatus().getNodeInfo();
        return List.of(
                node.getMetadata().getName(),
                status(node),
                roles(node),
                Text.age(node, now),
                info == null || info.getKubeletVersion() == null ? "" : info.getKubeletVersion(),
                address(node, "InternalIP"),
                address(node, "ExternalIP"),
                known(info == null ? null : info.getOsImage()),
                kernel(info),
                known(info == null ? null : info.getContainerRuntimeVersion()));
    }

    /** {@code Ready}, {@code NotReady}, {@code Ready,SchedulingDisabled}. */
    static String status(Node node) {
        String ready = node.getStatus() == null
                ? "Unknown"
                : node.getStatus().getConditions().stream()
                        .filter(condition -> condition.getType().equals("Ready"))
                        .map(condition -> condition.getStatus().equals("True") ? "Ready" : "NotReady")
                        .findFirst()
                        .orElse("Unknown");
        boolean cordoned =
                node.getSpec() != null && Boolean.TRUE.equals(node.getSpec().getUnschedulable());
        return cordoned ? ready + ",SchedulingDisabled" : ready;
    }

    static String roles(Node node) {
        Map<String, String> labels = node.getMetadata().getLabels();
        return labels == null
                ? Text.NONE
                : Text.orNone(labels.keySet().stream()
                        .filter(label -> label.startsWith(ROLE) && label.length() > ROLE.length())
                        .map(label -> label.substring(ROLE.length()))
                        .sorted()
                        .collect(Collectors.joining(",")));
    }

    private static String address(Node node, String type) {
        return node.getStatus() == null
                ? Text.NONE
                : node.getStatus().getAddresses().stream()
                        .filter(address -> address.getType().equals(type))
                        .map(NodeAddress::getAddress)
                        .findFirst()
                        .orElse(Text.NONE);
    }

    private static String kernel(@Nullable NodeSystemInfo info) {
        String version = known(info == null ? null : info.getKernelVersion());
        String architecture = info == null ? null : info.getArchitecture();
        return architecture == null || architecture.isEmpty() ? version : version + " (" + architecture + ")";
    }

    private static String known(@Nullable String text) {
        return text == null || text.isEmpty() ? "<unknown>" : text;
    }
}
