package packetwalk.proxy.iptables;

import java.util.List;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.proxy.NodeConfig;
import packetwalk.proxy.ServicePort;

/**
 * The rules that catch what is sent to one Service's port, by each address that it has. They stand in chains of the
 * upper level, and so are written by every sync.
 */
final class PortalRules {

    private static final List<String> DST_LOCAL = List.of("-m", "addrtype", "--dst-type", "LOCAL");

    private final NodeConfig node;
    private final TableText filter;
    private final TableText nat;
    private final ServiceTraffic traffic;
    private final ServicePort port;

    PortalRules(NodeConfig node, RestoreText restore, ServiceTraffic traffic) {
        this.node = node;
        this.filter = restore.filter();
        this.nat = restore.nat();
        this.traffic = traffic;
        this.port = traffic.port();
    }

    void write() {
        clusterIp();
        port.externalIps().forEach(this::externalIp);
        port.loadBalancerVips().forEach(this::loadBalancer);
        if (!traffic.hasExternalEndpoints()) {
            port.loadBalancerVips().forEach(this::refuseExternal);
        }
        if (port.nodePort() != 0) {
            nodePort();
        }
        if (port.healthCheckNodePort() != 0) {
            healthCheck();
        }
    }

    private void clusterIp() {
        if (traffic.hasInternalEndpoints()) {
            nat.rule(
                    ChainNames.SERVICES,
                    to(Words.comment(traffic.name() + " cluster IP"), port.clusterIp())
                            .jump(traffic.internalChain()));
        } else {
            filter.rule(
                    ChainNames.SERVICES, to(traffic.refusal(), port.clusterIp()).jump(traffic.refusalTarget()));
        }
    }

    private void externalIp(IpAddress ip) {
        if (traffic.hasEndpoints()) {
            nat.rule(
                    ChainNames.SERVICES,
                    to(Words.comment(traffic.name() + " external IP"), ip).jump(traffic.externalChain()));
        }
        if (!traffic.hasExternalEndpoints()) {
            refuseExternal(ip);
        }
    }

    private void loadBalancer(IpAddress vip) {
        if (traffic.hasEndpoints()) {
            nat.rule(
                    ChainNames.SERVICES,
                    to(Words.comment(traffic.name() + " loadbalancer IP"), vip).jump(traffic.loadBalancerChain()));
        }
        if (traffic.usesFirewallChain()) {
            // who is let in has another destination by now
            String firewall = ChainNames.firewall(traffic.name());
            filter.rule(
                    ChainNames.PROXY_FIREWALL,
                    to(Words.comment(traffic.name() + " traffic not accepted by " + firewall), vip)
                            .jump("DROP"));
        }
    }

    /** The node's own calls, and pods', were given another destination before they come to this rule. */
    private void refuseExternal(IpAddress ip) {
        filter.rule(ChainNames.EXTERNAL_SERVICES, to(traffic.refusal(), ip).jump(traffic.refusalTarget()));
    }

    private void nodePort() {
        Words comment = Words.comment(traffic.name().toString()).protocol(traffic.protocol());
        if (traffic.hasEndpoints()) {
            if (node.family() == IpFamily.IPV4
                    && node.servesLocalhost()
                    && node.kernel().nfacct()) {
                nat.rule(
                        ChainNames.NODEPORTS,
                        comment.and("-d", "127.0.0.0/8")
                                .port(port.nodePort())
                                .and("-m", "nfacct", "--nfacct-name", "localhost_nps_accepted_pkts")
                                .jump(traffic.externalChain()));
            }
            nat.rule(ChainNames.NODEPORTS, comment.port(port.nodePort()).jump(traffic.externalChain()));
        }
        if (!traffic.hasExternalEndpoints()) {
            filter.rule(
                    ChainNames.EXTERNAL_SERVICES,
                    traffic.refusal()
                            .and(DST_LOCAL)
                            .protocol(traffic.protocol())
                            .port(port.nodePort())
                            .jump(traffic.refusalTarget()));
        }
    }

    /** Open on every node: one without endpoints must be able to say so. */
    private void healthCheck() {
        filter.rule(
                ChainNames.NODEPORTS,
                Words.comment(traffic.name() + " health check node port")
                        .protocol("tcp")
                        .port(port.healthCheckNodePort())
                        .jump("ACCEPT"));
    }

    private Words to(Words comment, IpAddress address) {
        return comment.to(traffic.protocol(), address, port.port());
    }
}
