package packetwalk.agent;

/** How a node's kube-proxy brings Services about: {@code --proxy-mode}. */
public enum ProxyMode {
    /** Rules of netfilter rewrite the destination; kube-proxy only keeps them in step. Since Kubernetes 1.2. */
    IPTABLES,
    /** Virtual servers of the kernel's IPVS, with ipsets and a few rules. */
    IPVS,
    /** kube-proxy itself takes each connection and opens a second one: the first mode, gone since Kubernetes 1.26. */
    USERSPACE,
    /** No kube-proxy at all. */
    NONE;

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
