package packetwalk.linux.route;

import java.util.Optional;
import packetwalk.net.IpAddress;

/** What tables with several ways need to know of the devices and neighbours around them. */
public interface Links {

    /** A host whose devices are all up, and that has no addresses. */
    Links ALL_UP = new Links() {
        @Override
        public boolean isUp(String device) {
            return true;
        }

        @Override
        public boolean isGood(Nexthop hop) {
            return true;
        }

        @Override
        public Optional<IpAddress> sourceFor(Nexthop hop) {
            return Optional.empty();
        }
    };

    /** Whether a route may lead through it: not {@code RTNH_F_DEAD}. */
    boolean isUp(String device);

    /** Whether nothing speaks against the neighbour behind it: {@code fib_good_nh()}. */
    boolean isGood(Nexthop hop);

    /** The address that a packet through it is sent from: {@code fib_info_update_nhc_saddr()}. */
    Optional<IpAddress> sourceFor(Nexthop hop);
}
