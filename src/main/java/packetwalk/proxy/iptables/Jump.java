package packetwalk.proxy.iptables;

import java.util.ArrayList;
import java.util.List;
import packetwalk.net.IpFamily;

/**
 * A rule in one of the kernel's own chains that leads to one of kube-proxy's; upstream's {@code iptablesJumpChains}.
 *
 * <p>Such rules are not restored but ensured one by one, as those chains belong to everybody: the chain is made if
 * missing, the rule put at the *top* of the kernel's chain unless it is there. On a fresh host they so stand in reverse
 * order.
 *
 * @param family whose tables it is in: {@code iptables} or {@code ip6tables}
 * @param words the rule without its chain: matches, comment, target
 */
public record Jump(IpFamily family, String table, String from, String to, List<String> words) {

    private static final List<String> NEW = List.of("-m", "conntrack", "--ctstate", "NEW");

    private static final String EXTERNAL_PORTALS = "kubernetes externally-visible service portals";
    private static final String PORTALS = "kubernetes service portals";
    private static final String FIREWALL = "kubernetes load balancer firewall";

    /** All of them, of IPv4, in the order in which they are ensured; the last two are the kubelet's. */
    public static final List<Jump> ALL = List.of(
            of("filter", "INPUT", ChainNames.EXTERNAL_SERVICES, EXTERNAL_PORTALS, NEW),
            of("filter", "FORWARD", ChainNames.EXTERNAL_SERVICES, EXTERNAL_PORTALS, NEW),
            of("filter", "INPUT", ChainNames.NODEPORTS, "kubernetes health check service ports", List.of()),
            of("filter", "FORWARD", ChainNames.SERVICES, PORTALS, NEW),
            of("filter", "OUTPUT", ChainNames.SERVICES, PORTALS, NEW),
            of("filter", "FORWARD", ChainNames.FORWARD, "kubernetes forwarding rules", List.of()),
            of("filter", "INPUT", ChainNames.PROXY_FIREWALL, FIREWALL, NEW),
            of("filter", "OUTPUT", ChainNames.PROXY_FIREWALL, FIREWALL, NEW),
            of("filter", "FORWARD", ChainNames.PROXY_FIREWALL, FIREWALL, NEW),
            of("nat", "OUTPUT", ChainNames.SERVICES, PORTALS, List.of()),
            of("nat", "PREROUTING", ChainNames.SERVICES, PORTALS, List.of()),
            of("nat", "POSTROUTING", ChainNames.POSTROUTING, "kubernetes postrouting rules", List.of()),
            of("filter", "INPUT", ChainNames.FIREWALL, "", List.of()),
            of("filter", "OUTPUT", ChainNames.FIREWALL, "", List.of()));

    private static final List<Jump> ALL_V6 =
            ALL.stream().map(jump -> jump.in(IpFamily.IPV6)).toList();

    public Jump {
        words = List.copyOf(words);
    }

    private static Jump of(String table, String from, String to, String comment, List<String> matches) {
        List<String> words = new ArrayList<>(matches);
        if (!comment.isEmpty()) {
            words.addAll(List.of("-m", "comment", "--comment", '"' + comment + '"'));
        }
        words.addAll(List.of("-j", to));
        return new Jump(IpFamily.IPV4, table, from, to, words);
    }

    /** {@link #ALL}, of one family. */
    public static List<Jump> all(IpFamily family) {
        return family == IpFamily.IPV4 ? ALL : ALL_V6;
    }

    /** Those that kube-proxy takes away again, of one family. */
    public static List<Jump> ofKubeProxy(IpFamily family) {
        return all(family).stream()
                .filter(jump -> !jump.to.equals(ChainNames.FIREWALL))
                .toList();
    }

    private Jump in(IpFamily other) {
        return new Jump(other, table, from, to, words);
    }

    private String iptables() {
        return family == IpFamily.IPV4 ? "iptables" : "ip6tables";
    }

    /** Makes the chain that it leads to; an error if it is there already, which is no matter. */
    public String newChain() {
        return iptables() + " -t " + table + " -N " + to;
    }

    /** Asks whether the rule is there. */
    public String check() {
        return iptables() + " -t " + table + " -C " + from + " " + String.join(" ", words);
    }

    /** Takes it away. */
    public String delete() {
        return iptables() + " -t " + table + " -D " + from + " " + String.join(" ", words);
    }

    /** Puts it at the top. */
    public String insert() {
        return iptables() + " -t " + table + " -I " + from + " " + String.join(" ", words);
    }
}
