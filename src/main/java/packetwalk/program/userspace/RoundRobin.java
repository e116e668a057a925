package packetwalk.program.userspace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import packetwalk.linux.socket.Endpoint;
import packetwalk.net.IpAddress;
import packetwalk.time.Simulation;

/** Whose turn it is: Kubernetes pkg/proxy/userspace/roundrobin.go {@code LoadBalancerRR}, for one port of a Service. */
final class RoundRobin {

    /** Whose turn it is, and why. */
    record Choice(Endpoint endpoint, String why) {}

    /** Where a client is kept. */
    private record Sticky(Endpoint endpoint, long lastUsed) {}

    private final Simulation simulation;
    private final Optional<Duration> stickiness;
    private final Map<IpAddress, Sticky> clients = new LinkedHashMap<>();
    private List<Endpoint> endpoints = List.of();
    private int index;

    /**
     * Nobody to choose from yet.
     *
     * @param stickiness how long a client that is not heard of keeps its endpoint; empty if it gets another each time
     */
    RoundRobin(Simulation simulation, Optional<Duration> stickiness) {
        this.simulation = simulation;
        this.stickiness = stickiness;
    }

    /** The endpoints from now on, shuffled; if they are those that it has, nothing changes. */
    void endpoints(List<Endpoint> next) {
        if (next.size() == endpoints.size() && new HashSet<>(next).equals(new HashSet<>(endpoints))) {
            return;
        }
        clients.values().removeIf(sticky -> !next.contains(sticky.endpoint()));
        List<Endpoint> shuffled = new ArrayList<>(next);
        Collections.shuffle(shuffled, simulation.random());
        endpoints = List.copyOf(shuffled);
        index = 0;
    }

    /**
     * {@code NextEndpoint()}.
     *
     * @param reset the one that the client was kept at has just failed it
     * @return empty if there is none
     */
    Optional<Choice> next(IpAddress client, boolean reset) {
        if (endpoints.isEmpty()) {
            return Optional.empty();
        }
        Optional<Endpoint> kept = reset ? Optional.empty() : kept(client);
        Choice chosen = kept.map(endpoint -> new Choice(endpoint, "session affinity keeps " + client + " there"))
                .orElseGet(this::turn);
        if (stickiness.isPresent()) {
            clients.put(client, new Sticky(chosen.endpoint(), simulation.now()));
        }
        return Optional.of(chosen);
    }

    private Optional<Endpoint> kept(IpAddress client) {
        return Optional.ofNullable(clients.get(client))
                .filter(sticky -> simulation.now() - sticky.lastUsed()
                        < stickiness.orElse(Duration.ZERO).toNanos())
                .map(Sticky::endpoint);
    }

    private Choice turn() {
        Endpoint chosen = endpoints.get(index);
        String why = "round robin: its turn, " + (index + 1) + " of " + endpoints.size();
        index = (index + 1) % endpoints.size();
        return new Choice(chosen, why);
    }
}
