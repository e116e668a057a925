package packetwalk.proxy;

import java.util.List;
import java.util.Optional;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;

/**
 * One port of a Service as kube-proxy sees it, in one address family; pkg/proxy/serviceport.go
 * {@code BaseServicePortInfo}.
 *
 * @param nodePort 0 if it has none
 * @param stickySeconds how long a client keeps its endpoint; empty unless {@code sessionAffinity: ClientIP}
 * @param loadBalancerVips the load balancer's addresses, those of {@code ipMode: Proxy} left out
 * @param sourceRanges who may come by the load balancer's addresses; empty: everybody
 * @param healthCheckNodePort 0 unless a LoadBalancer with {@code externalTrafficPolicy: Local}
 */
public record ServicePort(
        IpAddress clusterIp,
        int port,
        String protocol,
        int nodePort,
        List<IpAddress> externalIps,
        List<IpAddress> loadBalancerVips,
        List<Cidr> sourceRanges,
        Optional<Integer> stickySeconds,
        int healthCheckNodePort,
        boolean externalPolicyLocal,
        boolean internalPolicyLocal) {

    public ServicePort {
        externalIps = List.copyOf(externalIps);
        loadBalancerVips = List.copyOf(loadBalancerVips);
        sourceRanges = List.copyOf(sourceRanges);
    }

    /** Whether anything but the cluster IP leads to it. */
    public boolean externallyAccessible() {
        return nodePort != 0 || !loadBalancerVips.isEmpty() || !externalIps.isEmpty();
    }

    /** Whether traffic goes to endpoints of the policy Cluster: with Local outside, a node's own calls still do. */
    public boolean usesClusterEndpoints() {
        return !internalPolicyLocal || externallyAccessible();
    }

    /** Whether traffic goes to endpoints of the policy Local. */
    public boolean usesLocalEndpoints() {
        return internalPolicyLocal || (externalPolicyLocal && externallyAccessible());
    }

    /** {@code 172.30.0.10:53/UDP}. */
    @Override
    public String toString() {
        return clusterIp + ":" + port + "/" + protocol;
    }
}
