package packetwalk.apiserver.allocation;

import java.util.Objects;
import packetwalk.net.Cidr;
import packetwalk.net.IpFamily;

/**
 * Where Services get their addresses and ports: the API server's {@code --service-cluster-ip-range} and
 * {@code --service-node-port-range}.
 *
 * @param serviceCidr IPv4, /8 to /30; its first address becomes that of the Service {@code kubernetes}
 * @param firstNodePort 30000 unless told otherwise
 * @param lastNodePort 32767 unless told otherwise
 */
public record ServiceRanges(Cidr serviceCidr, int firstNodePort, int lastNodePort) {

    public ServiceRanges {
        Objects.requireNonNull(serviceCidr, "serviceCidr");
        if (serviceCidr.family() != IpFamily.IPV4 || serviceCidr.length() < 8 || serviceCidr.length() > 30) {
            throw new IllegalArgumentException(
                    "service range " + serviceCidr + " does not fit; give an IPv4 range of /8 to /30");
        }
        if (firstNodePort < 1 || lastNodePort > 65535 || firstNodePort > lastNodePort) {
            throw new IllegalArgumentException("node ports " + firstNodePort + "-" + lastNodePort
                    + " are no range; give two ports from 1 to 65535, the lower one first");
        }
    }

    /** A service range with Kubernetes' own node ports. */
    public static ServiceRanges of(Cidr serviceCidr) {
        return new ServiceRanges(serviceCidr, 30_000, 32_767);
    }
}
