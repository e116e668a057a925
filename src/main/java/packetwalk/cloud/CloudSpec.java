package packetwalk.cloud;

import java.time.Duration;
import java.util.Objects;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;

/**
 * A cloud that provides balancers for Services of type LoadBalancer.
 *
 * @param addresses the range of its public addresses; its first is the router's
 * @param first the address that the first balancer gets; the others are drawn
 * @param mode how its balancers pass on what comes
 * @param draining how long connections to a node that is taken away may go on
 * @param pace how long its parts take
 */
public record CloudSpec(Cidr addresses, IpAddress first, BalancerMode mode, Duration draining, Pace pace) {

    /**
     * How long the cloud takes for each part, in virtual time.
     *
     * @param address an external address
     * @param firewall a rule that lets clients and health checks in
     * @param healthCheck a health check
     * @param backends a target pool, of instances of an instance group
     * @param forwardingRule what makes the address lead anywhere
     * @param update another set of instances
     * @param deletion each part's end
     */
    public record Pace(
            Duration address,
            Duration firewall,
            Duration healthCheck,
            Duration backends,
            Duration forwardingRule,
            Duration update,
            Duration deletion) {

        /** What one sees on GCE: two minutes until an address works. */
        public static final Pace USUAL = new Pace(
                Duration.ofSeconds(8),
                Duration.ofSeconds(15),
                Duration.ofSeconds(10),
                Duration.ofSeconds(35),
                Duration.ofSeconds(52),
                Duration.ofSeconds(10),
                Duration.ofSeconds(8));
    }

    /** The articles' cloud: 35.184.97.156 comes first, packets pass through, connections drain for 30 s. */
    public static final CloudSpec GCE = new CloudSpec(
            Cidr.parse("35.184.97.0/24"),
            IpAddress.parse("35.184.97.156"),
            BalancerMode.PASS_THROUGH,
            Duration.ofSeconds(30),
            Pace.USUAL);

    public CloudSpec {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(draining, "draining");
        Objects.requireNonNull(pace, "pace");
        if (!addresses.contains(first)) {
            throw new IllegalArgumentException("the cloud's first address " + first + " lies outside of its range "
                    + addresses + "; take one of that range");
        }
        if (addresses.length() > 28) {
            throw new IllegalArgumentException("the cloud's range " + addresses
                    + " has too few addresses for routers and balancers; take a /28 or larger");
        }
    }

    /** Another kind of balancers. */
    public CloudSpec withMode(BalancerMode another) {
        return new CloudSpec(addresses, first, another, draining, pace);
    }

    /** Connections to a node that is taken away may go on for that long. */
    public CloudSpec withDraining(Duration span) {
        return new CloudSpec(addresses, first, mode, span, pace);
    }
}
