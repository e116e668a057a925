package packetwalk.linux.route;

/**
 * What a route says about the packets that take it: {@code RTAX_*}, of which the engine models the MTU.
 *
 * @param mtu largest packet in bytes; 0 for that of the device
 * @param locked whether no ICMP error may make it smaller: {@code mtu lock}
 * @param pmtu the largest packet that gets to one destination, as ICMP has said; 0 if it has not
 */
public record RouteMetrics(int mtu, boolean locked, int pmtu) {

    /** Says nothing. */
    public static final RouteMetrics NONE = new RouteMetrics(0, false, 0);

    /** The same for a destination to which packets of {@code bytes} get; {@code fixed} if no smaller ones are made. */
    RouteMetrics learnt(int bytes, boolean fixed) {
        return new RouteMetrics(mtu, locked || fixed, bytes);
    }

    /** As {@code ip route} prints it, with a blank before it; empty if it says nothing. */
    @Override
    public String toString() {
        int bytes = pmtu == 0 ? mtu : pmtu;
        return bytes == 0 ? "" : " mtu " + (locked ? "lock " : "") + bytes;
    }
}
