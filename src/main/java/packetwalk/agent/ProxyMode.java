package packetwalk.agent;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.IpFamily;

/** How a node's kube-proxy brings Services about: {@code --proxy-mode}. */
public enum ProxyMode {
    /** Rules of netfilter rewrite the destination; kube-proxy only keeps them in step. Since Kubernetes 1.2. */
    IPTABLES(IptablesBackend::new, Set.of(IpFamily.IPV4, IpFamily.IPV6)),
    /** Virtual servers of the kernel's IPVS, with sets of addresses and a few rules. Since Kubernetes 1.8. */
    IPVS((node, family) -> new IpvsBackend(node), Set.of(IpFamily.IPV4)),
    /** kube-proxy itself takes each connection and opens a second one: the first mode, gone since Kubernetes 1.26. */
    USERSPACE((node, family) -> new UserspaceBackend(node), Set.of(IpFamily.IPV4)),
    /** Maps of nftables find a Service by one look-up; kube-proxy writes what has changed. Since Kubernetes 1.29. */
    NFTABLES((node, family) -> new NftablesBackend(node), Set.of(IpFamily.IPV4, IpFamily.IPV6));

    private final BiFunction<NetworkNamespace, IpFamily, ProxyBackend> backend;
    private final Set<IpFamily> families;

    ProxyMode(BiFunction<NetworkNamespace, IpFamily, ProxyBackend> backend, Set<IpFamily> families) {
        this.backend = backend;
        this.families = families;
    }

    /** What brings a node about in one family. */
    ProxyBackend backend(NetworkNamespace node, IpFamily family) {
        return backend.apply(node, family);
    }

    /** Whether it can do so: user-space mode never could in IPv6 beside IPv4, and the engine's IPVS knows IPv4 alone. */
    public boolean serves(IpFamily family) {
        return families.contains(family);
    }

    /** Why it cannot serve a cluster of these families, the primary first; empty if it can. */
    public Optional<String> objection(List<IpFamily> cluster) {
        if (this == IPVS && !families.containsAll(cluster)) {
            return Optional.of("would need IPVS of IPv6, which is UNKNOWN to the engine");
        }
        return serves(cluster.get(0))
                ? Optional.empty()
                : Optional.of("never served " + cluster.get(0) + " as a cluster's primary family");
    }

    /** As {@code --proxy-mode} takes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
