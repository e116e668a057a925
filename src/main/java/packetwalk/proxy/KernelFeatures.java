package packetwalk.proxy;

/**
 * What a node's kernel and iptables can do, as kube-proxy finds out when it starts.
 *
 * @param randomFully whether iptables can masquerade with {@code --random-fully}; what kube-proxy needs since 1.37
 * @param nfacct whether the kernel counts by nfacct objects, and so the rules name them
 * @param tcpBeLiberal the sysctl {@code nf_conntrack_tcp_be_liberal}: what is out of window is not INVALID
 */
public record KernelFeatures(boolean randomFully, boolean nfacct, boolean tcpBeLiberal) {

    /** Today's. */
    public static final KernelFeatures ALL = new KernelFeatures(true, true, false);
}
