package packetwalk.proxy.ipvs;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import packetwalk.linux.ipvs.ServiceKey;
import packetwalk.net.Protocol;

/**
 * Real servers of TCP that have weight 0 and wait until their last connection has ended;
 * pkg/proxy/ipvs/graceful_termination.go. kube-proxy looks after them once a minute.
 */
public record Terminating(Set<Item> items) {

    public static final Terminating NONE = new Terminating(Set.of());

    /** A real server of one virtual server. */
    public record Item(ServiceKey service, IpvsWanted.Endpoint endpoint) {}

    /** What the minute's check does. */
    public record Check(String ipvsadm, Terminating left) {}

    public Terminating {
        items = Collections.unmodifiableSet(new LinkedHashSet<>(items));
    }

    /** {@code tryDeleteRs()}: those without connections go, and so do those that somebody else took away. */
    public Check check(IpvsNode node) {
        StringBuilder lines = new StringBuilder();
        Set<Item> left = new LinkedHashSet<>();
        for (Item each : items) {
            Optional<IpvsNode.Real> real = Optional.ofNullable(node.servers().get(each.service()))
                    .flatMap(service -> Optional.ofNullable(service.real().get(each.endpoint())));
            if (real.isPresent() && !mayGo(each.service(), real.get())) {
                left.add(each);
            } else if (real.isPresent()) {
                lines.append(IpvsadmLine.delete(each.service(), each.endpoint()));
            }
        }
        return new Check(lines.toString(), new Terminating(left));
    }

    /** {@code IsRsGracefulTerminationNeeded()}: datagrams do not wait. */
    static boolean mayGo(ServiceKey service, IpvsNode.Real real) {
        return service.protocol() != Protocol.TCP || real.connections() == 0;
    }
}
