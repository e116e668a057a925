package packetwalk.cni;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import packetwalk.linux.socket.Endpoint;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpFamily;
import packetwalk.tools.Shell;

/** What {@link PortMapper} writes into a machine's table nat of one family: plugins/meta/portmap/portmap_iptables.go. */
final class PortRules {

    private static final String TOP = "CNI-HOSTPORT-DNAT";
    private static final String SET_MARK = "CNI-HOSTPORT-SETMARK";
    private static final String MASQUERADE = "CNI-HOSTPORT-MASQ";

    /** {@code DefaultMarkBit}, 13; kube-proxy's is 14. */
    private static final String MARK = "0x2000/0x2000";

    /** {@code maxChainLength}. */
    private static final int CHAIN_LENGTH = 28;

    /** What the match multiport takes in one rule. */
    private static final int MOST_PORTS = 15;

    private final Shell shell;
    private final IpFamily family;
    private final String network;

    PortRules(Shell shell, IpFamily family, String network) {
        this.shell = shell;
        this.family = family;
        this.network = network;
    }

    /** Leads the ports of the machine to a container that has {@code container}. */
    void add(String containerId, InterfaceAddress container, List<PortMapping> mappings) {
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
    }

    /** Takes a container's chain away, and the ways into it. */
    void delete(String containerId, List<PortMapping> mappings) {
        String own = chainOf(containerId);
        if (!succeeds("-S " + own)) {
            return;
        }
        entries(containerId, mappings).forEach(entry -> succeeds("-D " + TOP + " " + entry));
        iptables("-F " + own);
        iptables("-X " + own);
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
        if (mapping.hostIp().filter(ip -> ip.family() != family).isPresent()) {
            return;
        }
        String port = "-p " + mapping.protocol() + " --dport " + mapping.hostPort()
                + mapping.hostIp()
                        .filter(ip -> !ip.isAny())
                        .map(ip -> " -d " + ip)
                        .orElse("");
        append(chain, port + " -s " + container.network() + " -j " + SET_MARK);
        if (family == IpFamily.IPV4) { // ::1 never crosses to another device: there is no route_localnet
            append(chain, port + " -s 127.0.0.1 -j " + SET_MARK);
        }
        Endpoint to = new Endpoint(container.address(), mapping.containerPort());
        append(chain, port + " -j DNAT --to-destination " + to);
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
        return shell.succeeds(table(arguments));
    }

    private void iptables(String arguments) {
        shell.run(table(arguments));
    }

    private String table(String arguments) {
        return (family == IpFamily.IPV4 ? "iptables" : "ip6tables") + " -t nat " + arguments;
    }
}
