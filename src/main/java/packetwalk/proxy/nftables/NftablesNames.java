package packetwalk.proxy.nftables;

import packetwalk.proxy.ProxyEndpoint;
import packetwalk.proxy.ServicePortName;
import packetwalk.proxy.ShortHash;

/**
 * What chains and sets are called: a prefix for their part, a hash, and in plain words whose they are; a name may have
 * 256 characters here. pkg/proxy/nftables/proxier.go {@code servicePortChainNameBase}, {@code hashAndTruncate}.
 */
public final class NftablesNames {

    /** kube-proxy's table, in each family. */
    public static final String TABLE = "kube-proxy";

    static final String SERVICES = "services";
    static final String MASQUERADING = "masquerading";
    static final String CLUSTER_IPS_CHECK = "cluster-ips-check";
    static final String FIREWALL_CHECK = "firewall-check";
    static final String SERVICE_ENDPOINTS_CHECK = "service-endpoints-check";
    static final String NODEPORT_ENDPOINTS_CHECK = "nodeport-endpoints-check";
    static final String REJECT_CHAIN = "reject-chain";

    static final String SERVICE = "service-";
    static final String LOCAL = "local-";
    static final String EXTERNAL = "external-";
    static final String FIREWALL = "firewall-";
    static final String ENDPOINT = "endpoint-";
    static final String AFFINITY = "affinity-";

    private static final int HASH_LENGTH = 8;

    /** 256 without the longest prefix, which has 16. */
    private static final int BASE_LENGTH = 240;

    private static final String CUT = "...";

    private NftablesNames() {}

    /** {@code P4ZYZVCF-testing/service/tcp/http}: a port, behind {@code service-}, {@code local-}, {@code external-} and {@code firewall-}. */
    public static String base(ServicePortName name) {
        return hashed(words(name));
    }

    /** {@code SGOXE6O3-ns2/svc2/tcp/p80__10.180.0.2/80}: one endpoint, behind {@code endpoint-} and {@code affinity-}. */
    public static String base(ServicePortName name, ProxyEndpoint endpoint) {
        return base(name, endpoint.toString());
    }

    /** The name by an endpoint as text: {@code 10.180.0.2:80}, {@code [fd00::2]:80}. */
    public static String base(ServicePortName name, String endpoint) {
        int colon = endpoint.lastIndexOf(':');
        // a name may have neither brackets nor colons
        String ip =
                endpoint.substring(0, colon).replace("[", "").replace("]", "").replace(':', '.');
        return hashed(words(name) + "__" + ip + "/" + endpoint.substring(colon + 1));
    }

    /** Whether a chain is one that comes and goes with Services: a slash is in no other's name. */
    static boolean isOfService(String chain) {
        return chain.indexOf('/') >= 0;
    }

    /** Whether a set is one that remembers who was sent to an endpoint. */
    static boolean isAffinitySet(String set) {
        return set.startsWith(AFFINITY);
    }

    private static String words(ServicePortName name) {
        return name.service() + "/" + name.lowerCaseProtocol() + "/" + name.port();
    }

    private static String hashed(String words) {
        String name = ShortHash.of(words, HASH_LENGTH) + "-" + words;
        return name.length() <= BASE_LENGTH ? name : name.substring(0, BASE_LENGTH - CUT.length()) + CUT;
    }
}
