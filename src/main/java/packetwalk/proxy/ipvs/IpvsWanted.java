package packetwalk.proxy.ipvs;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import packetwalk.linux.ipvs.ServiceKey;
import packetwalk.linux.ipvs.VirtualServerSpec;
import packetwalk.net.IpAddress;

/**
 * What a node is to have.
 *
 * @param servers virtual servers, and the endpoints behind each
 * @param bound addresses on {@code kube-ipvs0}
 * @param sets entries of every set, as ipset prints them
 * @param restore the input of {@code iptables-restore --noflush --counters}
 */
public record IpvsWanted(
        Map<ServiceKey, Server> servers,
        SortedSet<IpAddress> bound,
        Map<KubeSet, SortedSet<String>> sets,
        String restore) {

    /**
     * A virtual server and its real ones.
     *
     * @param endpoints each with its port
     */
    public record Server(VirtualServerSpec spec, List<Endpoint> endpoints) {
        public Server {
            endpoints = List.copyOf(endpoints);
        }
    }

    /** A real server's address and port. */
    public record Endpoint(IpAddress address, int port) {
        @Override
        public String toString() {
            return address + ":" + port;
        }
    }

    public IpvsWanted {
        servers = Collections.unmodifiableMap(new LinkedHashMap<>(servers));
        bound = Collections.unmodifiableSortedSet(bound);
        sets = Collections.unmodifiableMap(sets);
    }

    /** The entries of one set. */
    public Set<String> entries(KubeSet set) {
        return sets.getOrDefault(set, Collections.emptySortedSet());
    }
}
