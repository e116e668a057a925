package packetwalk.cni;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.conntrack.Connection;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.Protocol;
import packetwalk.tools.Shell;

/**
 * Opens ports of a machine for its containers: CNI's plugin {@code portmap}, version 1.10.0, with the iptables backend.
 *
 * <p>Nothing listens on such a port: it is a rule of destination NAT. {@code CNI-HOSTPORT-DNAT} is asked for all that is sent
 * to an address of the machine, from outside ({@code PREROUTING}) and by the machine itself ({@code OUTPUT}); one rule
 * in it for each container leads to that container's own chain. What the container's own network sends there, and the machine by
 * 127.0.0.1, is marked and masqueraded, since else the answer would not come back by here.
 *
 * <p>Its rules are appended to the kernel's chains, and kube-proxy's are put first: a node port wins over a host port. The plugin reserves
 * nothing: a process that listens on the port of the machine no longer hears anything, and of two containers that
 * map one port the first one gets all. Left out: IPv6, the backend nftables, {@code CHECK}.
 *
 * @see <a href="https://www.cni.dev/plugins/current/meta/portmap/">portmap</a>; plugins/meta/portmap/portmap_iptables.go
 */
public final class PortMapper {

    private static final String TOP = "CNI-HOSTPORT-DNAT";
    private static final String SET_MARK = "CNI-HOSTPORT-SETMARK";
    private static final String MASQUERADE = "CNI-HOSTPORT-MASQ";

    /** {@code DefaultMarkBit}, 13; kube-proxy's is 14. */
    private static final String MARK = "0x2000/0x2000";

    /** {@code maxChainLength}. */
    private static final int CHAIN_LENGTH = 28;

    /** What the match multiport takes in one rule. */
    private static final int MOST_PORTS = 15;

    private final NetworkNamespace host;
    private final Shell shell;
    private final String network;
    private final String device;

    /**
     * One that has opened nothing yet.
     *
     * @param network the name of the CNI network; part of the chains' names
     * @param device the machine's device that leads to its containers
     */
    public PortMapper(NetworkNamespace host, String network, String device) {
        this.host = host;
        this.shell = new Shell(host);
        this.network = network;
        this.device = device;
    }

    /** {@code ADD}: opens the ports of a container. Without any nothing is written; what is there already stays once. */
    public void add(String containerId, InterfaceAddress container, List<PortMapping> mappings) {
        if (mappings.isEmpty()) {
            return;
        }
        chain(SET_MARK);
        append(SET_MARK, "-m comment --comment \"CNI portfwd masquerade mark\" -j MARK --set-xmark " + MARK);
        chain(MASQUERADE);
        append(MASQUERADE, "-m mark --mark " + MARK + " -j MASQUERADE");
        // first of all, as the bridge's own masquerading comes after it
        ensure(
                "-I POSTROUTING 1",
                "POSTROUTING",
                "-m comment --comment \"CNI portfwd requiring masquerade\" -j " + MASQUERADE);
        chain(TOP);
        append("PREROUTING", "-m addrtype --dst-type LOCAL -j " + TOP);
        append("OUTPUT", "-m addrtype --dst-type LOCAL -j " + TOP);
        String own = chainOf(containerId);
        chain(own);
        mappings.forEach(mapping -> forward(own, container, mapping));
        entries(containerId, mappings).forEach(entry -> append(TOP, entry));
        forgetDatagrams(mappings);
        // lets 127.0.0.1 cross to the containers, and back
        shell.run("sysctl -w net.ipv4.conf." + device + ".route_localnet=1");
    }

    /** {@code DEL}: closes the ports of a container; those of others, and the chains that all share, stay. */
    public void delete(String containerId, List<PortMapping> mappings) {
        String own = chainOf(containerId);
        if (mappings.isEmpty() || !succeeds("-S " + own)) {
            return;
        }
        entries(containerId, mappings).forEach(entry -> succeeds("-D " + TOP + " " + entry));
        iptables("-F " + own);
        iptables("-X " + own);
        forgetDatagrams(mappings);
    }

    /** {@code MustFormatChainNameWithPrefix()}: the beginning of a hash of the network's name and the container's id. */
    private String chainOf(String containerId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-512")
                    .digest((network + containerId).getBytes(StandardCharsets.UTF_8));
            return ("CNI-DN-" + HexFormat.of().formatHex(hash)).substring(0, CHAIN_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-512", e);
        }
    }

    /** {@code fillDnatRules()}: marks first, as the target DNAT ends the chain. */
    private void forward(String chain, InterfaceAddress container, PortMapping mapping) {
        if (mapping.hostIp().filter(ip -> ip.family() != IpFamily.IPV4).isPresent()) {
            return;
        }
        String port = "-p " + mapping.protocol() + " --dport " + mapping.hostPort()
                + mapping.hostIp().map(ip -> " -d " + ip).orElse("");
        append(chain, port + " -s " + container.network() + " -j " + SET_MARK);
        append(chain, port + " -s 127.0.0.1 -j " + SET_MARK);
        append(chain, port + " -j DNAT --to-destination " + container.address() + ":" + mapping.containerPort());
    }

    /** The ways into a container's chain: one rule for each protocol and 15 ports. */
    private List<String> entries(String containerId, List<PortMapping> mappings) {
        Map<String, List<String>> byProtocol = new TreeMap<>();
        mappings.forEach(each -> byProtocol
                .computeIfAbsent(each.protocol().toString(), any -> new ArrayList<>())
                .add(String.valueOf(each.hostPort())));
        String comment = "dnat name: \\\"" + network + "\\\" id: \\\"" + containerId + "\\\"";
        String head = "-m comment --comment \"" + comment + "\" -m multiport -p ";
        List<String> entries = new ArrayList<>();
        byProtocol.forEach((protocol, ports) -> {
            for (int from = 0; from < ports.size(); from += MOST_PORTS) {
                List<String> some = ports.subList(from, Math.min(from + MOST_PORTS, ports.size()));
                entries.add(head + protocol + " --destination-ports " + String.join(",", some) + " -j "
                        + chainOf(containerId));
            }
        });
        return entries;
    }

    /** A datagram's connection outlives the rule that translated it, and would go on to where that one led. */
    private void forgetDatagrams(List<PortMapping> mappings) {
        var ports = mappings.stream()
                .filter(each -> each.protocol() == Protocol.UDP)
                .map(PortMapping::hostPort)
                .collect(Collectors.toSet());
        List<Connection> stale = host.netfilter().conntrack().connections().stream()
                .filter(each -> each.original().protocol() == Protocol.UDP
                        && ports.contains(each.original().dstPort()))
                .toList();
        stale.forEach(host.netfilter().conntrack()::delete);
    }

    private void chain(String name) {
        if (!succeeds("-S " + name)) {
            iptables("-N " + name);
        }
    }

    private void append(String chain, String rule) {
        ensure("-A " + chain, chain, rule);
    }

    /** {@code InsertUnique()}. */
    private void ensure(String verb, String chain, String rule) {
        if (!succeeds("-C " + chain + " " + rule)) {
            iptables(verb + " " + rule);
        }
    }

    private boolean succeeds(String arguments) {
        try {
            iptables(arguments);
            return true;
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    private void iptables(String arguments) {
        shell.run("iptables -t nat " + arguments);
    }
}
