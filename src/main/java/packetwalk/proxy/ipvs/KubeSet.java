package packetwalk.proxy.ipvs;

import packetwalk.net.IpFamily;

/** The sets that kube-proxy's rules ask in ipvs mode; pkg/proxy/ipvs/ipset.go. */
public enum KubeSet {
    LOOP_BACK("hash:ip,port,ip", "Kubernetes endpoints dst ip:port, source ip for solving hairpin purpose"),
    CLUSTER_IP("hash:ip,port", "Kubernetes service cluster ip + port for masquerade purpose"),
    EXTERNAL_IP("hash:ip,port", "Kubernetes service external ip + port for masquerade and filter purpose"),
    EXTERNAL_IP_LOCAL("hash:ip,port", "Kubernetes service external ip + port with externalTrafficPolicy=local"),
    LOAD_BALANCER("hash:ip,port", "Kubernetes service lb portal"),
    LOAD_BALANCER_FW("hash:ip,port", "Kubernetes service load balancer ip + port for load balancer with sourceRange"),
    LOAD_BALANCER_LOCAL("hash:ip,port", "Kubernetes service load balancer ip + port with externalTrafficPolicy=local"),
    LOAD_BALANCER_SOURCE_IP(
            "hash:ip,port,ip", "Kubernetes service load balancer ip + port + source IP for packet filter purpose"),
    LOAD_BALANCER_SOURCE_CIDR(
            "hash:ip,port,net", "Kubernetes service load balancer ip + port + source cidr for packet filter purpose"),
    NODE_PORT_TCP("bitmap:port", "Kubernetes nodeport TCP port for masquerade purpose"),
    NODE_PORT_LOCAL_TCP("bitmap:port", "Kubernetes nodeport TCP port with externalTrafficPolicy=local"),
    NODE_PORT_UDP("bitmap:port", "Kubernetes nodeport UDP port for masquerade purpose"),
    NODE_PORT_LOCAL_UDP("bitmap:port", "Kubernetes nodeport UDP port with externalTrafficPolicy=local"),
    NODE_PORT_SCTP_HASH(
            "hash:ip,port", "Kubernetes nodeport SCTP port for masquerade purpose with type 'hash ip:port'"),
    NODE_PORT_LOCAL_SCTP_HASH(
            "hash:ip,port", "Kubernetes nodeport SCTP port with externalTrafficPolicy=local with type 'hash ip:port'"),
    HEALTH_CHECK_NODE_PORT("bitmap:port", "Kubernetes health check node port"),
    IPVS_IPS("hash:ip", "Addresses on the ipvs interface");

    /** IPSET_MAXNAMELEN less one. */
    private static final int LONGEST_NAME = 31;

    private final String type;
    private final String comment;

    KubeSet(String type, String comment) {
        this.type = type;
        this.comment = comment;
    }

    /** {@code hash:ip,port}. */
    public String type() {
        return type;
    }

    /** What the rules that ask it say. */
    String comment() {
        return comment;
    }

    /** Its name on a node: {@code KUBE-CLUSTER-IP}; IPv6 has its own, cut to what fits. */
    public String setName(IpFamily family) {
        String name = (family == IpFamily.IPV4 ? "KUBE-" : "KUBE-6-") + name().replace('_', '-');
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    }

    /** The line that makes it, for {@code ipset restore}. */
    String creation(IpFamily family) {
        String head = "create " + setName(family) + " " + type;
        return type.equals("bitmap:port")
                ? head + " range 0-65535"
                : head + " family " + (family == IpFamily.IPV4 ? "inet" : "inet6") + " hashsize 1024 maxelem 65536";
    }
}
