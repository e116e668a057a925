package packetwalk.proxy;

import java.util.List;
import packetwalk.net.IpFamily;

/**
 * How kube-proxy tells that a packet comes from a pod of this node; {@code --detect-local-mode}, pkg/proxy/util
 * {@code LocalTrafficDetector}.
 *
 * @param argument a prefix, an interface, or the beginning of interfaces' names; empty for {@link Mode#NONE}
 */
public record LocalDetector(Mode mode, String argument) {

    /** Nothing can be told: calls from outside to a cluster IP are not masqueraded. */
    public static final LocalDetector NONE = new LocalDetector(Mode.NONE, "");

    /** What is looked at. */
    public enum Mode {
        /** The source: modes {@code ClusterCIDR} and {@code NodeCIDR}, which differ in whose prefix it is. */
        CIDR("-s", "", "saddr", ""),
        BRIDGE_INTERFACE("-i", "", "iifname", ""),
        INTERFACE_NAME_PREFIX("-i", "+", "iifname", "*"),
        NONE("", "", "", "");

        private final String option;
        private final String suffix;
        private final String selector;
        private final String wildcard;

        Mode(String option, String suffix, String selector, String wildcard) {
            this.option = option;
            this.suffix = suffix;
            this.selector = selector;
            this.wildcard = wildcard;
        }
    }

    /** By the source's prefix: the whole cluster's ({@code ClusterCIDR}) or the node's own ({@code NodeCIDR}). */
    public static LocalDetector cidr(String cidr) {
        return new LocalDetector(Mode.CIDR, cidr);
    }

    /** By the bridge that all pods of the node hang on. */
    public static LocalDetector bridgeInterface(String name) {
        return new LocalDetector(Mode.BRIDGE_INTERFACE, name);
    }

    /** By how the names of the pods' interfaces begin. */
    public static LocalDetector interfaceNamePrefix(String prefix) {
        return new LocalDetector(Mode.INTERFACE_NAME_PREFIX, prefix);
    }

    /** Whether it can tell at all. */
    public boolean implemented() {
        return mode != Mode.NONE;
    }

    /** An iptables rule's words that match a pod's packet. */
    public List<String> ifLocal() {
        return List.of(mode.option, argument + mode.suffix);
    }

    /** The words that match everybody else's. */
    public List<String> ifNotLocal() {
        return List.of("!", mode.option, argument + mode.suffix);
    }

    /** What an nftables rule says that matches a pod's packet, in a table of {@code family}. */
    public String ifLocalNft(IpFamily family) {
        return nft(family, "");
    }

    /** What one says that matches everybody else's. */
    public String ifNotLocalNft(IpFamily family) {
        return nft(family, "!= ");
    }

    private String nft(IpFamily family, String not) {
        String ip = family == IpFamily.IPV4 ? "ip " : "ip6 ";
        return (mode == Mode.CIDR ? ip : "") + mode.selector + " " + not + argument + mode.wildcard;
    }
}
