package packetwalk.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import packetwalk.cni.PortMapper;
import packetwalk.cni.PortMapping;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.PerFamily;
import packetwalk.net.Protocol;
import packetwalk.proxy.KernelFeatures;
import packetwalk.proxy.LocalDetector;
import packetwalk.proxy.NodeConfig;
import packetwalk.proxy.ProxyOptions;
import packetwalk.proxy.ProxyView;
import packetwalk.proxy.iptables.IptablesProxier;
import packetwalk.proxy.iptables.IptablesSync;
import packetwalk.proxy.iptables.Jump;
import packetwalk.proxy.iptables.LastSync;
import packetwalk.time.Simulation;
import packetwalk.tools.Shell;
import packetwalk.trace.At;
import packetwalk.trace.Trace;

/**
 * All rules of one node, as {@code iptables-save} prints them after the bridge, portmap and kube-proxy have written theirs: made on a
 * node of the engine, loaded in both worlds in one go. Where kube-proxy is in nftables mode its own come beside them.
 */
final class NodeRules {

    private static final Pattern CHANCE = Pattern.compile("--probability [0-9.]+");
    private static final List<String> ACCOUNTS =
            List.of("nfacct add ct_state_invalid_dropped_pkts", "nfacct add localhost_nps_accepted_pkts");

    private final Draft draft;
    private final ClusterTopology topology;
    private final int number;
    private final IpFamily family;
    private final String iptables;
    private final Optional<NftablesRules> nftables;

    NodeRules(Draft draft, ClusterTopology topology, int number, IpFamily family) {
        this.draft = draft;
        this.topology = topology;
        this.number = number;
        this.family = family;
        this.iptables = family == IpFamily.IPV4 ? "iptables" : "ip6tables";
        this.nftables = draft.chance(50)
                ? Optional.of(new NftablesRules(
                        draft,
                        ClusterTopology.node(number),
                        config(List.of(
                                List.of("primary"),
                                List.of("primary"),
                                List.of(),
                                List.of(said("10.100.0.0/24"), said("10.0.0.0/8")))),
                        family))
                : Optional.empty();
    }

    private String said(String text) {
        return Inet6Translation.said(family, text);
    }

    /** One drawn, with one of these values of {@code --nodeport-addresses}. */
    private NodeConfig config(List<List<String>> nodePortAddresses) {
        String ip = ClusterTopology.nodeIp(number);
        return NodeConfig.of(ClusterTopology.node(number), IpAddress.parse(said(ip)))
                .withAddresses(List.of(
                        InterfaceAddress.parse(said("127.0.0.1/8")),
                        InterfaceAddress.parse(said(ip + "/24")),
                        InterfaceAddress.parse(said(ClusterTopology.gateway(number) + "/24"))))
                .with(new ProxyOptions(
                        draft.any(List.of(
                                LocalDetector.cidr(said("10.0.0.0/14")),
                                LocalDetector.cidr(said("10.0.0.0/14")),
                                LocalDetector.bridgeInterface("cbr0"),
                                LocalDetector.NONE)),
                        draft.chance(10),
                        14,
                        draft.chance(75),
                        draft.any(nodePortAddresses)))
                .with(new KernelFeatures(draft.chance(15), true, false));
    }

    void write(ClusterServices services) {
        NetworkNamespace scratch =
                new NetworkNamespace(new Simulation(1), new Trace(), "scratch", At.HOST_NETNS, family == IpFamily.IPV4);
        Shell shell = new Shell(scratch);
        shell.run("ip link add cbr0 type bridge");
        shell.run(
                iptables + said(" -t nat -A POSTROUTING ! -d 10.0.0.0/8 -m addrtype ! --dst-type LOCAL -j MASQUERADE"));
        openHostPorts(new PortMapper(scratch, "cbr0", "cbr0"));
        if (nftables.isEmpty()) {
            kubeProxy(shell, services);
        }
        String node = ClusterTopology.node(number);
        draft.run(node, "sysctl -w net.ipv4.conf.cbr0.route_localnet=1");
        String rules = shell.run(iptables + "-save")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.joining("\n"));
        draft.run(node, iptables + "-restore <<EOF\n" + rules + "\nEOF");
        nftables.ifPresent(proxy -> proxy.write(services));
        if (draft.chance(20)) {
            draft.run(node, iptables + " -P FORWARD DROP"); // as beside a Docker daemon
        }
    }

    private void kubeProxy(Shell shell, ClusterServices services) {
        NodeConfig config = config(List.of(List.of(), List.of(), List.of(), List.of(), List.of(said("10.100.0.0/24"))));
        ACCOUNTS.forEach(shell::run);
        IptablesSync sync = IptablesProxier.sync(
                config, ProxyView.of(config, services.services(), services.slices()), LastSync.none(Set.of()));
        sync.jumps().stream().map(Jump::newChain).distinct().forEach(shell::run);
        sync.jumps().forEach(jump -> shell.run(jump.insert()));
        shell.run(iptables + "-restore --noflush --counters", forced(sync.restore()));

        String node = ClusterTopology.node(number);
        if (draft.once(node)) {
            ACCOUNTS.forEach(command -> draft.run(node, command));
        }
        if (family == IpFamily.IPV4 && config.servesLocalhost()) {
            draft.run(node, "sysctl -w net.ipv4.conf.all.route_localnet=1");
        }
    }

    /** Most pods have a host port, 9201 for the first of a node, by TCP and UDP; or one that is a node port as well, maybe of both. */
    private void openHostPorts(PortMapper mapper) {
        int port = ClusterProbes.FIRST_HOST_PORT;
        for (ClusterTopology.PodAt pod : topology.pods()) {
            if (pod.node() == number && draft.chance(60)) {
                List<PortMapping> mappings = new ArrayList<>();
                Optional<IpAddress> hostIp = draft.chance(25)
                        ? Optional.of(IpAddress.parse(said(ClusterTopology.nodeIp(number))))
                        : Optional.empty();
                int opened = draft.chance(20) ? ClusterServices.FIRST_NODE_PORT : port;
                for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
                    mappings.add(new PortMapping(opened, ClusterTopology.POD_PORT, protocol, hostIp));
                }
                mapper.add(pod.netns(), PerFamily.of(InterfaceAddress.parse(said(pod.ip() + "/24"))), mappings);
            }
            port += pod.node() == number ? 1 : 0;
        }
    }

    private String forced(String restore) {
        return CHANCE.matcher(restore).replaceAll((MatchResult any) -> "--probability " + draft.any("0", "1"));
    }
}
