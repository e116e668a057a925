package packetwalk.linux.ipvs;

import java.util.Objects;
import packetwalk.net.IpAddress;

/**
 * A real server as somebody asks for it: {@code ipvsadm -a}, linux/ip_vs.h {@code struct ip_vs_dest_user}.
 *
 * @param port 0 for the one that the packet has
 * @param weight 0: it gets no new connections
 * @param upper connections from which on it gets no new ones; 0 for no limit
 * @param lower connections below which it gets them again; 0 for three quarters of {@code upper}
 */
public record RealServerSpec(
        IpAddress address, int port, ForwardingMethod forwarding, int weight, int upper, int lower) {

    public RealServerSpec {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(forwarding, "forwarding");
    }

    /** One that packets reach by NAT, as kube-proxy makes them. */
    public static RealServerSpec masq(IpAddress address, int port, int weight) {
        return new RealServerSpec(address, port, ForwardingMethod.MASQ, weight, 0, 0);
    }

    @Override
    public String toString() {
        return address + ":" + port;
    }
}
