package packetwalk.agent;

import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeStatusBuilder;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import io.fabric8.kubernetes.api.model.NodeSystemInfoBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import packetwalk.apiserver.ApiServer;
import packetwalk.net.IpAddress;
import packetwalk.net.PerFamily;

/**
 * What a kubelet writes into {@code .status} of its node when it registers: a machine of the articles' cloud, an e2-medium
 * with a disk of 100 GB. Left out: images, volumes, runtime handlers and features.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/nodestatus/setters.go">setters.go</a>
 */
public final class NodeStatuses {

    /** What every such machine has; one map for all nodes. */
    private static final Map<String, Quantity> CAPACITY = quantities("2", "101430960Ki", "4025528Ki");

    /** What is left beside the kubelet's threshold of eviction: 100Mi of memory, a tenth of the disk. */
    private static final Map<String, Quantity> ALLOCATABLE = quantities("2", "93478772736", "3923128Ki");

    private static final Map<String, NodeCondition> CONDITIONS = conditions();

    private NodeStatuses() {}

    private static Map<String, NodeCondition> conditions() {
        Map<String, NodeCondition> all = new LinkedHashMap<>();
        for (String[] row : new String[][] {
            {"MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"},
            {"DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"},
            {"PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"},
            {"Ready", "True", "KubeletReady", "kubelet is posting ready status"}
        }) {
            all.put(row[0], new NodeCondition(null, null, row[3], row[2], row[1], row[0]));
        }
        return all;
    }

    private static Map<String, Quantity> quantities(String cpu, String disk, String memory) {
        Map<String, Quantity> all = new TreeMap<>();
        all.put("cpu", new Quantity(cpu));
        all.put("ephemeral-storage", new Quantity(disk));
        all.put("hugepages-1Gi", new Quantity("0"));
        all.put("hugepages-2Mi", new Quantity("0"));
        all.put("memory", new Quantity(memory));
        all.put("pods", new Quantity("110"));
        return all;
    }

    /**
     * The status of a node that is well.
     *
     * @param now as {@code metav1.Time} is written
     */
    public static NodeStatus of(String name, PerFamily<IpAddress> addresses, String now) {
        return new NodeStatusBuilder()
                .withCapacity(CAPACITY)
                .withAllocatable(ALLOCATABLE)
                .withConditions(CONDITIONS.keySet().stream()
                        .map(type -> well(type, now).orElseThrow())
                        .toList())
                .addAllToAddresses(addresses.stream()
                        .map(each -> new NodeAddress(each.toString(), "InternalIP"))
                        .toList())
                .addNewAddress(name, "Hostname")
                .withNewDaemonEndpoints()
                .withNewKubeletEndpoint(10250)
                .endDaemonEndpoints()
                .withNodeInfo(system(name))
                .build();
    }

    /**
     * The condition of that type of a node that is well; empty if it is none that a kubelet writes.
     *
     * @param now as {@code metav1.Time} is written
     */
    public static Optional<NodeCondition> well(String type, String now) {
        return Optional.ofNullable(CONDITIONS.get(type))
                .map(condition -> new NodeConditionBuilder(condition)
                        .withLastHeartbeatTime(now)
                        .withLastTransitionTime(now)
                        .build());
    }

    /** Ids that a machine would have drawn once, here made of its name: the same cluster, the same ids. */
    private static NodeSystemInfo system(String name) {
        String machine = id("machine", name).toString();
        return new NodeSystemInfoBuilder()
                .withArchitecture("amd64")
                .withBootID(id("boot", name).toString())
                .withContainerRuntimeVersion("docker://27.3.1")
                .withKernelVersion("6.18.0")
                .withKubeProxyVersion("")
                .withKubeletVersion(ApiServer.VERSION)
                .withMachineID(machine.replace("-", ""))
                .withOperatingSystem("linux")
                .withOsImage("Debian GNU/Linux 12 (bookworm)")
                .withSystemUUID(machine)
                .build();
    }

    private static UUID id(String what, String name) {
        return UUID.nameUUIDFromBytes((what + " " + name).getBytes(StandardCharsets.UTF_8));
    }
}
