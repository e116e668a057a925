package packetwalk.proxy.nftables;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.proxy.NodeConfig;

/** What every node has, whatever Services there are; {@code setupNFTables()}. A full sync writes it, a partial one trusts in it. */
final class FixedRules {

    /** Protocols whose node ports an alpha feature could refuse on the loopback address: it is off. */
    private static final List<String> PROTOCOLS = List.of("tcp", "udp", "sctp");

    private static final String TO_NODE_PORT = "meta l4proto . th dport vmap @";
    private static final String VERDICT_OF_PORT = "inet_proto . inet_service : verdict";

    private final NodeConfig node;
    private final List<Cidr> serviceCidrs;
    private final Transaction transaction;
    private final String ip;
    private final String address;

    FixedRules(NodeConfig node, List<Cidr> serviceCidrs, Transaction transaction) {
        this.node = node;
        this.serviceCidrs = serviceCidrs.stream()
                .filter(each -> each.family() == node.family())
                .toList();
        this.transaction = transaction;
        boolean v4 = node.family() == IpFamily.IPV4;
        this.ip = v4 ? "ip" : "ip6";
        this.address = v4 ? "ipv4_addr" : "ipv6_addr";
    }

    /** Writes it; base chains of another kube-proxy go first if {@code recreate}. */
    void write(boolean recreate) {
        transaction.addTable("rules for kube-proxy");
        BaseChain.write(transaction, recreate);
        masquerading();
        clusterIps();
        nodePortIps();
        noEndpoints();
        localhostNodePorts();
        firewall();
        dispatch();
    }

    /** Whoever wants a packet masqueraded marks it. Only a pod that reached itself is known without a mark. */
    private void masquerading() {
        transaction.add(
                Container.HAIRPIN_CONNECTIONS,
                address + " . " + address + " . inet_proto . inet_service",
                "service hairpin connections");
        String mark = node.options().masqueradeMark();
        transaction.addRule(
                NftablesNames.MASQUERADING,
                "mark and " + mark + " != 0 mark set mark xor " + mark + " masquerade fully-random");
        transaction.addRule(
                NftablesNames.MASQUERADING,
                "ct status dnat " + ip + " saddr . " + ip + " daddr . meta l4proto . th dport @"
                        + Container.HAIRPIN_CONNECTIONS + " masquerade fully-random");
    }

    /** Other ports of a Service's address are refused, and addresses that are no Service's are not sent anywhere. */
    private void clusterIps() {
        transaction.add(Container.CLUSTER_IPS, address, "Active ClusterIPs");
        transaction.addRule(
                NftablesNames.CLUSTER_IPS_CHECK,
                ip + " daddr @" + Container.CLUSTER_IPS + " reject",
                "Reject traffic to invalid ports of ClusterIPs");
        if (!serviceCidrs.isEmpty()) {
            String all = serviceCidrs.stream().map(Cidr::toString).collect(Collectors.joining(","));
            transaction.addRule(
                    NftablesNames.CLUSTER_IPS_CHECK,
                    ip + " daddr { " + all + " } drop",
                    "Drop traffic to unallocated ClusterIPs");
        }
    }

    private void nodePortIps() {
        transaction.add(Container.NODEPORT_IPS, address, "IPs that accept NodePort traffic");
        if (node.nodePorts().matchAll()) {
            transaction.delete(Container.NODEPORT_IPS);
            return;
        }
        transaction.flush(Container.NODEPORT_IPS);
        node.nodePorts().matching(node.addresses()).stream()
                .filter(each -> !each.isLoopback())
                .map(IpAddress::toString)
                .forEach(each ->
                        transaction.addElement(Container.NODEPORT_IPS, each, Optional.empty(), Optional.empty()));
    }

