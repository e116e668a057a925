package packetwalk.proxy.userspace;

import static packetwalk.proxy.userspace.Portal.CONTAINER;
import static packetwalk.proxy.userspace.Portal.HOST;
import static packetwalk.proxy.userspace.Portal.NODE_PORT_CONTAINER;
import static packetwalk.proxy.userspace.Portal.NODE_PORT_HOST;
import static packetwalk.proxy.userspace.Portal.NODE_PORT_NON_LOCAL;

import java.util.List;
import packetwalk.net.IpAddress;
import packetwalk.proxy.NodeConfig;

/**
 * The rules of user-space mode: {@code openPortal()} of pkg/proxy/userspace/proxier.go. kube-proxy listens on all
 * addresses: what comes from a pod is redirected to the address of the device that it came by, what the node itself sends
 * goes to the node's own address, since an answer from loopback's would not find back.
 */
final class PortalRules {

    private final NodeConfig node;
    private final StringBuilder nat = new StringBuilder("*nat\n");
    private final StringBuilder filter = new StringBuilder("*filter\n");

    PortalRules(NodeConfig node) {
        this.node = node;
        List.of(CONTAINER, HOST, NODE_PORT_CONTAINER, NODE_PORT_HOST)
                .forEach(chain -> nat.append(":" + chain + " - [0:0]\n"));
        filter.append(":" + NODE_PORT_NON_LOCAL + " - [0:0]\n");
    }

    /** What {@code iptables-restore --noflush} reads. */
    String text(List<ProxyPort> ports) {
        ports.forEach(this::open);
        return filter.append("COMMIT\n").toString() + nat.append("COMMIT\n");
    }

    private void open(ProxyPort port) {
        portal(port, port.service().clusterIp());
        port.service().externalIps().forEach(address -> external(port, address));
        port.service().loadBalancerVips().forEach(address -> portal(port, address));
        int nodePort = port.service().nodePort();
        if (nodePort != 0) {
            rule(NODE_PORT_CONTAINER, match(port, nodePort), redirect(port));
            rule(NODE_PORT_HOST, match(port, nodePort), dnat(port));
            filter.append(
                    "-A " + NODE_PORT_NON_LOCAL + match(port, port.proxyPort()) + " -m state --state NEW -j ACCEPT\n");
        }
    }

    private void portal(ProxyPort port, IpAddress address) {
        String match = match(port, port.service().port()) + to(address);
        rule(CONTAINER, match, redirect(port));
        rule(HOST, match, dnat(port));
    }

    /** An address that may be anybody's: not for what a bridge carries, unless it is the node's own. */
    private void external(ProxyPort port, IpAddress address) {
        String match = match(port, port.service().port()) + to(address);
        rule(CONTAINER, match + " -m physdev ! --physdev-is-in", redirect(port));
        rule(CONTAINER, match + " -m addrtype --dst-type LOCAL", redirect(port));
        rule(HOST, match + " -m addrtype --dst-type LOCAL", dnat(port));
    }

    private static String match(ProxyPort port, int number) {
        String protocol = port.name().lowerCaseProtocol();
        return " -m comment --comment " + port.name() + " -p " + protocol + " -m " + protocol + " --dport " + number;
    }

    private static String to(IpAddress address) {
        return " -d " + address + "/" + address.family().bits();
    }

    private static String redirect(ProxyPort port) {
        return " -j REDIRECT --to-ports " + port.proxyPort();
    }

    private String dnat(ProxyPort port) {
        return " -j DNAT --to-destination " + node.nodeIp() + ":" + port.proxyPort();
    }

    private void rule(String chain, String match, String target) {
        nat.append("-A " + chain + match + target + "\n");
    }
}
