package packetwalk.proxy;

import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Whether hints narrow a node's choice to endpoints near by; pkg/proxy/topology.go {@code topologyModeFromHints}.
 *
 * <p>Hints count only if every ready endpoint has them and one names this node, or else its zone: a half-written slice
 * must not send all traffic to one pod.
 */
record Topology(Mode mode, String place) {

    /** No narrowing. */
    static final Topology ANYWHERE = new Topology(Mode.ANYWHERE, "");

    private static final String ZONE_LABEL = "topology.kubernetes.io/zone";

    /** Kubernetes' own words are {@code trafficDistribution: PreferSameNode} and {@code PreferSameZone}. */
    enum Mode {
        ANYWHERE(endpoint -> Set.of()),
        SAME_NODE(ProxyEndpoint::nodeHints),
        SAME_ZONE(ProxyEndpoint::zoneHints);

        private final Function<ProxyEndpoint, Set<String>> hints;

        Mode(Function<ProxyEndpoint, Set<String>> hints) {
            this.hints = hints;
        }
    }

    static Topology of(List<ProxyEndpoint> endpoints, NodeConfig node) {
        List<ProxyEndpoint> ready =
                endpoints.stream().filter(ProxyEndpoint::ready).toList();
        Topology sameNode = new Topology(Mode.SAME_NODE, node.nodeName());
        if (sameNode.decides(ready)) {
            return sameNode;
        }
        Topology sameZone = new Topology(Mode.SAME_ZONE, node.topologyLabels().getOrDefault(ZONE_LABEL, ""));
        return sameZone.decides(ready) ? sameZone : ANYWHERE;
    }

    /** Whether every ready endpoint has such hints, and one of them names this place. */
    private boolean decides(List<ProxyEndpoint> ready) {
        return ready.stream().noneMatch(e -> mode.hints.apply(e).isEmpty())
                && ready.stream().anyMatch(this::allows);
    }

    boolean allows(ProxyEndpoint endpoint) {
        return mode == Mode.ANYWHERE || mode.hints.apply(endpoint).contains(place);
    }
}
