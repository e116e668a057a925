package packetwalk.linux.ipvs;

import java.util.Locale;
import java.util.Objects;
import packetwalk.net.IpAddress;
import packetwalk.net.Protocol;
import packetwalk.trace.Unchanging;

/**
 * Which packets a virtual server is for: those to an address and port, or those with a mark.
 *
 * @param protocol TCP, UDP or SCTP; of a mark it says nothing
 * @param address the virtual address; 0.0.0.0 for a mark
 * @param port 0 for every port of the address, and for a mark
 * @param fwmark 0 for an address
 */
public record ServiceKey(Protocol protocol, IpAddress address, int port, int fwmark) implements Unchanging {

    public ServiceKey {
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(address, "address");
    }

    /** Packets of {@code protocol} to an address and port. */
    public static ServiceKey of(Protocol protocol, IpAddress address, int port) {
        return new ServiceKey(protocol, address, port, 0);
    }

    /** Packets whose mark is {@code fwmark}, wherever they go. */
    public static ServiceKey mark(int fwmark) {
        return new ServiceKey(Protocol.TCP, IpAddress.ANY_V4, 0, fwmark);
    }

    /** Its place in a table of 256: {@code ip_vs_svc_hashkey()}, in a kernel whose {@code netns_ipvs} adds no bits. */
    int bucket() {
        int hash = fwmark != 0 ? fwmark : protocol.number() ^ (int) address.low() ^ (port >> 8) ^ port;
        return hash & 0xff;
    }

    /** As {@code ipvsadm -Ln} begins its line. */
    @Override
    public String toString() {
        return fwmark != 0
                ? "FWM  " + Integer.toUnsignedString(fwmark)
                : "%-4s %s:%d".formatted(protocol.toString().toUpperCase(Locale.ROOT), address, port);
    }
}
