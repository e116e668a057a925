package packetwalk.proxy;

import java.util.List;
import java.util.Map;
import packetwalk.net.Cidr;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/**
 * What one kube-proxy was started with, and what it found on its node; one family of addresses.
 *
 * @param addresses of all the node's interfaces, the loopback's among them
 * @param topologyLabels the Node's labels that say where it is
 * @param masqueradeAll masquerade everything that goes to a cluster IP
 * @param masqueradeBit the bit of the mark that means "masquerade", 0 to 31
 * @param localhostNodePorts whether node ports may answer on 127.0.0.1
 * @param nodePortAddresses prefixes of addresses on which node ports answer, or {@code primary} alone for the node IP;
 *     none: all
 * @param randomFully whether iptables can masquerade with {@code --random-fully}; what kube-proxy needs since 1.37
 * @param nfacct whether the kernel counts by nfacct objects, and so the rules name them
 * @param tcpBeLiberal the sysctl {@code nf_conntrack_tcp_be_liberal}: what is out of window is not INVALID
 */
public record NodeConfig(
        IpFamily family,
        String nodeName,
        IpAddress nodeIp,
        List<InterfaceAddress> addresses,
        Map<String, String> topologyLabels,
        LocalDetector localDetector,
        boolean masqueradeAll,
        int masqueradeBit,
        boolean localhostNodePorts,
        List<String> nodePortAddresses,
        boolean randomFully,
        boolean nfacct,
        boolean tcpBeLiberal) {

    private static final int DEFAULT_MASQUERADE_BIT = 14;

    public NodeConfig {
        addresses = List.copyOf(addresses);
        topologyLabels = Map.copyOf(topologyLabels);
        nodePortAddresses = List.copyOf(nodePortAddresses);
        if (masqueradeBit < 0 || masqueradeBit > 31) {
            throw new IllegalArgumentException(
                    "masqueradeBit " + masqueradeBit + " is no bit of a packet's mark; use 0 to 31");
        }
        if (nodeIp.family() != family) {
            throw new IllegalArgumentException(
                    "node IP " + nodeIp + " is not of " + family + "; a kube-proxy of each family has its own");
        }
    }

    /** kube-proxy's defaults on a node with that primary address. */
    public static NodeConfig of(String nodeName, IpAddress nodeIp) {
        return new NodeConfig(
                nodeIp.family(),
                nodeName,
                nodeIp,
                List.of(new InterfaceAddress(nodeIp, nodeIp.family().bits())),
                Map.of(),
                LocalDetector.NONE,
                false,
                DEFAULT_MASQUERADE_BIT,
                true,
                List.of(),
                true,
                true,
                false);
    }

    /** Where node ports answer. */
    public NodePortAddresses nodePorts() {
        boolean primary = nodePortAddresses.equals(List.of("primary"));
        return NodePortAddresses.of(family, primary ? List.of(Cidr.of(nodeIp).toString()) : nodePortAddresses);
    }

    /** Whether node ports do answer on 127.0.0.1: asked for, and not shut out by {@code nodePortAddresses}. */
    public boolean servesLocalhost() {
        return localhostNodePorts && nodePorts().containLoopback();
    }

    /** {@code 0x4000}: the mark that means "masquerade". The real process pads it with zeros; the kernel sees one number. */
    public String masqueradeMark() {
        return "0x" + Integer.toHexString(1 << masqueradeBit);
    }

    public NodeConfig withAddresses(List<InterfaceAddress> all) {
        return new NodeConfig(
                family,
                nodeName,
                nodeIp,
                all,
                topologyLabels,
                localDetector,
                masqueradeAll,
                masqueradeBit,
                localhostNodePorts,
                nodePortAddresses,
                randomFully,
                nfacct,
                tcpBeLiberal);
    }

    public NodeConfig withTopologyLabels(Map<String, String> labels) {
        return new NodeConfig(
                family,
                nodeName,
                nodeIp,
                addresses,
                labels,
                localDetector,
                masqueradeAll,
                masqueradeBit,
                localhostNodePorts,
                nodePortAddresses,
                randomFully,
                nfacct,
                tcpBeLiberal);
    }

    public NodeConfig withLocalDetector(LocalDetector detector) {
        return new NodeConfig(
                family,
                nodeName,
                nodeIp,
                addresses,
                topologyLabels,
                detector,
                masqueradeAll,
                masqueradeBit,
                localhostNodePorts,
                nodePortAddresses,
                randomFully,
                nfacct,
                tcpBeLiberal);
    }

    /** {@code --masquerade-all} and {@code --iptables-masquerade-bit}. */
    public NodeConfig withMasquerade(boolean all, int bit) {
        return new NodeConfig(
                family,
                nodeName,
                nodeIp,
                addresses,
                topologyLabels,
                localDetector,
                all,
                bit,
                localhostNodePorts,
                nodePortAddresses,
                randomFully,
                nfacct,
                tcpBeLiberal);
    }

    /** {@code --iptables-localhost-nodeports} and {@code --nodeport-addresses}. */
    public NodeConfig withNodePorts(boolean onLocalhost, List<String> prefixes) {
        return new NodeConfig(
                family,
                nodeName,
                nodeIp,
                addresses,
                topologyLabels,
                localDetector,
                masqueradeAll,
                masqueradeBit,
                onLocalhost,
                prefixes,
                randomFully,
                nfacct,
                tcpBeLiberal);
    }

    /** What the node's kernel and iptables can do. */
    public NodeConfig withKernel(boolean hasRandomFully, boolean hasNfacct, boolean isTcpLiberal) {
        return new NodeConfig(
                family,
                nodeName,
                nodeIp,
                addresses,
                topologyLabels,
                localDetector,
                masqueradeAll,
                masqueradeBit,
                localhostNodePorts,
                nodePortAddresses,
                hasRandomFully,
                hasNfacct,
                isTcpLiberal);
    }
}
