package packetwalk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import packetwalk.net.Cidr;
import packetwalk.net.IpFamily;
import packetwalk.net.PerFamily;

/**
 * Gives each node its blocks of pod addresses, one of each family: the one that was asked for, or the next free one from
 * number 1 on. As kube-controller-manager's range allocator has it, a /24 of IPv4 and a /64 of IPv6.
 */
final class NodeBlocks {

    private NodeBlocks() {}

    /** Prefix length of the blocks that nodes are given: all of a range that is smaller. */
    static int length(Cidr range) {
        return Math.max(range.family() == IpFamily.IPV4 ? 24 : 64, range.length());
    }

    /** The blocks of all nodes, in the order of the nodes. */
    static Map<Blueprint.NodeSpec, PerFamily<Cidr>> assign(Blueprint plan) {
        Map<Blueprint.NodeSpec, List<Cidr>> blocks = new LinkedHashMap<>();
        plan.nodes.forEach(node -> blocks.put(node, new ArrayList<>()));
        plan.addresses.clusterCidrs().stream().forEach(range -> assign(plan, range, blocks));
        Map<Blueprint.NodeSpec, PerFamily<Cidr>> assigned = new LinkedHashMap<>();
        blocks.forEach((node, ofNode) -> assigned.put(node, new PerFamily<>(ofNode)));
        return assigned;
    }

    private static void assign(Blueprint plan, Cidr range, Map<Blueprint.NodeSpec, List<Cidr>> blocks) {
        IpFamily family = range.family();
        List<Cidr> taken = new ArrayList<>(plan.nodes.stream()
                .flatMap(node -> Stream.ofNullable(node.podCidrs.get(family)))
                .toList());
        // in the articles it lies inside the pods' range, and no pod may be there
        plan.addresses.serviceCidrs().in(family).ifPresent(taken::add);
        int length = length(range);
        long count = 1L << Math.min(length - range.length(), Integer.SIZE);
        long next = count > 1 ? 1 : 0;
        for (Map.Entry<Blueprint.NodeSpec, List<Cidr>> each : blocks.entrySet()) {
            Blueprint.NodeSpec node = each.getKey();
            Cidr block = node.podCidrs.get(family);
            while (block == null) {
                if (next >= count) {
                    throw new IllegalArgumentException("clusterCidr " + range + " has no /" + length + " left for node "
                            + node.address() + "; take a larger range");
                }
                Cidr candidate = range.block(length, next++);
                block = taken.stream().anyMatch(candidate::overlaps) ? null : candidate;
            }
            each.getValue().add(block);
        }
    }
}
