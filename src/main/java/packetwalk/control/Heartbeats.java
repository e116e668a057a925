package packetwalk.control;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import packetwalk.apiserver.ApiServer;

/**
 * When nodes were last heard of. A kubelet renews its lease every 10 s and writes its node's status every 5 minutes, if
 * nothing else gives it cause to. For thousands of nodes that would be all that a cluster does; so nothing is sent, and
 * the times are worked out when somebody asks.
 */
public final class Heartbeats {

    /** A quarter of {@code nodeLeaseDurationSeconds}, 40 s. */
    private static final Duration LEASE_RENEWAL = Duration.ofSeconds(10);

    /** {@code nodeStatusReportFrequency}. */
    private static final Duration STATUS_REPORT = Duration.ofMinutes(5);

    /** Who writes the other conditions of a node is no kubelet. */
    private static final List<String> OF_THE_KUBELET =
            List.of("MemoryPressure", "DiskPressure", "PIDPressure", "Ready");

    private final ApiServer api;
    private final Map<String, Instant> silentSince = new LinkedHashMap<>();
    private final Map<String, Instant> backSince = new LinkedHashMap<>();

    Heartbeats(ApiServer api) {
        this.api = api;
    }

    /** A kubelet falls silent. */
    void end(String node) {
        silentSince.putIfAbsent(node, api.now());
    }

    /** It is heard of again, as one that registers. */
    void begin(String node) {
        if (silentSince.remove(node) != null) {
            backSince.put(node, api.now());
        }
    }

    /** When the node's kubelet last renewed its lease; empty if there is no such node. */
    public Optional<Instant> leaseRenewed(String node) {
        return api.find(Node.class, "", node).map(present -> last(present, LEASE_RENEWAL));
    }

    /** The node with the time at which its kubelet last reported each condition. */
    public Node reported(Node node) {
        String time = last(node, STATUS_REPORT).toString();
        return new NodeBuilder(node)
                .editOrNewStatus()
                .withConditions(node.getStatus().getConditions().stream()
                        .map(each -> reported(each, time))
                        .toList())
                .endStatus()
                .build();
    }

    static boolean isOfKubelet(NodeCondition condition) {
        return OF_THE_KUBELET.contains(condition.getType());
    }

    private static NodeCondition reported(NodeCondition condition, String time) {
        // Unknown is what the node controller writes of a node that is silent, and it leaves this time alone
        boolean known = !"Unknown".equals(condition.getStatus());
        return known && isOfKubelet(condition)
                ? new NodeConditionBuilder(condition)
                        .withLastHeartbeatTime(time)
                        .build()
                : condition;
    }

    /** The last beat of that period until now, or until it fell silent. */
    private Instant last(Node node, Duration period) {
        String name = node.getMetadata().getName();
        Instant first =
                backSince.getOrDefault(name, Instant.parse(node.getMetadata().getCreationTimestamp()));
        Instant until = silentSince.getOrDefault(name, api.now());
        long beats = Duration.between(first, until).dividedBy(period);
        return Instant.ofEpochSecond(first.plus(period.multipliedBy(beats)).getEpochSecond());
    }
}
