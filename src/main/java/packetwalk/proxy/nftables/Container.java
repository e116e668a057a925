package packetwalk.proxy.nftables;

import java.util.List;
import java.util.Locale;

/** The sets and maps that dispatch packets: one look-up each, however many Services there are. */
public enum Container {
    /** Addresses of Services inside the cluster: other ports of theirs are rejected. */
    CLUSTER_IPS("set"),
    /** A Service's address, protocol and port to its chain. */
    SERVICE_IPS("map"),
    /** Destinations that not everybody may call: {@code loadBalancerSourceRanges}. */
    FIREWALL_IPS("map"),
    /** Destinations that reach nobody from here, to what becomes of their packets. */
    NO_ENDPOINT_SERVICES("map"),
    /** Likewise by node port. */
    NO_ENDPOINT_NODEPORTS("map"),
    /** Protocol and node port to a chain. */
    SERVICE_NODEPORTS("map"),
    /** Endpoints of this node that call themselves by a Service: only those are masqueraded. */
    HAIRPIN_CONNECTIONS("set"),
    /** The node's addresses on which node ports answer, unless all do. */
    NODEPORT_IPS("set"),
    /** Node ports on the loopback address that are refused: an alpha feature of 1.37, off unless asked for. */
    LOCALHOST_NODEPORT_REJECT_PORTS("map");

    /** Those whose elements come and go with Services, in the order in which kube-proxy cleans them up. */
    static final List<Container> OF_SERVICES = List.of(
            CLUSTER_IPS,
            SERVICE_IPS,
            FIREWALL_IPS,
            NO_ENDPOINT_SERVICES,
            NO_ENDPOINT_NODEPORTS,
            SERVICE_NODEPORTS,
            HAIRPIN_CONNECTIONS);

    private final String kind;
    private final String text;

    Container(String kind) {
        this.kind = kind;
        this.text = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String kind() {
        return kind;
    }

    /** Its name in the table. */
    @Override
    public String toString() {
        return text;
    }
}
