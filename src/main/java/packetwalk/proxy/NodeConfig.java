package packetwalk.proxy;

import java.util.List;
import java.util.Map;
import packetwalk.net.Cidr;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/**
 * The node of one kube-proxy, in one family of addresses, with what kube-proxy was started with and what it found there.
 *
 * @param nodeIp its primary address; its family is the one meant
 * @param addresses of all the node's interfaces, the loopback's among them
 * @param topologyLabels the Node's labels that say where it is
 */
public record NodeConfig(
        String nodeName,
        IpAddress nodeIp,
        List<InterfaceAddress> addresses,
        Map<String, String> topologyLabels,
        ProxyOptions options,
        KernelFeatures kernel) {

    public NodeConfig {
        addresses = List.copyOf(addresses);
        topologyLabels = Map.copyOf(topologyLabels);
    }

    /** kube-proxy's defaults on a node with that primary address and no other. */
    public static NodeConfig of(String nodeName, IpAddress nodeIp) {
        InterfaceAddress alone = new InterfaceAddress(nodeIp, nodeIp.family().bits());
        return new NodeConfig(nodeName, nodeIp, List.of(alone), Map.of(), ProxyOptions.DEFAULT, KernelFeatures.ALL);
    }

    public NodeConfig withAddresses(List<InterfaceAddress> all) {
        return new NodeConfig(nodeName, nodeIp, all, topologyLabels, options, kernel);
    }

    public NodeConfig withTopologyLabels(Map<String, String> labels) {
        return new NodeConfig(nodeName, nodeIp, addresses, labels, options, kernel);
    }

    public NodeConfig with(ProxyOptions other) {
        return new NodeConfig(nodeName, nodeIp, addresses, topologyLabels, other, kernel);
    }

    public NodeConfig with(KernelFeatures other) {
        return new NodeConfig(nodeName, nodeIp, addresses, topologyLabels, options, other);
    }

    public IpFamily family() {
        return nodeIp.family();
    }

    /** Where node ports answer. */
    public NodePortAddresses nodePorts() {
        boolean primary = options.nodePortAddresses().equals(List.of("primary"));
        return NodePortAddresses.of(
                family(), primary ? List.of(Cidr.of(nodeIp).toString()) : options.nodePortAddresses());
    }

    /** Whether node ports do answer on 127.0.0.1: asked for, and not shut out by {@code nodePortAddresses}. */
    public boolean servesLocalhost() {
        return options.localhostNodePorts() && nodePorts().containLoopback();
    }
}
