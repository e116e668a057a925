package packetwalk.cloud;

import java.util.List;
import java.util.Optional;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;

/**
 * What a Service asks the cloud for.
 *
 * @param name the cloud's for all its parts: {@code a} and the Service's uid, 32 characters
 * @param forwards its ports
 * @param scheduling by the Service's session affinity
 * @param healthCheck what tells which nodes are well
 * @param sourceRanges clients that are let in; none: all
 * @param address the address that it wants, {@code loadBalancerIP}
 */
record BalancerOrder(
        String name,
        List<Forward> forwards,
        Scheduling scheduling,
        HealthCheck healthCheck,
        List<Cidr> sourceRanges,
        Optional<IpAddress> address) {

    BalancerOrder {
        forwards = List.copyOf(forwards);
        sourceRanges = List.copyOf(sourceRanges);
    }
}
