package packetwalk.agent;

import java.util.Locale;
import java.util.function.Function;
import packetwalk.linux.NetworkNamespace;

/** How a node's kube-proxy brings Services about: {@code --proxy-mode}. */
public enum ProxyMode {
    /** Rules of netfilter rewrite the destination; kube-proxy only keeps them in step. Since Kubernetes 1.2. */
    IPTABLES(IptablesBackend::new),
    /** Virtual servers of the kernel's IPVS, with sets of addresses and a few rules. Since Kubernetes 1.8. */
    IPVS(IpvsBackend::new),
    /** kube-proxy itself takes each connection and opens a second one: the first mode, gone since Kubernetes 1.26. */
    USERSPACE(UserspaceBackend::new),
    /** Maps of nftables find a Service by one look-up; kube-proxy writes what has changed. Since Kubernetes 1.29. */
    NFTABLES(NftablesBackend::new);

    private final Function<NetworkNamespace, ProxyBackend> backend;

    ProxyMode(Function<NetworkNamespace, ProxyBackend> backend) {
        this.backend = backend;
    }

    ProxyBackend backend(NetworkNamespace node) {
        return backend.apply(node);
    }

    /** As {@code --proxy-mode} takes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
