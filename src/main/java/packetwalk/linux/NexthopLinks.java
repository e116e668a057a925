package packetwalk.linux;

import java.util.Optional;
import packetwalk.linux.route.Links;
import packetwalk.linux.route.Nexthop;
import packetwalk.net.IpAddress;

/** What a namespace's tables with several ways need to know of the devices and neighbours around them. */
final class NexthopLinks implements Links {

    private final NetworkNamespace namespace;

    NexthopLinks(NetworkNamespace namespace) {
        this.namespace = namespace;
    }

    @Override
    public boolean isUp(String device) {
        return namespace.isUp(device);
    }

    @Override
    public boolean isGood(Nexthop hop) {
        NetDevice device = namespace.device(hop.dev()).orElse(null);
        return hop.via().isEmpty()
                || device == null
                || namespace
                        .neighbours()
                        .find(device, hop.via().get())
                        .filter(neighbour -> !neighbour.state().usable())
                        .isEmpty();
    }

    @Override
    public Optional<IpAddress> sourceFor(Nexthop hop) {
        return namespace.sourceFor(hop);
    }
}
