package packetwalk.proxy.ipvs;

import java.util.List;
import packetwalk.net.Cidr;

/**
 * What only ipvs mode is told: {@code KubeProxyIPVSConfiguration}.
 *
 * @param scheduler of every virtual server; {@code rr} if nobody says otherwise
 * @param strictArp whether a node answers ARP only for addresses of the card that is asked
 * @param excludeCidrs virtual servers in them are somebody else's
 * @param tcpSeconds how long established connections are remembered; 0 leaves it as it is
 * @param tcpFinSeconds likewise, after a FIN
 * @param udpSeconds likewise, of datagrams
 */
public record IpvsConfig(
        String scheduler,
        boolean strictArp,
        List<Cidr> excludeCidrs,
        int tcpSeconds,
        int tcpFinSeconds,
        int udpSeconds) {

    public static final IpvsConfig DEFAULT = new IpvsConfig("rr", false, List.of(), 0, 0, 0);

    public IpvsConfig {
        excludeCidrs = List.copyOf(excludeCidrs);
    }

    public IpvsConfig withScheduler(String other) {
        return new IpvsConfig(other, strictArp, excludeCidrs, tcpSeconds, tcpFinSeconds, udpSeconds);
    }

    public IpvsConfig withStrictArp(boolean strict) {
        return new IpvsConfig(scheduler, strict, excludeCidrs, tcpSeconds, tcpFinSeconds, udpSeconds);
    }
}