    private void noEndpoints() {
        transaction.add(
                Container.NO_ENDPOINT_SERVICES,
                address + " . " + VERDICT_OF_PORT,
                "vmap to drop or reject packets to services with no endpoints");
        transaction.add(
                Container.NO_ENDPOINT_NODEPORTS,
                VERDICT_OF_PORT,
                "vmap to drop or reject packets to service nodeports with no endpoints");
        transaction.addChain(
                NftablesNames.REJECT_CHAIN, "comment \"helper for @no-endpoint-services / @no-endpoint-nodeports\"");
        transaction.flushChain(NftablesNames.REJECT_CHAIN);
        transaction.addRule(NftablesNames.REJECT_CHAIN, "reject");
        transaction.addRule(NftablesNames.SERVICE_ENDPOINTS_CHECK, toService(Container.NO_ENDPOINT_SERVICES));
        transaction.addRule(
                NftablesNames.NODEPORT_ENDPOINTS_CHECK,
                (node.nodePorts().matchAll() ? notLocalhost() : toNodePortIps()) + " " + TO_NODE_PORT
                        + Container.NO_ENDPOINT_NODEPORTS);
    }

    /** An alpha feature's map, chains and counters are made and deleted: another kube-proxy may have left them. */
    private void localhostNodePorts() {
        transaction.add(
                Container.LOCALHOST_NODEPORT_REJECT_PORTS,
                VERDICT_OF_PORT,
                "localhost NodePorts rejected by kube-proxy");
        transaction.delete(Container.LOCALHOST_NODEPORT_REJECT_PORTS);
        transaction.ensureGone(
                PROTOCOLS.stream().map("localhost-nodeport-reject-"::concat).toList(),
                PROTOCOLS.stream().map("localhost-nodeport-rejected-"::concat).toList());
    }

    private void firewall() {
        transaction.add(
                Container.FIREWALL_IPS,
                address + " . " + VERDICT_OF_PORT,
                "destinations that are subject to LoadBalancerSourceRanges");
        transaction.addRule(NftablesNames.FIREWALL_CHECK, toService(Container.FIREWALL_IPS));
    }

    private void dispatch() {
        transaction.add(
                Container.SERVICE_IPS,
                address + " . " + VERDICT_OF_PORT,
                "ClusterIP, ExternalIP and LoadBalancer IP traffic");
        transaction.add(Container.SERVICE_NODEPORTS, VERDICT_OF_PORT, "NodePort traffic");
        masqueradeOutsiders();
        transaction.addRule(NftablesNames.SERVICES, toService(Container.SERVICE_IPS));
        transaction.addRule(
                NftablesNames.SERVICES,
                (node.nodePorts().matchAll() ? "fib daddr type local " + notLocalhost() : toNodePortIps()) + " "
                        + TO_NODE_PORT + Container.SERVICE_NODEPORTS);
    }

    /** Whoever routes cluster IPs to this node from outside the cluster: the endpoint may be on another node. */
    private void masqueradeOutsiders() {
        String clusterIp = ip + " daddr @" + Container.CLUSTER_IPS + " ";
        if (node.options().masqueradeAll()) {
            transaction.addRule(
                    NftablesNames.SERVICES, clusterIp + masquerade(node), "masquerade all clusterIP traffic");
        } else if (node.options().localDetector().implemented()) {
            transaction.addRule(
                    NftablesNames.SERVICES,
                    clusterIp + node.options().localDetector().ifNotLocalNft(node.family()) + " " + masquerade(node),
                    "masquerade clusterIP traffic from outside cluster");
        }
    }

    /** What a rule says to have a packet masqueraded. */
    static String masquerade(NodeConfig node) {
        return "mark set mark or " + node.options().masqueradeMark();
    }

    private String toService(Container map) {
        return ip + " daddr . meta l4proto . th dport vmap @" + map;
    }

    private String toNodePortIps() {
        return ip + " daddr @" + Container.NODEPORT_IPS;
    }

    /** There is no {@code route_localnet} in this mode. */
    private String notLocalhost() {
        return ip + " daddr != " + (node.family() == IpFamily.IPV4 ? "127.0.0.0/8" : "::1");
    }
}
