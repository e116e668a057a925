package packetwalk.bench;

import java.util.Locale;
import packetwalk.net.IpAddress;
import packetwalk.net.Protocol;

/**
 * What kube-proxy writes in iptables mode, as {@code iptables-save} prints it: rule files of any length, and the rules
 * between a client and a service.
 *
 * <p>Each service has one port, UDP, and one endpoint; with its chains that is five rules.
 */
final class KubeProxyRules {

    /** Rules that one more service adds: its line in KUBE-SERVICES, two in its own chain, two in its endpoint's. */
    static final int RULES_PER_SERVICE = 5;

    /** Where service number 0 is; the others follow. */
    private static final IpAddress FIRST_SERVICE = IpAddress.parse("10.3.240.10");

    /** An endpoint that nobody asks for. */
    private static final IpAddress ELSEWHERE = IpAddress.parse("10.3.200.1");

    private static final String HEAD = """
            *filter
            :INPUT ACCEPT [0:0]
            :FORWARD ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            :KUBE-FORWARD - [0:0]
            -A FORWARD -m comment --comment "kubernetes forwarding rules" -j KUBE-FORWARD
            -A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP
            -A KUBE-FORWARD -m comment --comment "kubernetes forwarding rules" -m mark --mark 0x4000/0x4000 -j ACCEPT
            -A KUBE-FORWARD -m comment --comment "kubernetes forwarding conntrack rule" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
            COMMIT
            *nat
            :PREROUTING ACCEPT [0:0]
            :INPUT ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            :POSTROUTING ACCEPT [0:0]
            :KUBE-MARK-MASQ - [0:0]
            :KUBE-POSTROUTING - [0:0]
            :KUBE-SERVICES - [0:0]
            """;

    private static final String JUMPS = """
            -A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
            -A OUTPUT -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
            -A POSTROUTING -m comment --comment "kubernetes postrouting rules" -j KUBE-POSTROUTING
            -A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000
            -A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN
            -A KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x0
            -A KUBE-POSTROUTING -m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE
            """;

    private KubeProxyRules() {}

    /** The address of service {@code number}, from 0. */
    static IpAddress address(int number) {
        return FIRST_SERVICE.plus(number);
    }

    /** The rules of {@code services} services on {@code port}; the last one's endpoint is {@code endpoint}. */
    static String file(int services, Protocol protocol, int port, IpAddress endpoint) {
        StringBuilder chains = new StringBuilder(HEAD);
        StringBuilder rules = new StringBuilder(JUMPS);
        for (int i = 0; i < services; i++) {
            String service = "KUBE-SVC-" + name(i);
            String separate = "KUBE-SEP-" + name(i);
            IpAddress pod = i == services - 1 ? endpoint : ELSEWHERE;
            String to = "-d " + address(i) + "/32 -p " + protocol + " -m comment --comment \"default/service-" + i
                    + " cluster IP\" -m " + protocol + " --dport " + port;
            String comment = " -m comment --comment default/service-" + i;
            chains.append(":")
                    .append(service)
                    .append(" - [0:0]\n:")
                    .append(separate)
                    .append(" - [0:0]\n");
            rules.append("-A KUBE-SERVICES ")
                    .append(to)
                    .append(" -j ")
                    .append(service)
                    .append('\n');
            rules.append("-A ")
                    .append(service)
                    .append(" ! -s 10.0.0.0/14 ")
                    .append(to)
                    .append(" -j KUBE-MARK-MASQ\n");
            rules.append("-A ")
                    .append(service)
                    .append(comment)
                    .append(" -j ")
                    .append(separate)
                    .append('\n');
            rules.append("-A ")
                    .append(separate)
                    .append(" -s ")
                    .append(pod)
                    .append("/32")
                    .append(comment);
            rules.append(" -j KUBE-MARK-MASQ\n-A ")
                    .append(separate)
                    .append(" -p ")
                    .append(protocol)
                    .append(comment);
            rules.append(" -m ").append(protocol).append(" -j DNAT --to-destination ");
            rules.append(pod).append(':').append(port).append('\n');
        }
        return chains.append(rules).append("COMMIT\n").toString();
    }

    /** Sixteen characters, as the real names have. */
    private static String name(int number) {
        return String.format(Locale.ROOT, "%016d", number);
    }
}
