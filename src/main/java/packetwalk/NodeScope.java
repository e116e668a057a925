package packetwalk;

import packetwalk.agent.ProxyMode;
import packetwalk.net.Cidr;
import packetwalk.net.PerFamily;
import packetwalk.net.Ports;

/** A Kubernetes node being described. */
public class NodeScope extends ClusterScope {

    private final Blueprint.NodeSpec node;

    NodeScope(Blueprint blueprint, Blueprint.NodeSpec node) {
        super(blueprint);
        this.node = node;
    }

    Blueprint.NodeSpec node() {
        return node;
    }

    /** Its name; {@code node-1}, {@code node-2} … by default. */
    public NodeScope name(String name) {
        node.name = name;
        return this;
    }

    /**
     * Its block of pod addresses, {@code .spec.podCIDRs}; the next free /24 of the cluster's range by default, /64 of its
     * IPv6 range. Of two families one can be named, or both with a comma between them.
     */
    public NodeScope podCidr(String cidr) {
        PerFamily.parse(cidr, Cidr::parse).stream().forEach(block -> node.podCidrs.put(block.family(), block));
        return this;
    }

    /** Adds a label of the node, such as {@code topology.kubernetes.io/zone}. */
    public NodeScope label(String key, String value) {
        node.labels.put(key, value);
        return this;
    }

    /** How this node's kube-proxy works, whatever the others do. */
    @Override
    public NodeScope proxyMode(ProxyMode mode) {
        node.proxyMode = java.util.Optional.of(mode);
        return this;
    }

    /** Has a process of the node itself, not of a pod, answer HTTP on that TCP port. */
    public NodeScope listen(int port) {
        node.listens.add(Ports.requireService(port));
        return this;
    }

    /** Opens a pod on this node. It has one container, named after the pod, unless {@link PodScope#container} adds some. */
    @Override
    public PodScope pod(String name) {
        Blueprint.PodOnNode pod = new Blueprint.PodOnNode(name);
        node.pods.add(pod);
        return new PodScope(blueprint(), node, pod);
    }
}
