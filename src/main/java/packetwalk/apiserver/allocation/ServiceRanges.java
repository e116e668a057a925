package packetwalk.apiserver.allocation;

import java.util.Objects;
import packetwalk.net.Cidr;
import packetwalk.net.PerFamily;

/**
 * Where Services get their addresses and ports: the API server's {@code --service-cluster-ip-range} and
 * {@code --service-node-port-range}.
 *
 * @param serviceCidrs of each family that Services can have, the one that they have by default first: of IPv4 /8 to /30, of IPv6
 *     /108 to /126; the first address of the first becomes that of the Service {@code kubernetes}
 * @param firstNodePort 30000 unless told otherwise
 * @param lastNodePort 32767 unless told otherwise
 */
public record ServiceRanges(PerFamily<Cidr> serviceCidrs, int firstNodePort, int lastNodePort) {

    /** {@code maxCIDRBits}; IPv4's own limit here is 24, as the whole of 10.0.0.0/8 is what tests like to give. */
    private static final int MOST_BITS_V6 = 20;

    private static final int MOST_BITS_V4 = 24;

    public ServiceRanges {
        Objects.requireNonNull(serviceCidrs, "serviceCidrs");
        serviceCidrs.stream().forEach(ServiceRanges::check);
        if (firstNodePort < 1 || lastNodePort > 65535 || firstNodePort > lastNodePort) {
            throw new IllegalArgumentException("node ports " + firstNodePort + "-" + lastNodePort
                    + " are no range; give two ports from 1 to 65535, the lower one first");
        }
    }

    private static void check(Cidr range) {
        int bits = range.family().bits();
        int most = bits == 32 ? MOST_BITS_V4 : MOST_BITS_V6;
        if (bits - range.length() > most || range.length() > bits - 2) {
            throw new IllegalArgumentException("service range " + range + " does not fit; give an " + range.family()
                    + " range of /" + (bits - most) + " to /" + (bits - 2));
        }
    }

    /** A service range with Kubernetes' own node ports. */
    public static ServiceRanges of(Cidr serviceCidr) {
        return of(PerFamily.of(serviceCidr));
    }

    /** One of each family, with Kubernetes' own node ports. */
    public static ServiceRanges of(PerFamily<Cidr> serviceCidrs) {
        return new ServiceRanges(serviceCidrs, 30_000, 32_767);
    }
}
