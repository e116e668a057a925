package packetwalk.agent;

import java.util.Locale;
import packetwalk.linux.NetworkNamespace;

/** How a node's kube-proxy brings Services about: {@code --proxy-mode}. */
public enum ProxyMode {
    /** Rules of netfilter rewrite the destination; kube-proxy only keeps them in step. Since Kubernetes 1.2. */
    IPTABLES;

    ProxyBackend backend(NetworkNamespace node) {
        return new IptablesBackend(node);
    }

    /** As {@code --proxy-mode} takes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
