package packetwalk.proxy.iptables;

import java.util.List;
import packetwalk.proxy.ProxyEndpoint;
import packetwalk.proxy.ServicePortName;
import packetwalk.proxy.ShortHash;

/**
 * What chains are called: a prefix for their part, and a hash for whose they are; a chain's name has 28 characters at
 * most. pkg/proxy/iptables/proxier.go {@code portProtoHash}.
 */
public final class ChainNames {

    static final String SERVICES = "KUBE-SERVICES";
    static final String EXTERNAL_SERVICES = "KUBE-EXTERNAL-SERVICES";
    static final String NODEPORTS = "KUBE-NODEPORTS";
    static final String POSTROUTING = "KUBE-POSTROUTING";
    static final String MARK_MASQ = "KUBE-MARK-MASQ";
    static final String FORWARD = "KUBE-FORWARD";
    static final String PROXY_FIREWALL = "KUBE-PROXY-FIREWALL";

    /** The kubelet's, which kube-proxy writes too. */
    static final String FIREWALL = "KUBE-FIREWALL";

    private static final List<String> PREFIXES =
            List.of("KUBE-SVC-", "KUBE-SVL-", "KUBE-SEP-", "KUBE-FW-", "KUBE-EXT-");

    private static final int HASH_LENGTH = 16;

    private ChainNames() {}

    /** {@code KUBE-SVC-…}: chooses among the endpoints of the policy Cluster. */
    public static String clusterPolicy(ServicePortName name) {
        return "KUBE-SVC-" + hash(name + name.lowerCaseProtocol());
    }

    /** {@code KUBE-SVL-…}: chooses among those of the policy Local. */
    public static String localPolicy(ServicePortName name) {
        return "KUBE-SVL-" + hash(name + name.lowerCaseProtocol());
    }

    /** {@code KUBE-EXT-…}: where traffic for addresses outside the cluster enters. */
    public static String external(ServicePortName name) {
        return "KUBE-EXT-" + hash(name + name.lowerCaseProtocol());
    }

    /** {@code KUBE-FW-…}: lets {@code loadBalancerSourceRanges} in. */
    public static String firewall(ServicePortName name) {
        return "KUBE-FW-" + hash(name + name.lowerCaseProtocol());
    }

    /** {@code KUBE-SEP-…}: one endpoint. */
    public static String endpoint(ServicePortName name, ProxyEndpoint endpoint) {
        return endpoint(name, endpoint.toString());
    }

    /** The chain by an endpoint as text: {@code 10.180.0.1:80}, {@code [fd00::1]:80}. */
    public static String endpoint(ServicePortName name, String endpoint) {
        return "KUBE-SEP-" + hash(name + name.lowerCaseProtocol() + endpoint);
    }

    /** Whether a chain is one that comes and goes with Services. */
    static boolean isOfService(String chain) {
        return PREFIXES.stream().anyMatch(chain::startsWith);
    }

    private static String hash(String text) {
        return ShortHash.of(text, HASH_LENGTH);
    }
}
