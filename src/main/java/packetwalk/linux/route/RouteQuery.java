package packetwalk.linux.route;

import java.util.Objects;
import packetwalk.net.IpAddress;

/**
 * What the routing tables are asked: Linux {@code struct flowi4}.
 *
 * @param src the source, or the unspecified address while it is still open
 * @param iif the device that the packet came in by; {@code lo} for a locally made one
 * @param oif if not empty, the device that it must leave by
 * @param mark the packet's mark
 */
public record RouteQuery(IpAddress dst, IpAddress src, String iif, String oif, int mark) {

    /** The incoming device of what this host itself sends. */
    public static final String LOCAL = "lo";

    public RouteQuery {
        Objects.requireNonNull(dst, "dst");
        Objects.requireNonNull(src, "src");
        Objects.requireNonNull(iif, "iif");
        Objects.requireNonNull(oif, "oif");
    }

    /** Where does a packet that this host sends to {@code dst} go? */
    public static RouteQuery output(IpAddress dst, IpAddress src, int mark) {
        return new RouteQuery(dst, src, LOCAL, "", mark);
    }

    /** Where does a packet go that came in by {@code iif}? */
    public static RouteQuery input(IpAddress dst, IpAddress src, String iif, int mark) {
        return new RouteQuery(dst, src, iif, "", mark);
    }
}
