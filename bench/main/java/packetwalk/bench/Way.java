package packetwalk.bench;

import packetwalk.Packetwalk;
import packetwalk.PodScope;

/** What lies between the two pods that talk to each other. */
public enum Way {
    /** One node: out of one pod, over the node's bridge, into the other. No host stack on the way. */
    ONE_NODE("within one node", 1, 0),
    /** Two nodes and the router between them: five network namespaces, 16 hooks. Connections are tracked on the nodes. */
    TWO_NODES("across two nodes", 2, 0),
    /** As TWO_NODES, in a cluster of many. */
    OF_1000_NODES("across two of 1,000 nodes", 1_000, 0),
    /** As TWO_NODES, to a service address that kube-proxy's rules on the sender's node translate. */
    SERVICE("across two nodes, through DNAT", 2, 1),
    /** As SERVICE, the last of many. */
    OF_10000_SERVICES("… the last of 10,000 services", 2, 10_000);

    private final String words;
    private final int nodes;
    private final int services;

    Way(String words, int nodes, int services) {
        this.words = words;
        this.nodes = nodes;
        this.services = services;
    }

    /** Services whose rules stand on the sender's node; 0 to talk to the pod itself. */
    int services() {
        return services;
    }

    /** A cluster with {@code client} on its first node and {@code server} on its last one, one pod more on each between. */
    PodScope cluster() {
        PodScope scope =
                Packetwalk.cluster().router("10.100.0.1/16").node("10.100.0.2").pod("client");
        for (int i = 1; i < nodes - 1; i++) {
            scope = scope.node("10.100." + (i / 250) + "." + (i % 250 + 3)).pod("pod-" + i);
        }
        return nodes == 1 ? scope.pod("server") : scope.node("10.100.255.2").pod("server");
    }

    @Override
    public String toString() {
        return words;
    }
}
