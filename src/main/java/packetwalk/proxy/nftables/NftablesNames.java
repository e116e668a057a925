package packetwalk.proxy.nftables;

import packetwalk.proxy.ProxyEndpoint;
import packetwalk.proxy.ServicePortName;
import packetwalk.proxy.ShortHash;

/**
 * What chains and sets are called: a prefix for their part, a hash, and in plain words whose they are; a name may have
 * 256 characters here. pkg/proxy/nftables/proxier.go {@code servicePortChainNameBase}, {@code hashAndTruncate}.
 */
public final class NftablesNames {

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

    private static String words(ServicePortName name) {
        return name.service() + "/" + name.lowerCaseProtocol() + "/" + name.port();
    }

    private static String hashed(String words) {
        String name = ShortHash.of(words, HASH_LENGTH) + "-" + words;
        return name.length() <= BASE_LENGTH ? name : name.substring(0, BASE_LENGTH - CUT.length()) + CUT;
    }
}
