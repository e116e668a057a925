package packetwalk.proxy;

import java.util.List;

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
        CIDR("-s", ""),
        BRIDGE_INTERFACE("-i", ""),
        INTERFACE_NAME_PREFIX("-i", "+"),
        NONE("", "");

        private final String option;
        private final String suffix;

        Mode(String option, String suffix) {
            this.option = option;
            this.suffix = suffix;
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
}
